import Foundation
import Glibc

/// One HTTP exchange with a server on loopback, byte for byte, without any client library between.
package enum LoopbackHTTP {
    /// What came back until the server ended the connection.
    package struct Answer: Sendable {
        /// All of it, head and body or frames.
        package let bytes: [UInt8]
        /// Whether the end was a reset instead of an orderly one.
        package let wasReset: Bool

        /// The bytes as text, malformed UTF-8 replaced.
        package var text: String { String(decoding: bytes, as: UTF8.self) }
    }

    /// Sends the bytes and returns all that comes back until the server ends or the bytes are enough. Silence of 10 s
    /// throws.
    package static func exchange(
        port: UInt16, _ request: [UInt8], until isEnough: ([UInt8]) -> Bool = { _ in false }
    ) throws -> Answer {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        defer { close(descriptor) }
        var limit = timeval(tv_sec: 10, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0, send(descriptor, request, request.count, Int32(MSG_NOSIGNAL)) == request.count else {
            throw TestFailure("port \(port): \(String(cString: strerror(errno)))")
        }
        var (answer, chunk) = ([UInt8](), [UInt8](repeating: 0, count: 1 << 16))
        while true {
            let count = recv(descriptor, &chunk, chunk.count, 0)
            if count < 0 && errno == EAGAIN { throw TestFailure("port \(port): no end after \(answer.count) bytes") }
            guard count > 0 else { return Answer(bytes: answer, wasReset: count < 0) }
            answer += chunk[..<count]
            if isEnough(answer) { return Answer(bytes: answer, wasReset: false) }
        }
    }

    /// POSTs a text and returns the answer's body; throws unless the status is 200.
    package static func post(port: UInt16, _ path: String, _ body: String) throws -> String {
        let head = "POST \(path) HTTP/1.1\r\nhost: fixture\r\nconnection: close\r\ncontent-type: application/json\r\n"
        let request = head + "content-length: \(body.utf8.count)\r\n\r\n" + body
        let answer = try exchange(port: port, Array(request.utf8)).text
        guard answer.hasPrefix("HTTP/1.1 200"), let blank = answer.firstRange(of: "\r\n\r\n") else {
            throw TestFailure("POST \(path): \(answer)")
        }
        return String(answer[blank.upperBound...])
    }
}
