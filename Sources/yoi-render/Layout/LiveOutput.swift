internal import Shared

/// The live output of one command, in whole lines: the first at once, the last at the end.
struct LiveOutput {
    /// Lines kept from the end of a long output.
    private static let maxTail = 5
    /// Bytes kept of a line that has not ended.
    private static let maxPartial = 64 << 10

    /// Lines to show at once; `nil` for all.
    let limit: Int?
    private var partial: [CommandStream: String] = [:]
    private var shown = 0
    private(set) var omitted = 0
    private(set) var tail: [WrittenLine] = []

    init(limit: Int?) { self.limit = limit }
}

extension LiveOutput {
    /// - Returns: the lines to show now.
    mutating func take(_ text: String, from stream: CommandStream) -> [WrittenLine] {
        // By bytes: as characters, CR and LF are one.
        var lines = ((partial[stream] ?? "") + text).utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
        let rest = lines.removeLast()
        let isTooLong = rest.count > Self.maxPartial
        if isTooLong { lines.append(rest) }
        partial[stream] = isTooLong ? "" : String(Substring(rest))
        return lines.compactMap { keep(String(Substring($0))) }
    }

    /// Ends the command.
    ///
    /// - Returns: the unfinished lines.
    mutating func end() -> [WrittenLine] {
        defer { partial = [:] }
        return [CommandStream.stdout, .stderr].compactMap { stream in
            partial[stream].flatMap { $0.isEmpty ? nil : keep($0) }
        }
    }

    /// - Returns: the line if it is to be shown now.
    private mutating func keep(_ line: String) -> WrittenLine? {
        let line = WrittenLine(line)
        if limit.map({ shown < $0 }) ?? true {
            shown += 1
            return line
        }
        tail.append(line)
        if tail.count > Self.maxTail {
            tail.removeFirst()
            omitted += 1
        }
        return nil
    }
}
