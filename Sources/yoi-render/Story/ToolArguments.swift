internal import Shared

/// A call's arguments: the one that matters, what an edit changes, and the others.
struct ToolArguments {
    let members: [JSONMember]

    /// - Returns: `nil` where the text is not a JSON object, as it is while arguments stream, and when they are broken.
    init?(_ text: String) {
        guard let json = try? JSON(text), let members = json.members else { return nil }
        self.members = members
    }

    init(members: [JSONMember]) { self.members = members }
}

extension ToolArguments {
    func string(_ key: String) -> String? { members.first { $0.key == key }?.value.string }

    /// What the call is about: the argument that is known to say so, else the only text there is.
    func main(of tool: KnownTool) -> JSONMember? {
        for key in tool.main {
            if let member = members.first(where: { $0.key == key && $0.value.kind == .string }) { return member }
        }
        let texts = members.filter { $0.value.kind == .string && $0.key != "description" }
        return texts.count == 1 && members.count { $0.value.kind == .string } == 1 ? texts.first : nil
    }

    /// What an edit changes, each with whatever else it says; empty for what is not an edit.
    var edits: [Edit] {
        if let edit = Edit(self, besides: nil) { return [edit] }
        return members.first { $0.key == "edits" }?.value.elements?.compactMap { element in
            element.members.flatMap { Edit(ToolArguments(members: $0), besides: []) }
        } ?? []
    }

    /// A text that an edit replaces, and what with.
    struct Edit {
        var old: String
        var new: String
        /// Members beside the texts, of one edit among several.
        var others: [JSONMember]

        fileprivate init?(_ arguments: ToolArguments, besides others: [JSONMember]?) {
            let (old, new) = (arguments.string(Edit.keys[0]), arguments.string(Edit.keys[1]))
            guard old != nil || new != nil else { return nil }
            (self.old, self.new) = (old ?? "", new ?? "")
            self.others = others.map { _ in arguments.members.filter { !Edit.keys.contains($0.key) } } ?? []
        }

        fileprivate static let keys = ["old_string", "new_string"]
    }

    /// The members that ``edits`` does not tell.
    var besidesEdits: [JSONMember] {
        let edits = edits
        let list = members.first { $0.key == "edits" }?.value.elements
        return members.filter {
            if edits.isEmpty { return true }
            if $0.key == "edits" { return list?.count != edits.count }
            return !($0.value.kind == .string && Edit.keys.contains($0.key))
        }
    }
}
