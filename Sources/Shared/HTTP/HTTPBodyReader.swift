/// Collects the body of a refusal (RFC 9112 §6.3) up to a cap; a broken body must not hide the status before it.
struct HTTPBodyReader: Sendable {
    /// The rest of a longer refusal is not worth waiting for.
    static let cap = 64 << 10

    private(set) var body: [UInt8] = []
    private var framing: Framing

    private enum Framing {
        case length(Int)
        case chunked(ChunkedDecoder)
        case untilClose
    }

    init(head: HTTPResponse) {
        if head.headers.list("Transfer-Encoding", contains: "chunked") {
            framing = .chunked(ChunkedDecoder())
        } else if let length = head.headers["Content-Length"].flatMap({ UInt64($0) }) {
            framing = .length(Int(clamping: length))
        } else {
            framing = [204, 304].contains(head.status) ? .length(0) : .untilClose
        }
    }
}

extension HTTPBodyReader {
    /// Whether the body is complete, or long enough.
    var isComplete: Bool {
        if body.count >= Self.cap { return true }
        return switch framing {
        case .length(let length): body.count >= length
        case .chunked(let decoder): decoder.isFinished
        case .untilClose: false
        }
    }

    mutating func read(_ bytes: Span<UInt8>) {
        switch framing {
        case .chunked(var decoder):
            decoder.decode(bytes, into: &body, cap: Self.cap)
            framing = .chunked(decoder)
        case .length(let length):
            append(bytes, upTo: min(length, Self.cap))
        case .untilClose:
            append(bytes, upTo: Self.cap)
        }
    }

    private mutating func append(_ bytes: Span<UInt8>, upTo limit: Int) {
        let wanted = min(bytes.count, max(limit - body.count, 0))
        bytes.extracting(0..<wanted).withUnsafeBytes { body.append(contentsOf: $0) }
    }
}
