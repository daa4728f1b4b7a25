import Foundation
import Glibc

/// Reads one pipe on a thread of its own, so that a program under test never waits for the test, unless it shall.
final class OutputReader: @unchecked Sendable {
    fileprivate enum Mode { case reading, paused, closed }

    private let descriptor: Int32
    private let wake: PrivatePipe
    private let keeping: Bool
    private let condition = NSCondition()
    private var mode: Mode
    private var bytes: [UInt8] = []
    private var total = 0
    private var consumed = 0
    private var ended = false

    /// Owns `descriptor`. Not `keeping` counts the bytes only; `paused` leaves them in the pipe until `resume()`.
    init(descriptor: Int32, keeping: Bool, paused: Bool) throws {
        self.descriptor = descriptor
        self.keeping = keeping
        wake = try PrivatePipe()
        mode = paused ? .paused : .reading
        Thread.detachNewThread { self.run() }
    }

    deinit {
        Glibc.close(wake.read)
        Glibc.close(wake.write)
    }
}

extension OutputReader {
    var everything: [UInt8] { condition.withLock { bytes } }

    /// Bytes read so far, kept or not.
    var count: Int { condition.withLock { total } }

    func resume() { switchTo(.reading) }

    func pause() { switchTo(.paused) }

    /// Closes the reading end; the writer gets a broken pipe from now on.
    func close() {
        switchTo(.closed)
        condition.withLock { while !ended { condition.wait() } }
    }

    /// False if the deadline passed before the end of the stream.
    func waitForEnd(_ deadline: Deadline) -> Bool {
        condition.withLock {
            while !ended { guard deadline.wait(on: condition) else { return ended } }
            return true
        }
    }

    /// The next whole line, or at the end of the stream the rest; `nil` when there is none before the deadline.
    func nextLine(_ deadline: Deadline) -> String? {
        condition.withLock {
            while true {
                if let end = bytes[consumed...].firstIndex(of: UInt8(ascii: "\n")) {
                    defer { consumed = end + 1 }
                    return String(decoding: bytes[consumed..<end], as: UTF8.self)
                }
                if ended {
                    defer { consumed = bytes.count }
                    return consumed == bytes.count ? nil : String(decoding: bytes[consumed...], as: UTF8.self)
                }
                guard deadline.wait(on: condition) else { return nil }
            }
        }
    }

    /// False if the deadline or the end of the stream came before the condition was true.
    func wait(_ deadline: Deadline, until isTrue: ([UInt8]) -> Bool) -> Bool {
        condition.withLock {
            while !isTrue(bytes) { guard !ended, deadline.wait(on: condition) else { return isTrue(bytes) } }
            return true
        }
    }
}

private extension OutputReader {
    func switchTo(_ next: Mode) {
        condition.withLock {
            guard mode != .closed else { return }
            mode = next
            _ = write(wake.write, [1], 1)
        }
    }

    func run() {
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let mode = condition.withLock { self.mode }
            if mode == .closed { break }
            var ready = [pollfd(fd: wake.read, events: Int16(POLLIN), revents: 0)]
            if mode == .reading { ready.append(pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)) }
            guard poll(&ready, nfds_t(ready.count), -1) >= 0 || errno == EINTR else { break }
            if ready[0].revents != 0 { _ = read(wake.read, &chunk, 1) }
            guard ready.count == 2, ready[1].revents != 0 else { continue }
            let count = read(descriptor, &chunk, chunk.count)
            // A terminal whose program has gone answers EIO instead of 0.
            guard count > 0 else { break }
            take(chunk[..<count])
        }
        Glibc.close(descriptor)
        condition.withLock {
            ended = true
            condition.broadcast()
        }
    }

    func take(_ chunk: ArraySlice<UInt8>) {
        condition.withLock {
            total += chunk.count
            if keeping { bytes += chunk }
            condition.broadcast()
        }
    }
}
