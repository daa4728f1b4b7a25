/// Finds what GitHub Actions would take for a command in a log: `::` where a line begins, `##[` anywhere.
struct WorkflowCommand {
    private var isAtStart: Bool
    private var last: (Unicode.Scalar, Unicode.Scalar) = (" ", " ")

    init(isAtStart: Bool) { self.isAtStart = isAtStart }

    /// Whether this character completes the beginning of a command, so that it must be escaped.
    mutating func isBegun(by scalar: Unicode.Scalar) -> Bool {
        defer {
            isAtStart = isAtStart && (scalar.properties.isWhitespace || scalar == ":" && last.1 != ":")
            last = (last.1, scalar)
        }
        return isAtStart && scalar == ":" && last.1 == ":" || scalar == "[" && last == ("#", "#")
    }
}
