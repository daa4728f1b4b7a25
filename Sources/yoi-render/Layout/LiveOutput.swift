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
    private(set) var tail: [String] = []

    init(limit: Int?) { self.limit = limit }
}

extension LiveOutput {
    /// - Returns: the lines to show now.
    mutating func take(_ text: String, from stream: CommandStream) -> [String] {
        var lines = ((partial[stream] ?? "") + text).split(separator: "\n", omittingEmptySubsequences: false)
        let rest = lines.removeLast()
        let isTooLong = rest.utf8.count > Self.maxPartial
        if isTooLong { lines.append(rest) }
        partial[stream] = isTooLong ? "" : String(rest)
        return lines.compactMap { keep($0) }
    }

    /// Ends the command.
    ///
    /// - Returns: the unfinished lines.
    mutating func end() -> [String] {
        defer { partial = [:] }
        return [CommandStream.stdout, .stderr].compactMap { stream in
            partial[stream].flatMap { $0.isEmpty ? nil : keep($0[...]) }
        }
    }

    /// - Returns: the line if it is to be shown now.
    private mutating func keep(_ line: Substring) -> String? {
        let line = line.lastState
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

extension Substring {
    /// What remains visible of a line that overwrites itself, as progress bars do.
    fileprivate var lastState: String {
        let states = unicodeScalars.split(separator: "\r")
        return states.last.map { String($0) } ?? ""
    }
}
