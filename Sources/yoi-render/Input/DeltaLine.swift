internal import Shared

/// Recognises the line that most of a stream consists of, exactly as serde writes it:
/// `{"event":"text_delta","data":{"text":"…"}}`, bare or as the payload of an envelope.
///
/// This is a short cut: whatever is spelled otherwise is left to the general way, which gives the same result. What is
/// recognised is validated as strictly.
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
    ///   - worker: the Worker that it must be from; empty for a bare event.
    ///   - offset: where the line begins; afterwards past its end, if it was recognised.
    @inline(__always)
    func text(in bytes: Bytes, from worker: [UInt8], at offset: inout Int) -> JSONStringRange? {
        var index = offset
        guard let text = textOfValue(in: bytes, from: worker, at: &index), index < bytes.count, bytes[index] == 0x0A
        else {
            return nil
        }
        offset = index + 1
        return text
    }

    @inline(__always)
    private func textOfValue(in bytes: Bytes, from worker: [UInt8], at offset: inout Int) -> JSONStringRange? {
        var index = offset
        let isInEnvelope = Envelope.skipHead(in: bytes, from: worker, at: &index)
        guard isInEnvelope || worker.isEmpty, head.begin(bytes, at: index) else { return nil }
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

    /// `{"cursor":"…","runtime_id":"…","worker_id":"…","payload":`, perhaps with `"received_at":"…"` before the payload.
    private enum Envelope {
        @inline(__always)
        static func skipHead(in bytes: Bytes, from worker: [UInt8], at offset: inout Int) -> Bool {
            guard bytes.count - offset > 2, bytes[offset + 2] == UInt8(ascii: "c") else { return false }
            var index = offset
            for part in ["{\"cursor\":", ",\"runtime_id\":", ",\"worker_id\":"] as [StaticString] {
                guard bytes.starts(with: part, at: index) else { return false }
                index += part.utf8CodeUnitCount
                guard let string = try? bytes.scanString(at: &index) else { return false }
                if part.utf8CodeUnitCount == 13, !bytes.holds(worker, at: string.contents) { return false }
            }
            let time: StaticString = ",\"received_at\":"
            if bytes.starts(with: time, at: index) {
                index += time.utf8CodeUnitCount
                guard (try? bytes.scanString(at: &index)) != nil else { return false }
            }
            guard bytes.starts(with: ",\"payload\":", at: index) else { return false }
            offset = index + 11
            return true
        }
    }
}

extension Span where Element == UInt8 {
    fileprivate func holds(_ bytes: [UInt8], at range: Range<Int>) -> Bool {
        guard range.count == bytes.count else { return false }
        for (index, byte) in bytes.enumerated() where self[range.lowerBound + index] != byte { return false }
        return true
    }
}
