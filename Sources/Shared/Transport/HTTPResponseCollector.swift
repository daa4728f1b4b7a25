internal import Shared

/// Collects a response from libcurl's callbacks; must live as long as the transfer it is installed on.
final class HTTPResponseCollector {
    private let bodyLimit: Int
    /// Why a callback ended the transfer.
    private(set) var stop: TransportError.Reason?
    /// When the last bytes arrived; nil if none have.
    private(set) var lastBytes: Instant?
    private var reason = ""
    private var headers = HTTPHeaders()
    private var headSize = 0
    private var isHeadComplete = false
    private var body: [UInt8] = []

    init(bodyLimit: Int) {
        self.bodyLimit = bodyLimit
    }
}

extension HTTPResponseCollector {
    /// The limit for all header sections of one response, in bytes; real ones are far smaller.
    static let headLimit = 256 << 10

    private typealias Callback =
        @convention(c) (UnsafeRawPointer?, Int, Int, UnsafeMutableRawPointer?) -> Int

    func install(on transfer: CurlTransfer) {
        let this = UnsafeRawPointer(Unmanaged.passUnretained(self).toOpaque())
        // A callback that returns another number than it was given ends the transfer.
        let takeBody: Callback = { bytes, size, count, this in
            let taken = HTTPResponseCollector.with(this, bytes, size * count) { $0.take(body: $1) }
            return taken ? size * count : -1
        }
        let takeHeader: Callback = { bytes, size, count, this in
            let taken = HTTPResponseCollector.with(this, bytes, size * count) { $0.take(header: $1) }
            return taken ? size * count : -1
        }
        transfer.set(.writeData, this)
        transfer.set(.writeFunction, unsafeBitCast(takeBody, to: UnsafeRawPointer.self))
        transfer.set(.headerData, this)
        transfer.set(.headerFunction, unsafeBitCast(takeHeader, to: UnsafeRawPointer.self))
    }

    /// A response whose body was cut off, if its status says enough.
    func refusalSoFar(status: Int) -> HTTPResponse? {
        guard isHeadComplete, status >= 400 else { return nil }
        return HTTPResponse(status: status, reason: reason, headers: headers, body: body)
    }

    /// The complete response; throws for faults that libcurl accepts.
    func response(status: Int) throws(TransportError.Reason) -> HTTPResponse {
        guard isHeadComplete else { throw .closedEarly("the head is cut off") }
        // RFC 9112 §6.3: with differing lengths, the end of the body is a guess.
        guard Set(headers.list("Content-Length")).count <= 1 || headers["Transfer-Encoding"] != nil else {
            throw .badAnswer("two different values of Content-Length")
        }
        return HTTPResponse(status: status, reason: reason, headers: headers, body: body)
    }
}

extension HTTPResponseCollector {
    private static func with(
        _ this: UnsafeMutableRawPointer?, _ bytes: UnsafeRawPointer?, _ count: Int,
        _ take: (HTTPResponseCollector, UnsafeRawBufferPointer) -> Bool
    ) -> Bool {
        guard let this else { return false }
        return take(
            Unmanaged<HTTPResponseCollector>.fromOpaque(this).takeUnretainedValue(),
            UnsafeRawBufferPointer(start: bytes, count: bytes == nil ? 0 : count))
    }

    private func take(body bytes: UnsafeRawBufferPointer) -> Bool {
        lastBytes = .now
        guard bytes.count <= bodyLimit - body.count else {
            stop = .bodyTooLarge(limit: bodyLimit)
            return false
        }
        body.append(contentsOf: bytes)
        return true
    }

    private func take(header bytes: UnsafeRawBufferPointer) -> Bool {
        lastBytes = .now
        headSize += bytes.count
        guard headSize <= Self.headLimit else {
            stop = .badAnswer("a header section longer than \(Self.headLimit) bytes")
            return false
        }
        let line = String(decoding: bytes, as: UTF8.self).filter { !$0.isNewline }
        if line.isEmpty {
            isHeadComplete = true
        } else if line.hasPrefix("HTTP/") {
            // Each response starts over, since interim ones (RFC 9110 §15.2) come first.
            isHeadComplete = false
            headers = HTTPHeaders()
            let words = line.split(separator: " ", maxSplits: 2)
            reason = words.count > 2 ? String(words[2]) : ""
        } else if let colon = line.firstIndex(of: ":"),
            let field = HTTPHeaders.Field(name: line[..<colon], value: line[line.index(after: colon)...])
        {
            headers.append(field)
        }
        return true
    }
}
