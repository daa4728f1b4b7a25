import Foundation
import Glibc

/// The listening socket on loopback.
struct Listener {
    let port: UInt16
    private let descriptor: Int32

    /// Port 0 lets the system choose. A port of ours that another process still leaves is asked for during two seconds.
    init(port wanted: UInt16) throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var yes: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = wanted.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let patience = Date(timeIntervalSinceNow: 2)
        while true {
            let bound = Self.generic(&address) { bind(descriptor, $0, length) }
            if bound == 0 { break }
            guard errno == EADDRINUSE, patience > Date() else { throw Failure("port \(wanted): \(Failure.system)") }
            Thread.sleep(forTimeInterval: 0.01)
        }
        guard listen(descriptor, 128) == 0 else { throw Failure("port \(wanted): \(Failure.system)") }
        _ = Self.generic(&address) { getsockname(descriptor, $0, &length) }
        self.descriptor = descriptor
        port = UInt16(bigEndian: address.sin_port)
    }

    /// The next client's descriptor; waits for it.
    func accept() -> Int32 {
        while true {
            let client = Glibc.accept(descriptor, nil, nil)
            guard client >= 0 else { continue }
            _ = fcntl(client, F_SETFD, FD_CLOEXEC)
            var yes: Int32 = 1
            setsockopt(client, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
            return client
        }
    }

    private static func generic<Result>(
        _ address: inout sockaddr_in, _ body: (UnsafeMutablePointer<sockaddr>) -> Result
    ) -> Result {
        withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1, body)
        }
    }
}

/// A reason not to start, in a sentence.
struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }

    static var system: String { String(cString: strerror(errno)) }
}
