import Shared

/// Cuts a stream of bytes into JSON objects, however they are laid out and however the bytes arrive: one to a line,
/// pretty-printed, or one directly behind the other.
///
/// Each byte is looked at a few times at most, also when all come one by one. An object is handed out as soon as its last
/// brace is there; a fault is reported as soon as no further bytes could mend it.
struct ObjectSplitter: Sendable {
    private var bytes: [UInt8] = []
    /// Where what is not handed out yet begins in `bytes`, and in the whole text.
    private var start = 0
    private var place = TextPlace()
    /// How far the object at `start` has been searched for its end, and what is open there.
    private var searched = 0
    private var depth = 0
    private var isInString = false
    private var isEscaped = false
    /// Size of the unfinished object at which it is validated again.
    private var nextCheck = 0

    init() {}
}

/// An object and where it stood in the text.
struct PlacedObject: Hashable, Sendable {
    var json: JSON
    var place: TextPlace

    /// The place of a byte of the object.
    func place(of offset: Int) -> TextPlace { place.advanced(over: json.bytes.prefix(offset)) }
}

/// Why a text is not a sequence of JSON objects.
struct SplitError: Error, Hashable {
    var place: TextPlace
    /// The sentence, without the place.
    var reason: String
    /// What to do, where that is known.
    var advice: String?
}

extension ObjectSplitter {
    /// Takes the next bytes of the stream.
    mutating func append(_ chunk: some Sequence<UInt8>) {
        if start > 0 {
            bytes.removeSubrange(..<start)
            searched -= start
            start = 0
        }
        bytes.append(contentsOf: chunk)
    }

    /// The next whole object; `nil` if more bytes are needed.
    mutating func next() throws(SplitError) -> PlacedObject? {
        guard try skipToObject() else { return nil }
        guard searchEnd() else {
            try checkUnfinished()
            return nil
        }
        let json = try validated(bytes[start..<searched])
        let object = PlacedObject(json: json, place: place)
        consume(upTo: searched)
        // What is known to be wrong must not let the object before it pass as one of a good text.
        _ = try skipToObject()
        return object
    }

    /// Says that the input has ended; nothing may be left.
    mutating func finish() throws(SplitError) {
        guard start < bytes.count else { return }
        _ = try validated(bytes[start...])
    }
}

extension ObjectSplitter {
    /// Steps over white space to the first byte of an object; false if none has come yet.
    private mutating func skipToObject() throws(SplitError) -> Bool {
        guard depth == 0 else { return true }
        let next = bytes[start...].firstIndex { ![0x20, 0x09, 0x0A, 0x0D].contains($0) } ?? bytes.count
        consume(upTo: next)
        guard next < bytes.count else { return false }
        switch bytes[next] {
        case UInt8(ascii: "{"): return true
        case UInt8(ascii: "["):
            throw SplitError(
                place: place, reason: "an array begins here, not an object", advice: "unpack it with jq -c '.[]'")
        case 0xEF: throw SplitError(place: place, reason: "a byte order mark or other text stands here, not an object")
        case let byte:
            throw SplitError(
                place: place, reason: JSONError(.unexpectedByte(byte, expected: "an object"), at: 0).reason)
        }
    }

    /// Looks for the brace that closes the object; strings are stepped over.
    private mutating func searchEnd() -> Bool {
        while searched < bytes.count {
            let byte = bytes[searched]
            searched += 1
            if isEscaped {
                isEscaped = false
            } else if isInString {
                isEscaped = byte == UInt8(ascii: "\\")
                isInString = byte != UInt8(ascii: "\"")
            } else {
                switch byte {
                case UInt8(ascii: "\""): isInString = true
                case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
                case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
                default: break
                }
                if depth == 0 { return true }
            }
        }
        return false
    }

    /// Finds faults before the end has come: always while the object is small, else when it has doubled.
    private mutating func checkUnfinished() throws(SplitError) {
        let size = bytes.count - start
        guard size >= nextCheck else { return }
        nextCheck = size < 1_024 ? 0 : size * 2
        let unfinished = bytes[start...]
        var offset = 0
        do throws(JSONError) {
            try unfinished.span.skipValue(at: &offset)
        } catch {
            if error.kind != .unexpectedEnd { throw located(error) }
        }
    }

    private func validated(_ object: ArraySlice<UInt8>) throws(SplitError) -> JSON {
        do throws(JSONError) {
            return try JSON(Array(object))
        } catch {
            throw located(error)
        }
    }

    private func located(_ error: JSONError) -> SplitError {
        SplitError(
            place: place.advanced(over: bytes[start..<min(bytes.count, start + error.offset)]), reason: error.reason)
    }

    private mutating func consume(upTo end: Int) {
        place.advance(over: bytes[start..<end])
        (start, searched, depth, nextCheck) = (end, end, 0, 0)
    }
}
