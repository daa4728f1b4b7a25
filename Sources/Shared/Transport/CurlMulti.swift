internal import Glibc
internal import Shared

/// A multi handle: drives a transfer without blocking.
final class CurlMulti {
    let curl: CurlLibrary
    let handle: CurlLibrary.Handle
    /// The descriptors that libcurl wants to be polled; it writes them through its callback.
    private let entries: UnsafeMutablePointer<[pollfd]>

    init() throws(TransportError) {
        switch CurlLibrary.loaded {
        case .success(let curl): self.curl = curl
        case .failure(let missing): throw TransportError(.noLibrary(missing.name), peer: "?", wasSent: false)
        }
        guard let handle = curl.multiInit() else {
            throw TransportError(.noLibrary("curl_multi_init"), peer: "?", wasSent: false)
        }
        self.handle = handle
        entries = .allocate(capacity: 1)
        entries.initialize(to: [])
        // CURLMOPT_SOCKETDATA, CURLMOPT_SOCKETFUNCTION
        _ = curl.multiSetPointer(handle, 10_002, entries)
        _ = curl.multiSetPointer(handle, 20_001, unsafeBitCast(Self.note, to: UnsafeRawPointer.self))
    }

    deinit {
        _ = curl.multiCleanup(handle)
        entries.deinitialize(count: 1)
        entries.deallocate()
    }
}

extension CurlMulti {
    /// What to poll.
    var interest: [pollfd] { entries.pointee }

    /// How long to wait at most, in milliseconds. In some phases libcurl has no descriptor, such as when resolving on
    /// some systems; then its manual recommends 100 ms.
    var timeout: Int32 {
        var milliseconds = -1
        _ = curl.multiTimeout(handle, &milliseconds)
        let longest = interest.isEmpty ? 100 : 1000
        return Int32(truncatingIfNeeded: milliseconds < 0 ? longest : min(milliseconds, longest))
    }

    /// Whether a descriptor is ready, so that `proceed` could learn something.
    var isReady: Bool {
        var entries = interest
        return poll(&entries, nfds_t(entries.count), 0) > 0
    }

    /// Does what can be done at once; returns the result of the transfer if it has finished.
    func proceed(_ easy: CurlLibrary.Handle) -> CurlCode? {
        var running: Int32 = 0
        var ready = interest
        if poll(&ready, nfds_t(ready.count), 0) > 0 {
            for entry in ready where entry.revents != 0 {
                _ = curl.multiSocketAction(handle, entry.fd, Self.conditions(entry.revents), &running)
            }
        }
        // CURL_SOCKET_TIMEOUT: timers, the first of which starts a transfer.
        _ = curl.multiSocketAction(handle, -1, 0, &running)
        var left: Int32 = 0
        while let address = curl.multiMessage(handle, &left) {
            let message = CurlMessage(at: address)
            // CURLMSG_DONE
            if message.kind == 1, message.handle == easy { return CurlCode(rawValue: message.result) }
        }
        return nil
    }
}

extension CurlMulti {
    /// CURLMOPT_SOCKETFUNCTION(3): 1 asks for input, 2 for output, 3 for both, 4 for nothing any more.
    private static let note:
        @Sendable @convention(c) (
            OpaquePointer?, Int32, Int32, UnsafeMutableRawPointer?, UnsafeMutableRawPointer?
        ) -> Int32 = { _, descriptor, what, entries, _ in
            guard let entries = entries?.assumingMemoryBound(to: [pollfd].self) else { return 0 }
            entries.pointee.removeAll { $0.fd == descriptor }
            let events = (what & 1 != 0 ? POLLIN : 0) | (what & 2 != 0 ? POLLOUT : 0)
            if events != 0 {
                entries.pointee.append(
                    pollfd(fd: descriptor, events: Int16(truncatingIfNeeded: events), revents: 0))
            }
            return 0
        }

    /// curl_multi_socket_action(3): CURL_CSELECT_IN, CURL_CSELECT_OUT, CURL_CSELECT_ERR.
    private static func conditions(_ events: Int16) -> Int32 {
        let events = Int32(events)
        return (events & (POLLIN | POLLHUP) != 0 ? 1 : 0) | (events & POLLOUT != 0 ? 2 : 0)
            | (events & (POLLERR | POLLNVAL) != 0 ? 4 : 0)
    }
}
