internal import Shared

/// What a call was asked to do, in short: enough to tell it from others.
struct ToolTask: Equatable {
    /// The main argument, or the part of it to show.
    var main: String?
    /// The other short arguments.
    var others: [JSONMember]
}

extension ToolTask {
    /// Characters that are shown, and bytes that are compared.
    private static let (maxShown, maxCompared) = (60, 1 << 10)

    init?(_ call: ToolCall) {
        guard let arguments = ToolArguments(call.arguments) else { return nil }
        let main = arguments.main(of: KnownTool.named(call.name))
        switch main?.value {
        case .json(let json)?: self.main = json.string?.beginning(bytes: Self.maxCompared)
        case .long(let text)?: self.main = text.beginning(bytes: Self.maxCompared)
        case nil: self.main = nil
        }
        others = arguments.members.compactMap { argument in
            guard argument != main, let json = argument.json, json.bytes.count <= Self.maxShown else { return nil }
            // A copy: a slice would keep all arguments in memory.
            return (try? JSON(json.compact)).map { JSONMember(key: argument.key, value: $0) }
        }
    }

    /// What only this task has: the end of the main argument, without the beginning they share; compared with tasks that
    /// have the same main argument, other arguments.
    ///
    /// - Returns: `nil` if there is nothing.
    func distinction(from tasks: [ToolTask]) -> ToolTask? {
        let alike = tasks.filter { $0.main == main }
        let different = tasks.compactMap(\.main).filter { $0 != main }
        let words = different.isEmpty ? nil : main.map { Self.end(of: $0, unlike: different) }
        let unlike = others.filter { member in alike.contains { !$0.others.contains(member) } }
        let unique = unlike.first { member in alike.count { $0.others.contains(member) } == 1 }
        return words == nil && unlike.isEmpty ? nil : ToolTask(main: words, others: unique.map { [$0] } ?? unlike)
    }

    /// The main argument alone.
    var inShort: ToolTask { ToolTask(main: main.map { Self.end(of: $0, unlike: []) }, others: []) }

    private static func end(of main: String, unlike others: [String]) -> String {
        // Back to the beginning of the word, or of the part of a path, in which they differ.
        let common = others.map { zip(main.utf8, $0.utf8).prefix { $0 == $1 }.count }.min() ?? 0
        let start = main.utf8.prefix(common).lastIndex { [0x20, 0x2F].contains($0) }.map(main.utf8.index(after:))
        return (start == nil ? "" : "… ") + main[(start ?? main.startIndex)...].firstLine.shortened(to: maxShown)
    }
}

extension String {
    /// About so many bytes of its beginning.
    fileprivate func beginning(bytes limit: Int) -> String { String(decoding: utf8.prefix(limit), as: UTF8.self) }
}
