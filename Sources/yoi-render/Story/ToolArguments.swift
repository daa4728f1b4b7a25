internal import Shared

/// A call's arguments: the one that matters, the others in short, and long texts apart.
struct ToolArguments {
    typealias Argument = (key: String, value: String)

    private let members: [JSONMember]

    /// - Returns: `nil` where the text is no JSON object, as it is while arguments stream, and when they are broken.
    init?(_ text: String) {
        guard let json = try? JSON(text), let members = json.members else { return nil }
        self.members = members
    }
}

extension ToolArguments {
    func string(_ key: String) -> String? { members.first { $0.key == key }?.value.string }

    /// What the call is about, as plain text.
    var main: Argument? { mainMember.flatMap { member in member.value.string.map { (member.key, $0) } } }

    /// The others, their values cut short.
    var others: [Argument] {
        let main = mainMember
        return members.filter { $0 != main && !Self.bodies.contains($0.key) }.map { ($0.key, Self.short($0.value)) }
    }

    /// The texts that an edit replaces.
    var edit: (old: String, new: String)? {
        let (old, new) = (string("old_string"), string("new_string"))
        return old == nil && new == nil ? nil : (old ?? "", new ?? "")
    }
}

extension ToolArguments {
    private static let preferred = [
        "command", "pattern", "query", "url", "file_path", "path", "notebook_path", "prompt", "subject", "description",
        "message", "name", "id",
    ]

    /// Shown as a diff, or too long to show beside the call.
    private static let bodies: Set = ["old_string", "new_string"]

    private var mainMember: JSONMember? {
        for key in Self.preferred {
            if let member = members.first(where: { $0.key == key && $0.value.kind == .string }) { return member }
        }
        return nil
    }

    private static func short(_ value: JSON) -> String {
        guard let string = value.string else {
            return value.bytes.count <= 40 ? value.text : value.kind == .array ? "[...]" : "{...}"
        }
        let lines = string.utf8.count { $0 == 0x0A }
        if lines > 0 { return "(\(lines + (string.utf8.last == 0x0A ? 0 : 1)) lines)" }
        if string.utf8.count > 60 { return "(\(string.count) characters)" }
        return string.isEmpty || string.contains(" ") ? "\"\(string)\"" : string
    }
}
