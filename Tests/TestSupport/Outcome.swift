/// How a program ended and what it said.
package struct Outcome: Sendable {
    /// Exit status as a shell shows it: 128+n after signal n.
    package let status: Int32
    /// Everything read from its standard output.
    package let stdout: [UInt8]
    /// Everything read from its standard error, malformed UTF-8 replaced.
    package let stderr: String
    /// User and system CPU time it took.
    package let cpuTime: Duration

    /// Standard output as text, malformed UTF-8 replaced.
    package var text: String { String(decoding: stdout, as: UTF8.self) }

    /// Lines of standard output without their newlines; a last line without one counts.
    package var lines: [String] { Self.lines(stdout) }

    /// Lines of standard error without their newlines.
    package var errorLines: [String] { Self.lines(Array(stderr.utf8)) }
}

extension Outcome: CustomStringConvertible {
    /// Status and the ends of both streams, for a failing expectation.
    package var description: String {
        "status \(status)\nstdout: \(Self.end(text))\nstderr: \(Self.end(stderr))"
    }
}

/// What a wait in a test can fail with; the message shows what the program had said until then.
package struct TestFailure: Error, CustomStringConvertible {
    /// One sentence and the evidence.
    package let description: String

    /// Wraps a sentence.
    package init(_ description: String) { self.description = description }
}

private extension Outcome {
    static func lines(_ bytes: [UInt8]) -> [String] {
        var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines.map { String(decoding: $0, as: UTF8.self) }
    }

    static func end(_ text: String) -> Substring { text.suffix(2_000) }
}
