import Foundation
import Glibc

/// One HTTP exchange with a server on loopback, byte for byte, without any client library between.
package enum LoopbackHTTP {
    /// Sends the bytes and returns all that comes back until the server ends; `connection: close` must be among them.
    package static func exchange(port: UInt16, _ request: [UInt8]) throws -> [UInt8] {
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
        while case let count = recv(descriptor, &chunk, chunk.count, 0), count > 0 { answer += chunk[..<count] }
        return answer
    }

    /// POSTs a text and returns the answer's body; throws unless the status is 200.
    package static func post(port: UInt16, _ path: String, _ body: String) throws -> String {
        let head = "POST \(path) HTTP/1.1\r\nhost: fixture\r\nconnection: close\r\ncontent-type: application/json\r\n"
        let request = head + "content-length: \(body.utf8.count)\r\n\r\n" + body
        let answer = String(decoding: try exchange(port: port, Array(request.utf8)), as: UTF8.self)
        guard answer.hasPrefix("HTTP/1.1 200"), let blank = answer.firstRange(of: "\r\n\r\n") else {
            throw TestFailure("POST \(path): \(answer)")
        }
        return String(answer[blank.upperBound...])
    }
}
