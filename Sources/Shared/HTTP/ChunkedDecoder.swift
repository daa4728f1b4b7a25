/// Decodes the chunked transfer coding (RFC 9112 §7.1) from bytes that arrive in any pieces.
///
///     4\r\nWiki\r\n5\r\npedia\r\n0\r\n\r\n
struct ChunkedDecoder: Sendable {
    private var state = State.size(0)

    private enum State {
        /// In the digits of a chunk's size.
        case size(Int)
        /// In extensions, up to the end of the size line.
        case sizeLine(Int)
        /// In a chunk, of which this many bytes are still to come.
        case data(Int)
        /// At the line end after a chunk.
        case dataEnd
        /// After the last chunk, or after something that is not a chunk; trailers are ignored.
        case finished
    }
}

extension ChunkedDecoder {
    var isFinished: Bool {
        if case .finished = state { true } else { false }
    }

    /// Appends the payload found in `bytes` to `body`, up to `cap` bytes in it.
    mutating func decode(_ bytes: Span<UInt8>, into body: inout [UInt8], cap: Int) {
        for index in 0..<bytes.count where body.count < cap {
            step(bytes[index], into: &body)
        }
    }

    private mutating func step(_ byte: UInt8, into body: inout [UInt8]) {
        let endsLine = byte == UInt8(ascii: "\n")
        switch state {
        case .size(let size), .sizeLine(let size):
            if endsLine {
                state = size == 0 ? .finished : .data(size)
            } else if case .size = state, let digit = Character(Unicode.Scalar(byte)).hexDigitValue {
                // Above 2^55 no further digit fits, but no such chunk is ever complete.
                state = size >> 55 == 0 ? .size(size << 4 | digit) : .finished
            } else {
                state = .sizeLine(size)
            }
        case .data(let left):
            body.append(byte)
            state = left == 1 ? .dataEnd : .data(left - 1)
        case .dataEnd:
            if endsLine { state = .size(0) }
        case .finished:
            break
        }
    }
}
