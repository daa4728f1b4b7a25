internal import Glibc
internal import Shared

/// A multi handle: drives transfers without blocking, and keeps connections for the next ones.
final class CurlMulti {
    let curl: CurlLibrary
    let handle: CurlLibrary.Handle

    init() throws(TransportError) {
        switch CurlLibrary.loaded {
        case .success(let curl): self.curl = curl
        case .failure(let missing): throw TransportError(.noLibrary(missing.name), peer: "?", wasSent: false)
        }
        guard let handle = curl.multiInit() else {
            throw TransportError(.noLibrary("curl_multi_init"), peer: "?", wasSent: false)
        }
        self.handle = handle
    }

    deinit {
        _ = curl.multiCleanup(handle)
    }
}

extension CurlMulti {
    /// What to wait for before `proceed` has something to do.
    var interest: [pollfd] {
        // Three fd_set: 1024 bits each, in words.
        let words = 1024 / UInt64.bitWidth
        var sets = [UInt64](repeating: 0, count: 3 * words)
        var highest: Int32 = -1
        let code = sets.withUnsafeMutableBytes { all in
            let size = words * MemoryLayout<UInt64>.size
            guard let base = all.baseAddress else { return Int32(-1) }
            return curl.multiDescriptors(handle, base, base + size, base + 2 * size, &highest)
        }
        guard code == 0, highest >= 0 else { return [] }
        return (0...min(highest, 1023)).compactMap { descriptor in
            let (word, bit) = Int(descriptor).quotientAndRemainder(dividingBy: UInt64.bitWidth)
            let isSet = (0..<3).map { sets[$0 * words + word] >> UInt64(bit) & 1 == 1 }
            let events = (isSet[0] ? POLLIN : 0) | (isSet[1] ? POLLOUT : 0) | (isSet[2] ? POLLPRI : 0)
            return events == 0 ? nil : pollfd(fd: descriptor, events: Int16(truncatingIfNeeded: events), revents: 0)
        }
    }

    /// How long to wait at most, in milliseconds. libcurl has phases without a descriptor, such as resolving on some
    /// systems; its manual asks for 100 ms then.
    var timeout: Int32 {
        var milliseconds = -1
        _ = curl.multiTimeout(handle, &milliseconds)
        let longest = interest.isEmpty ? 100 : 1000
        return Int32(truncatingIfNeeded: milliseconds < 0 ? longest : min(milliseconds, longest))
    }

    /// Does what can be done at once; the result of that transfer if it is over.
    func proceed(_ easy: CurlLibrary.Handle) -> CurlCode? {
        var running: Int32 = 0
        _ = curl.multiPerform(handle, &running)
        var left: Int32 = 0
        while let address = curl.multiMessage(handle, &left) {
            let message = CurlMessage(at: address)
            // CURLMSG_DONE
            if message.kind == 1, message.handle == easy { return CurlCode(rawValue: message.result) }
        }
        return nil
    }
}
