import Foundation
import Glibc
import TestSupport

/// A server on loopback that takes one request per connection and answers with fixed bytes, right or wrong.
final class RawServer: @unchecked Sendable {
    let port: UInt16
    private let listener: Int32
    private let answer: [UInt8]
    private let ending: Ending
    private let speaksFirst: Bool
    private let pause: Duration?
    private let lock = NSLock()
    private var seen: [String] = []
    private var open: [Int32] = []

    enum Ending: String {
        /// Closes after the answer.
        case close
        /// Breaks the connection after the answer.
        case reset
        /// Keeps the connection open and says no more.
        case stall
    }

    /// - Parameter pause: Sends the answer byte by byte, and waits so long before each.
    init(answer: [UInt8], ending: Ending, speaksFirst: Bool = false, pause: Duration? = nil) throws {
        self.answer = answer
        self.pause = pause
        self.speaksFirst = speaksFirst
        self.ending = ending
        (listener, port) = try LoopbackPort.listen()
        Thread.detachNewThread { [self] in run() }
    }
}

extension RawServer {
    var url: String { "http://127.0.0.1:\(port)" }

    /// Every request, head and body as they came.
    var requests: [String] { lock.withLock { seen } }

    /// Accepts no more and lets go of what is open.
    func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
        for descriptor in lock.withLock({ open }) { shutdown(descriptor, Int32(SHUT_RDWR)) }
    }
}

extension RawServer {
    private func run() {
        while case let connection = accept(listener, nil, nil), connection >= 0 {
            Thread.detachNewThread { [self] in serve(connection) }
        }
        close(listener)
    }

    private func serve(_ connection: Int32) {
        lock.withLock { open.append(connection) }
        if let request = speaksFirst ? "" : readRequest(connection) {
            lock.withLock { seen.append(request) }
            var sent = 0
            while sent < answer.count {
                if let pause { Thread.sleep(forTimeInterval: pause / .seconds(1)) }
                let size = pause == nil ? answer.count - sent : 1
                let count = answer.withUnsafeBytes {
                    send(connection, $0.baseAddress.map { $0 + sent }, size, Int32(MSG_NOSIGNAL))
                }
                guard count > 0 else { break }
                sent += count
            }
            switch ending {
            case .close: break
            case .reset:
                var linger = linger(l_onoff: 1, l_linger: 0)
                setsockopt(connection, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size))
            case .stall:
                var byte: UInt8 = 0
                while recv(connection, &byte, 1, 0) > 0 {}
            }
        }
        lock.withLock { open.removeAll { $0 == connection } }
        close(connection)
    }

    private func readRequest(_ connection: Int32) -> String? {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let text = String(decoding: bytes, as: UTF8.self)
            if let end = text.firstRange(of: "\r\n\r\n") {
                let length = text.firstMatch(of: /Content-Length: ([0-9]+)/).flatMap { Int($0.1) } ?? 0
                if text[end.upperBound...].utf8.count >= length { return text }
            }
            let count = recv(connection, &chunk, chunk.count, 0)
            guard count > 0 else { return nil }
            bytes += chunk[..<count]
        }
    }
}
