/// A tool call is complete and about to run.
package struct ToolCallDone: Hashable, Sendable {
    package var id: String
    /// May be empty.
    package var name: String
    /// JSON text, encoded again: live, the text `null` for a call without arguments or with broken ones.
    package var arguments: WireText

    package init(id: String, name: String, arguments: WireText) {
        (self.id, self.name, self.arguments) = (id, name, arguments)
    }

    /// - Parameter id: the name of the field with the id, which the log calls differently.
    init(_ data: Fields, id: String) {
        self.init(id: data[id] ?? "", name: data["name"] ?? "", arguments: data["arguments"] ?? WireText(""))
    }
}

/// What came of a tool call.
package struct ToolResult: Hashable, Sendable {
    package var id: String
    package var summary: String
    /// `nil` when the summary is all there is.
    package var output: WireText?
    /// False for a command that ran and failed: then the summary says so.
    package var isError: Bool
    package var attachments: [Attachment]
    /// What could not be read: ``output``, or whether it is an error; each with what it is instead.
    package var unreadable: [String] = []

    /// - Parameters:
    ///   - id: the name of the field with the id, which the log calls differently.
    ///   - output: the name of the field with the output.
    init(_ data: Fields, id: String, output: String) {
        self.id = data[id] ?? ""
        summary = data["summary"] ?? ""
        self.output = data[output]
        isError = data["is_error"] ?? false
        attachments = data["attachments"] ?? []
        note("is_error", .bool, in: data)
        note(output, .string, in: data)
    }

    private mutating func note(_ name: String, _ kind: JSON.Kind, in data: Fields) {
        guard let json: JSON = data[name], json.kind != kind, json.kind != .null else { return }
        unreadable.append("\(name) is \(json.kind.rawValue)")
    }
}

/// Something that came with a tool's result, an image for example.
package struct Attachment: Hashable, Sendable {
    /// `image`, or whatever another version adds.
    package var kind: String
    package var mimeType: String
    /// Bytes of the content, which is not kept.
    package var size: Int
}

extension Attachment: WireDecodable {
    package init(json: JSON, mode: DecodingMode) throws(WireError) {
        let fields = try Fields(json, mode: .lenient)
        kind = fields["kind"] ?? ""
        mimeType = fields["mime_type"] ?? ""
        let data: WireText? = fields["data"]
        let base64 = data?.contents ?? []
        // RFC 4648 §4: four characters for three bytes, the last of them padded with "=".
        size = base64.count / 4 * 3 - base64.suffix(2).count { $0 == UInt8(ascii: "=") }
    }
}
