internal import Shared

/// A call's arguments: the one that matters, what an edit changes, and the others.
struct ToolArguments {
    let members: [Argument]

    struct Argument: Equatable {
        let key: String
        let value: Value

        enum Value: Equatable {
            case json(JSON)
            /// A string, or the text of another value, that is too long to be decoded as a whole.
            case long(WrittenText)
        }

        var json: JSON? { if case .json(let json) = value { json } else { nil } }
        /// Nothing for what is not a string, or too long.
        var string: String? { json?.string }
        /// Whether it is a string, or so long that it does not matter.
        var isText: Bool { json.map { $0.kind == .string } ?? true }
    }

    /// Bytes that are decoded as a whole.
    static let maxDecoded = 1 << 20

    /// - Parameters:
    ///   - text: A JSON text.
    ///   - limit: Bytes to decode as a whole.
    /// - Returns: `nil` where the text is not a JSON object, as it is while arguments stream, and when they are broken.
    init?(_ text: WireText, limit: Int = maxDecoded) {
        if text.contents.count > limit {
            guard let members = WrittenObject.members(of: text.contents, limit: limit) else { return nil }
            self.members = members
        } else {
            guard let members = (try? JSON(text.string))?.members else { return nil }
            self.members = members.map { Argument(key: $0.key, value: .json($0.value)) }
        }
    }
}

extension ToolArguments {
    func string(_ key: String) -> String? { members.first { $0.key == key }?.string }

    /// What the call is about: the argument that is known to say so, else the only text there is.
    func main(of tool: KnownTool) -> Argument? {
        for key in tool.main {
            if let member = members.first(where: { $0.key == key && $0.isText }) { return member }
        }
        let texts = members.filter { $0.isText && $0.key != "description" }
        return texts.count == 1 && members.count(where: \.isText) == 1 ? texts.first : nil
    }

    /// What an edit changes, each with whatever else it says; empty for what is not an edit, or is too long to compare.
    var edits: [Edit] {
        let long = members.contains { Edit.keys.contains($0.key) && $0.json == nil }
        let json = members.compactMap { argument in argument.json.map { JSONMember(key: argument.key, value: $0) } }
        if !long, let edit = Edit(json, isOneOfMany: false) { return [edit] }
        return json.first { $0.key == "edits" }?.value.elements?.compactMap { element in
            element.members.flatMap { Edit($0, isOneOfMany: true) }
        } ?? []
    }

    /// A text that an edit replaces, and what with.
    struct Edit {
        var old: String
        var new: String
        /// Members beside the texts, of one edit among several.
        var others: [JSONMember]

        fileprivate init?(_ members: [JSONMember], isOneOfMany: Bool) {
            let texts = Edit.keys.map { key in members.first { $0.key == key }?.value.string }
            guard texts.contains(where: { $0 != nil }) else { return nil }
            (old, new) = (texts[0] ?? "", texts[1] ?? "")
            others = isOneOfMany ? members.filter { !Edit.keys.contains($0.key) } : []
        }

        fileprivate static let keys = ["old_string", "new_string"]
    }

    /// The members that ``edits`` does not tell.
    var besidesEdits: [Argument] {
        let edits = edits
        let list = members.first { $0.key == "edits" }?.json?.elements
        return members.filter {
            if edits.isEmpty { return true }
            if $0.key == "edits" { return list?.count != edits.count }
            return !($0.isText && Edit.keys.contains($0.key))
        }
    }
}
