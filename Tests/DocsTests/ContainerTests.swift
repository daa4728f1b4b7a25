import Foundation
import Glibc
import TestSupport
import Testing

/// What the image of the Containerfile promises.
@Suite(.timeLimit(.minutes(10)), .enabled(if: geteuid() == 0)) struct `As the first process of a container` {
    /// The kernel drops signals that such a process does not handle, and nobody else would end it.
    @Test(arguments: ["yoi-events", "yoi-send", "yoi-render"])
    func `a program that is process 1 of a container ends at a signal`(name: String) throws {
        let backend = try FixtureBackend(api: .protocol)
        let target = name == "yoi-render" ? [] : backend.target
        let container = try Program(path: "/usr/bin/unshare").start(
            ["--pid", "--fork", "--kill-child", Program(name).path] + target, input: .pipe)
        var child: pid_t?
        try waitUntil("the program to handle signals") {
            let pid = container.pid
            let children = try? String(contentsOfFile: "/proc/\(pid)/task/\(pid)/children", encoding: .utf8)
            child = children.flatMap { Int32($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
            return child.map { Self.handles(SIGTERM, $0) } ?? false
        }
        kill(try #require(child), SIGTERM)
        #expect(try container.wait().status == 128 + SIGTERM)
    }

    /// proc(5): the mask of caught signals.
    private static func handles(_ signal: Int32, _ pid: pid_t) -> Bool {
        let status = (try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("SigCgt:") }
        let mask = line.flatMap { UInt64($0.split(separator: "\t").last ?? "", radix: 16) } ?? 0
        return mask >> UInt64(signal - 1) & 1 == 1
    }
}
