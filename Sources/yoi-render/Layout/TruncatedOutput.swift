internal import Shared

/// Output that the tool itself has cut, as its first line says:
/// `[showing last 80 of 5000 lines — full output (23893 bytes) at /srv/run/bash-q8elsE.log]`.
struct TruncatedOutput {
    /// Lines of the whole output.
    let lines: Int
    /// How large the whole output is, in the tool's words.
    let size: String
    /// Where the whole output is.
    let path: String
    /// Lines that the tool has kept.
    let kept: Int

    init?(_ output: WireText) {
        var lines = WrittenText(output).lines
        guard let line = lines.next(), line.begins(with: "[showing last "), line.size < 10_000 else { return nil }
        let words = line.text.split(separator: " ", maxSplits: 12, omittingEmptySubsequences: false)
        // [showing last 80 of 5000 lines — full output (23893 bytes) at PATH]
        guard words.count == 13, words[3] == "of", words[7...8] == ["full", "output"], words[11] == "at",
            words[12].hasSuffix("]"), let kept = Int(words[2]), let count = Int(words[4])
        else { return nil }
        (self.lines, self.kept) = (count, kept)
        size = words[9...10].joined(separator: " ").filter { !"()".contains($0) }
        path = String(words[12].dropLast())
    }
}
