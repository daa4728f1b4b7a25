import Foundation
import Glibc

/// A program under test while it runs; killed when the value goes away.
package final class RunningProgram: @unchecked Sendable {
    /// Process id, as the system knows it until the end has been seen.
    package let pid: Int32
    private let output: OutputReader?
    private let errors: OutputReader
    private let end = ProcessEnd()
    private let inputLock = NSLock()
    private var inputDescriptor: Int32?

    init(_ launch: Launch, input: InputSource, output sink: OutputSink) throws {
        pid = launch.pid
        errors = try OutputReader(descriptor: launch.errors, keeping: true, paused: false)
        output = try launch.output.map { descriptor in
            switch sink {
            case .kept, .terminal, .file: try OutputReader(descriptor: descriptor, keeping: true, paused: false)
            case .counted: try OutputReader(descriptor: descriptor, keeping: false, paused: false)
            case .stalled: try OutputReader(descriptor: descriptor, keeping: true, paused: true)
            case .stalledAndCounted: try OutputReader(descriptor: descriptor, keeping: false, paused: true)
            }
        }
        inputDescriptor = launch.input
        let (end, pid) = (end, launch.pid)
        Thread.detachNewThread { end.reap(pid) }
        if case .bytes(let bytes) = input {
            Thread.detachNewThread {
                self.write(bytes)
                self.closeInput()
            }
        }
    }

    deinit {
        end.signal(pid, SIGKILL)
        closeInput()
        output?.close()
        errors.close()
    }
}

extension RunningProgram {
    /// Writes to its standard input (`InputSource.pipe`); it is not an error if the program has ended.
    package func write(_ bytes: [UInt8]) {
        inputLock.withLock {
            guard let inputDescriptor else { return }
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes { Glibc.write(inputDescriptor, $0.baseAddress, $0.count) }
                guard count > 0 else { return }
                rest = rest.dropFirst(count)
            }
        }
    }

    /// Writes text to its standard input (`InputSource.pipe`).
    package func write(_ text: String) { write(Array(text.utf8)) }

    /// Ends its standard input.
    package func closeInput() {
        inputLock.withLock {
            if let inputDescriptor { Glibc.close(inputDescriptor) }
            inputDescriptor = nil
        }
    }

    /// Goes away as the reader of its standard output, as `head` does; returns when that is done.
    package func closeOutput() { output?.close() }

    /// Stops reading its standard output, so that the pipe fills.
    package func pauseOutput() { output?.pause() }

    /// Reads its standard output (again).
    package func resumeOutput() { output?.resume() }

    /// Sends a signal, unless it has ended already.
    package func signal(_ number: Int32) { end.signal(pid, number) }

    /// Whether its end has been seen.
    package var hasEnded: Bool { end.status != nil }

    /// Bytes read from its standard output so far, kept or not.
    package var outputCount: Int { output?.count ?? 0 }

    /// Everything read from its standard output so far.
    package var outputSoFar: [UInt8] { output?.everything ?? [] }

    /// Everything read from its standard error so far, malformed UTF-8 replaced.
    package var errorsSoFar: String { String(decoding: errors.everything, as: UTF8.self) }

    /// Largest resident memory so far, in bytes; `nil` once it has ended. (`wait4` cannot tell: it counts the parent in.)
    package var peakMemory: Int? {
        guard let status = try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8),
            let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
            let kilobytes = line.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first.flatMap({
                Int($0)
            })
        else { return nil }
        return kilobytes * 1_024
    }
}

extension RunningProgram {
    /// The next line of standard output, each line once; throws when none comes within `limit`.
    package func nextLine(limit: Duration = .seconds(10)) throws -> String {
        guard let line = output?.nextLine(Deadline(limit)) else { throw failure("no further line within \(limit)") }
        return line
    }

    /// Skips lines of standard output up to the first that fits and returns it; throws when none comes within `limit`.
    @discardableResult
    package func waitForLine(limit: Duration = .seconds(10), where fits: (String) -> Bool) throws -> String {
        let deadline = Deadline(limit)
        while let line = output?.nextLine(deadline) { if fits(line) { return line } }
        throw failure("no such line within \(limit)")
    }

    /// Waits until standard error holds this text; throws when it does not within `limit`.
    package func waitForError(_ text: String, limit: Duration = .seconds(10)) throws {
        let found = errors.wait(Deadline(limit)) { String(decoding: $0, as: UTF8.self).contains(text) }
        guard found else { throw failure("standard error did not say \"\(text)\" within \(limit)") }
    }

    /// Waits for the end of the program and of its streams; kills it and throws when `limit` passes first.
    @discardableResult
    package func wait(limit: Duration = .seconds(20)) throws -> Outcome {
        let deadline = Deadline(limit)
        guard let ended = end.wait(deadline) else {
            signal(SIGKILL)
            throw failure("still running after \(limit)")
        }
        output?.resume()
        guard output?.waitForEnd(deadline) ?? true, errors.waitForEnd(deadline) else {
            throw failure("it has ended, but something still holds its output open")
        }
        return Outcome(status: ended.status, stdout: outputSoFar, stderr: errorsSoFar, cpuTime: ended.cpuTime)
    }
}

private extension RunningProgram {
    func failure(_ what: String) -> TestFailure {
        let output = String(decoding: outputSoFar.suffix(2_000), as: UTF8.self)
        return TestFailure("\(what)\nstdout: \(output)\nstderr: \(errorsSoFar.suffix(2_000))")
    }
}
