internal import Shared

/// Recognizes the line that most of a stream consists of, exactly as serde writes it:
/// `{"event":"text_delta","data":{"text":"…"}}`, bare or as the payload of an envelope.
///
/// A fast path: any other spelling is left to the general one, which gives the same result. What it recognizes is
/// validated as strictly.
struct DeltaLine {
    private let head: Words

    /// - Parameter event: a kind whose data is one `text`.
    init(_ event: StaticString) {
        var text: [UInt8] = []
        for part in ["{\"event\":\"", event, "\",\"data\":{\"text\":\""] as [StaticString] {
            text += UnsafeBufferPointer(start: part.utf8Start, count: part.utf8CodeUnitCount)
        }
        head = Words(text)
    }
}

extension DeltaLine {
    /// The contents of the text in the line at `offset`.
    ///
    /// - Parameters:
    ///   - envelope: the part of an envelope after the cursor that says which Worker it is about; those of other Workers
    ///     are not recognized.
    ///   - offset: where the line begins; afterwards past its end, if it was recognized.
    @inline(__always)
    func text(in bytes: Bytes, of envelope: Bytes, at offset: inout Int) -> JSONStringRange? {
        var index = offset
        guard let text = textOfValue(in: bytes, of: envelope, at: &index), index < bytes.count, bytes[index] == 0x0A
        else {
            return nil
        }
        offset = index + 1
        return text
    }

    @inline(__always)
    private func textOfValue(in bytes: Bytes, of envelope: Bytes, at offset: inout Int) -> JSONStringRange? {
        var index = offset
        let isInEnvelope = Self.skipHead(of: envelope, in: bytes, at: &index)
        guard head.begin(bytes, at: index) else { return nil }
        index += head.length - 1
        guard let text = try? bytes.scanString(at: &index) else { return nil }
        let braces = isInEnvelope ? 3 : 2
        guard index + braces <= bytes.count else { return nil }
        for place in index..<index + braces where bytes[place] != UInt8(ascii: "}") { return nil }
        offset = index + braces
        return text
    }

    /// A fixed text of 32 to 48 bytes, as words that are compared at once.
    private struct Words {
        let length: Int
        private let words: (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64)
        private let last: Int

        init(_ text: [UInt8]) {
            length = text.count
            last = length - 8
            let span = text.span
            words = (
                span.word(at: 0), span.word(at: 8), span.word(at: 16), span.word(at: 24),
                span.word(at: min(32, last)), span.word(at: last)
            )
        }

        @inline(__always)
        func begin(_ bytes: Bytes, at offset: Int) -> Bool {
            guard bytes.count - offset >= length else { return false }
            return bytes.word(at: offset) == words.0 && bytes.word(at: offset + 8) == words.1
                && bytes.word(at: offset + 16) == words.2 && bytes.word(at: offset + 24) == words.3
                && bytes.word(at: offset + min(32, last)) == words.4 && bytes.word(at: offset + last) == words.5
        }
    }

    /// Skips `{"cursor":"…","runtime_id":"…","worker_id":"…","received_at":"…","payload":`, with or without the time.
    @inline(__always)
    private static func skipHead(of envelope: Bytes, in bytes: Bytes, at offset: inout Int) -> Bool {
        guard bytes.count - offset > 2, bytes[offset + 2] == UInt8(ascii: "c") else { return false }
        var index = offset
        guard bytes.starts(with: "{\"cursor\":", at: index) else { return false }
        index += 10
        guard (try? bytes.scanString(at: &index)) != nil, bytes.holds(envelope, at: index) else { return false }
        index += envelope.count
        if bytes.starts(with: ",\"received_at\":", at: index) {
            index += 15
            guard (try? bytes.scanString(at: &index)) != nil else { return false }
        }
        guard bytes.starts(with: ",\"payload\":", at: index) else { return false }
        offset = index + 11
        return true
    }
}

extension Span where Element == UInt8 {
    @inline(__always)
    fileprivate func holds(_ other: Bytes, at offset: Int) -> Bool {
        guard !other.isEmpty, other.count <= count - offset else { return false }
        var index = 0
        while index <= other.count - 8 {
            if word(at: offset + index) != other.word(at: index) { return false }
            index += 8
        }
        while index < other.count {
            if self[offset + index] != other[index] { return false }
            index += 1
        }
        return true
    }
}
