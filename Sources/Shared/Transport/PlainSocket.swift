internal import Glibc
internal import Shared

/// A connected TCP or Unix domain socket without TLS.
final class PlainSocket {
    let descriptor: Int32
    private let peer: String
    private let proxy: String?

    /// Duplicates a socket that libcurl has connected.
    ///
    /// - Returns: nil if there is no descriptor left.
    init?(copying socket: Int32, peer: String, proxy: String?) {
        descriptor = fcntl(socket, F_DUPFD_CLOEXEC, 3)
        (self.peer, self.proxy) = (peer, proxy)
        guard descriptor >= 0 else { return nil }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }
}

extension PlainSocket {
    func receive(into space: UnsafeMutableRawBufferPointer) throws(TransportError) -> Int? {
        let count = recv(descriptor, space.baseAddress, space.count, Int32(MSG_DONTWAIT))
        return count >= 0 ? count : try nothing("Recv")
    }

    func send(_ bytes: UnsafeRawBufferPointer) throws(TransportError) -> Int {
        let flags = Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL)
        let count = Glibc.send(descriptor, bytes.baseAddress, bytes.count, flags)
        return count >= 0 ? count : try nothing("Send") ?? 0
    }

    private func nothing(_ operation: String) throws(TransportError) -> Int? {
        let number = errno
        if [EAGAIN, EWOULDBLOCK, EINTR].contains(number) { return nil }
        throw TransportError(
            .closedEarly("\(operation) failure: \(SystemError.text(number))"), peer: peer, wasSent: true, proxy: proxy)
    }
}
