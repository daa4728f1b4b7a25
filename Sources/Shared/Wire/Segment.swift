/// A part of what a user says; a kind that is not known here is kept as it is.
package enum Segment: WireValue {
    case text(TextSegment)
    case paste(PasteSegment)
    case fileRef(FileRef)
    case knowledgeRef(SlugRef)
    case workflowInvoke(SlugRef)
    case unknown(JSON)

    package init(json: JSON, mode: DecodingMode) throws(WireError) {
        guard json.kind == .object else { throw WireError(.expected("an object"), json) }
        guard let kind = json["kind"] else { throw WireError(.missing, json, path: "kind") }
        guard kind.kind == .string else { throw WireError(.expected("a string"), kind, path: "kind") }
        switch kind.string {
        case "text": self = .text(try TextSegment(json: json, tag: "kind", mode: mode))
        case "paste": self = .paste(try PasteSegment(json: json, tag: "kind", mode: mode))
        case "file_ref": self = .fileRef(try FileRef(json: json, tag: "kind", mode: mode))
        case "knowledge_ref": self = .knowledgeRef(try SlugRef(json: json, tag: "kind", mode: mode))
        case "workflow_invoke": self = .workflowInvoke(try SlugRef(json: json, tag: "kind", mode: mode))
        default: self = .unknown(json)
        }
    }

    package func write(to writer: inout JSONWriter) {
        switch self {
        case .text(let segment): segment.write(tag: "kind", "text", to: &writer)
        case .paste(let segment): segment.write(tag: "kind", "paste", to: &writer)
        case .fileRef(let segment): segment.write(tag: "kind", "file_ref", to: &writer)
        case .knowledgeRef(let segment): segment.write(tag: "kind", "knowledge_ref", to: &writer)
        case .workflowInvoke(let segment): segment.write(tag: "kind", "workflow_invoke", to: &writer)
        case .unknown(let json): writer.raw(json)
        }
    }
}

extension Segment {
    /// A segment of plain text.
    package static func text(_ content: String) -> Segment { .text(TextSegment(content)) }

    /// What the model is given in its place.
    package var flattened: String {
        switch self {
        case .text(let segment): segment.content
        case .paste(let segment): segment.content
        case .fileRef(let segment): "@" + segment.path
        case .knowledgeRef(let segment): "#" + segment.slug
        case .workflowInvoke(let segment): "/" + segment.slug
        case .unknown: "[unknown input segment]"
        }
    }
}

/// Typed text.
package struct TextSegment: WireObject {
    package var content = ""
    package var residue = Residue()

    package init() {}
    package init(_ content: String) { self.content = content }

    package mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        try visitor.required("content", &content)
    }
}

/// Pasted text, usually long.
package struct PasteSegment: WireObject {
    package var id: UInt32 = 0
    package var chars: UInt32 = 0
    package var lines: UInt32 = 0
    package var content = ""
    package var residue = Residue()

    package init() {}

    package mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        try visitor.required("id", &id)
        try visitor.required("chars", &chars)
        try visitor.required("lines", &lines)
        try visitor.required("content", &content)
    }
}

/// A file by its path.
package struct FileRef: WireObject {
    package var path = ""
    package var residue = Residue()

    package init() {}

    package mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        try visitor.required("path", &path)
    }
}

/// A piece of knowledge or a workflow by its name.
package struct SlugRef: WireObject {
    package var slug = ""
    package var residue = Residue()

    package init() {}

    package mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        try visitor.required("slug", &slug)
    }
}
