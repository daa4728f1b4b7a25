/// A part of a user's input.
package enum InputSegment: Hashable, Sendable {
    /// Typed text.
    case text(WireText)
    /// Pasted text, usually long.
    case paste(Paste)
    /// A file by its path.
    case fileRef(String)
    /// A piece of knowledge by its name.
    case knowledgeRef(String)
    /// A workflow by its name.
    case workflowInvoke(String)
    /// A flow by its selector.
    case flow(String)
    /// An unknown kind, unchanged.
    case unknown(JSON)
}

extension InputSegment: WireDecodable {
    package init(json: JSON, mode: DecodingMode) throws(WireError) {
        do throws(WireError) {
            let segment = try Fields(json, mode: mode)
            let kind: String = try segment.required("kind")
            if kind == "paste" {
                self = .paste(try Paste(segment))
            } else if kind == "text" {
                try segment.allowOnly("kind", "content")
                self = .text(try segment.required("content"))
            } else if let (name, wrap) = Self.simple[kind] {
                try segment.allowOnly("kind", name)
                self = wrap(try segment.required(name))
            } else if mode == .strict {
                throw WireError(.unknownWord(Self.kinds), try segment.required("kind"), path: "kind")
            } else {
                self = .unknown(json)
            }
        } catch {
            if mode == .strict { throw error }
            self = .unknown(json)
        }
    }

    /// The kinds that can be sent.
    private static let kinds = ["text", "paste", "file_ref", "knowledge_ref", "workflow_invoke", "flow"]

    /// The kinds with a single field: its name, and the segment.
    private static let simple: [String: (field: String, wrap: @Sendable (String) -> InputSegment)] = [
        "file_ref": ("path", { .fileRef($0) }),
        "knowledge_ref": ("slug", { .knowledgeRef($0) }), "workflow_invoke": ("slug", { .workflowInvoke($0) }),
        "flow": ("selector", { .flow($0) }),
    ]
}

extension InputSegment: WireEncodable {
    package func write(to writer: inout JSONWriter) {
        switch self {
        case .text(let content): writer.segment("text", "content", content.string)
        case .paste(let paste): paste.write(to: &writer)
        case .fileRef(let path): writer.segment("file_ref", "path", path)
        case .knowledgeRef(let slug): writer.segment("knowledge_ref", "slug", slug)
        case .workflowInvoke(let slug): writer.segment("workflow_invoke", "slug", slug)
        case .flow(let selector): writer.segment("flow", "selector", selector)
        case .unknown(let json): writer.raw(json)
        }
    }
}

extension JSONWriter {
    fileprivate mutating func segment(_ kind: String, _ field: String, _ value: String) {
        object {
            $0.member("kind", kind)
            $0.member(field, value)
        }
    }
}

extension [InputSegment] {
    /// The segments as one text, as the model sees them. There is a blank before a path, or `see` and `@a.txt` would be
    /// one word.
    var flattened: String {
        var text = ""
        for segment in self {
            if case .fileRef = segment, let last = text.unicodeScalars.last, !last.properties.isWhitespace {
                text += " "
            }
            text += segment.flattened
        }
        return text
    }
}

extension InputSegment {
    /// The text that the model sees.
    fileprivate var flattened: String {
        switch self {
        case .text(let content): content.string
        case .paste(let paste): paste.content.string
        case .fileRef(let path): "@" + path
        case .knowledgeRef(let slug): "#" + slug
        case .workflowInvoke(let slug): "/" + slug
        case .flow(let selector): "[Flow: \(selector)]"
        case .unknown: "[unknown input segment]"
        }
    }
}

/// Pasted text and its size, as counted by the client that sent it.
package struct Paste: Hashable, Sendable {
    package var id: UInt32
    package var chars: UInt32
    package var lines: UInt32
    package var content: WireText

    init(_ segment: Fields) throws(WireError) {
        try segment.allowOnly("kind", "id", "chars", "lines", "content")
        id = try segment.required("id", or: 0)
        chars = try segment.required("chars", or: 0)
        lines = try segment.required("lines", or: 0)
        content = try segment.required("content", or: WireText(""))
    }

    func write(to writer: inout JSONWriter) {
        writer.object {
            $0.member("kind", "paste")
            $0.member("id", id)
            $0.member("chars", chars)
            $0.member("lines", lines)
            $0.member("content", content.string)
        }
    }
}
