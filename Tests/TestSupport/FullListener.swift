import Glibc

/// A listener whose queue is full: connecting to it neither succeeds nor fails.
package final class FullListener {
    /// Where it listens.
    package let port: UInt16
    private var descriptors: [Int32] = []

    /// Fills the queue.
    package init() throws {
        let (listener, port) = try LoopbackPort.listen(backlog: 0)
        self.port = port
        descriptors.append(listener)
        for _ in 0..<4 {
            let descriptor = socket(
                AF_INET,
                Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
            descriptors.append(descriptor)
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = port.bigEndian
            address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
            _ = withUnsafePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
        }
    }

    deinit {
        for descriptor in descriptors { close(descriptor) }
    }
}
