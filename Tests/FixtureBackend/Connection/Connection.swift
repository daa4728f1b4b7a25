import Foundation
import Glibc

/// One client's TCP connection, used by the one thread that serves it.
///
/// Everything written goes through its `Shape`, so that a script can cut or slice any answer without the answer knowing.
final class Connection {
    /// Thrown when the connection is over, by the client's doing or ours; unwinds to the thread's first function.
    struct Over: Error { let reason: String }

    enum Arrival { case bytes, end, woken, nothing }

    let number: Int
    private(set) var shape = Shape.plain
    /// Received and not yet taken.
    var input: [UInt8] = []
    private(set) var written = 0
    private let descriptor: Int32
    private var isOpen = true

    init(descriptor: Int32, number: Int) {
        self.descriptor = descriptor
        self.number = number
    }

    deinit { if isOpen { close(descriptor) } }
}

extension Connection {
    /// From here on bytes are counted anew and leave in this shape.
    func take(_ shape: Shape) { (self.shape, written) = (shape, 0) }

    /// Waits until the client sends or leaves, `wake` becomes readable, or `limit` (nil for none) has passed.
    func wait(_ limit: Duration? = nil, wake: Int32? = nil) -> Arrival {
        var ready = [pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)]
        if let wake { ready.append(pollfd(fd: wake, events: Int16(POLLIN), revents: 0)) }
        guard poll(&ready, nfds_t(ready.count), limit?.milliseconds ?? -1) > 0 else { return .nothing }
        guard ready[0].revents != 0 else { return .woken }
        return receive() ? .bytes : .end
    }

    /// More input, or `Over` at the end of the stream or when `limit` has passed.
    func more(_ limit: Duration? = nil) throws {
        switch wait(limit) {
        case .bytes: return
        case .end, .woken: throw Over(reason: "the client left")
        case .nothing: throw Over(reason: "the client sent nothing")
        }
    }

    /// Holds still, reading nothing, until the client has gone altogether or `limit` has passed.
    func stall(_ limit: Duration?) {
        var ready = [pollfd(fd: descriptor, events: 0x2000, revents: 0)]
        // 0x2000 is POLLRDHUP, which Swift does not import.
        _ = poll(&ready, 1, limit?.milliseconds ?? -1)
    }

    func send(_ text: String) throws { try send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) throws { try bytes.withUnsafeBytes { try send($0) } }

    /// Writes all of it, as the shape says: in pieces, with pauses, or only up to the cut.
    func send(_ bytes: UnsafeRawBufferPointer) throws {
        let allowed = min(bytes.count, max(0, (shape.cut ?? .max) - written))
        var start = 0
        while start < allowed {
            let size = min(shape.chunk ?? allowed, allowed - start)
            try write(UnsafeRawBufferPointer(rebasing: bytes[start..<start + size]))
            start += size
            if let pause = shape.pause { Thread.sleep(forTimeInterval: pause.seconds) }
        }
        if let cut = shape.cut, written >= cut { try end(shape.end, "cut after \(written) bytes") }
    }

    /// Ends the connection in one of the ways a network can, and throws `Over`.
    func end(_ ending: Ending, _ reason: String) throws -> Never {
        switch ending {
        case .drop, .backlog:
            // Unread input would turn the FIN into a reset.
            while wait(.zero) == .bytes {}
            shutdown(descriptor, Int32(SHUT_WR))
        case .reset:
            var linger = linger(l_onoff: 1, l_linger: 0)
            setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout.size(ofValue: linger)))
        case .halfClose:
            shutdown(descriptor, Int32(SHUT_WR))
            while wait() == .bytes { input.removeAll() }
        }
        close(descriptor)
        isOpen = false
        throw Over(reason: "\(reason): \(ending.rawValue)")
    }
}

private extension Connection {
    func receive() -> Bool {
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        let count = recv(descriptor, &chunk, chunk.count, 0)
        guard count > 0 else { return false }
        input += chunk[..<count]
        return true
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let part = UnsafeRawBufferPointer(rebasing: rest)
            let count = Glibc.send(descriptor, part.baseAddress, part.count, Int32(MSG_NOSIGNAL))
            guard count > 0 else { throw Over(reason: "the client left: \(Failure.system)") }
            rest = rest.dropFirst(count)
            written += count
        }
    }
}
