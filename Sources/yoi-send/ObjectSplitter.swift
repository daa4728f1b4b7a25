import Shared

/// Splits a stream of bytes into JSON objects in any layout: one per line, pretty-printed, or concatenated.
///
/// An object is returned as soon as its last brace has arrived; most errors are reported as soon as no further bytes
/// could repair them.
struct ObjectSplitter: Sendable {
    private var bytes: [UInt8] = []
    /// Where the rest begins, in `bytes` and in the whole text.
    private var start = 0
    private var location = SourceLocation()
    /// How far the object at `start` has been read.
    private var end = 0
    private var grammar = ValueGrammar()

    init() {}
}

/// An object and where it begins in the text.
struct LocatedObject: Hashable, Sendable {
    var json: JSON
    var location: SourceLocation

    /// The location of a byte of the object.
    func location(of offset: Int) -> SourceLocation { location.advanced(over: json.bytes.prefix(offset)) }
}

/// Why a text is not a sequence of JSON objects.
struct SplitError: Error, Hashable {
    var location: SourceLocation
    /// The message, without the location.
    var reason: String
    /// What to do, if that is known.
    var advice: String?
}

extension ObjectSplitter {
    /// Takes the next bytes of the stream.
    mutating func append(_ chunk: some Sequence<UInt8>) {
        if start > 0 {
            bytes.removeSubrange(..<start)
            (start, end) = (0, end - start)
        }
        bytes.append(contentsOf: chunk)
    }

    /// The next whole object; nil if more bytes are needed.
    mutating func next() throws(SplitError) -> LocatedObject? {
        guard try skipToObject(), try readToEnd() else { return nil }
        let object = LocatedObject(json: try validated(bytes[start..<end]), location: location)
        consume(upTo: end)
        // If what follows is known to be wrong, the object is not returned either.
        _ = try skipToObject()
        return object
    }

    /// The input has ended; nothing may be left.
    mutating func finish() throws(SplitError) {
        guard start < bytes.count else { return }
        _ = try validated(bytes[start...])
    }
}

extension ObjectSplitter {
    /// Skips white space up to the first byte of an object; false if none has arrived yet.
    private mutating func skipToObject() throws(SplitError) -> Bool {
        guard start == end else { return true }
        let next = bytes[start...].firstIndex { ![0x20, 0x09, 0x0A, 0x0D].contains($0) } ?? bytes.count
        consume(upTo: next)
        guard next < bytes.count else { return false }
        let reason: String
        switch bytes[next] {
        case UInt8(ascii: "{"): return true
        case UInt8(ascii: "["):
            throw SplitError(
                location: location, reason: "an array begins here, not an object", advice: "unpack it with jq -c '.[]'")
        case 0xEF: reason = "a byte order mark or other text begins here, not an object"
        case let byte: reason = JSONError(.unexpectedByte(byte, expected: "an object"), at: 0).reason
        }
        throw SplitError(location: location, reason: reason)
    }

    /// Continues to read; true at the object's last brace.
    private mutating func readToEnd() throws(SplitError) -> Bool {
        let bytes = bytes
        switch grammar.read(bytes.span, at: &end) {
        case .more: return false
        case .whole: return true
        case .broken:
            _ = try validated(bytes[start...end])
            throw located(JSONError(.unexpectedByte(bytes[end], expected: "something else"), at: end - start))
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
            location: location.advanced(over: bytes[start..<min(bytes.count, start + error.offset)]),
            reason: error.reason)
    }

    private mutating func consume(upTo offset: Int) {
        location.advance(over: bytes[start..<offset])
        (start, end, grammar) = (offset, offset, ValueGrammar())
    }
}
