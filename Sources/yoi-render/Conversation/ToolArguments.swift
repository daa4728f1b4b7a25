internal import Shared

/// A call's arguments: the main one, an edit's texts, and the others.
struct ToolArguments {
    let members: [Argument]

    struct Argument: Equatable {
        let key: String
        let value: Value

        enum Value: Equatable {
            case json(JSON)
            /// A string, or the text of another value, too long to be decoded as a whole.
            case long(WrittenText)
        }

        var json: JSON? { if case .json(let json) = value { json } else { nil } }
        /// `nil` unless it is a string short enough to be decoded.
        var string: String? { json?.string }
        /// Whether it is a string, or too long to tell.
        var isText: Bool { json.map { $0.kind == .string } ?? true }
    }

    /// Bytes to decode as a whole.
    static let maxDecoded = 1 << 20

    /// - Parameters:
    ///   - text: A JSON text.
    ///   - limit: Bytes to decode as a whole.
    /// - Returns: `nil` if the text is not a JSON object, as while arguments stream or when they are broken.
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

    /// What the call is about: the argument known to say so, else the only string.
    func main(of tool: KnownTool) -> Argument? {
        for key in tool.main {
            if let member = members.first(where: { $0.key == key && $0.isText }) { return member }
        }
        let texts = members.filter { $0.isText && $0.key != "description" }
        return texts.count == 1 ? texts.first : nil
    }

    /// The changes of an edit, with their other members; empty if it is not an edit, or too long to compare.
    var edits: [Edit] {
        let long = members.contains { Edit.keys.contains($0.key) && $0.json == nil }
        let json = members.compactMap { argument in argument.json.map { JSONMember(key: argument.key, value: $0) } }
        if !long, let edit = Edit(json, isOneOfMany: false) { return [edit] }
        return json.first { $0.key == "edits" }?.value.elements?.compactMap { element in
            element.members.flatMap { Edit($0, isOneOfMany: true) }
        } ?? []
    }

    /// A text that an edit replaces, and its replacement.
    struct Edit {
        var old: String
        var new: String
        /// Other members of one edit among several.
        var others: [JSONMember]

        fileprivate init?(_ members: [JSONMember], isOneOfMany: Bool) {
            let texts = Edit.keys.map { key in members.first { $0.key == key }?.value.string }
            guard texts.contains(where: { $0 != nil }) else { return nil }
            (old, new) = (texts[0] ?? "", texts[1] ?? "")
            others = isOneOfMany ? members.filter { !Edit.keys.contains($0.key) } : []
        }

        fileprivate static let keys = ["old_string", "new_string"]
    }

    /// The members that are not part of ``edits``.
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
