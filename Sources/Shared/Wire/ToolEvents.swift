/// A tool call is complete and about to run.
package struct ToolCallDone: Hashable, Sendable {
    package var id: String
    /// May be empty.
    package var name: String
    /// JSON text; in events `null` for a call without arguments or with invalid ones.
    package var arguments: WireText

    package init(id: String, name: String, arguments: WireText) {
        (self.id, self.name, self.arguments) = (id, name, arguments)
    }

    /// - Parameter id: The name of the field with the id, which differs in the log.
    init(_ data: Fields, id: String) {
        self.init(id: data[id] ?? "", name: data["name"] ?? "", arguments: data["arguments"] ?? WireText(""))
    }
}

/// The result of a tool call.
package struct ToolResult: Hashable, Sendable {
    package var id: String
    package var summary: String
    /// Nil if there is only the summary.
    package var output: WireText?
    /// Whether the tool failed; false for a command that ran and failed, which the summary says.
    package var isError: Bool
    package var attachments: [Attachment]
    /// The fields that could not be read, each with what they are instead.
    package var unreadable: [String] = []

    /// - Parameters:
    ///   - id: The name of the field with the id, which differs in the log.
    ///   - output: The name of the field with the output.
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

/// Something attached to a tool's result, such as an image.
package struct Attachment: Hashable, Sendable {
    /// `image`, or another kind of a later version.
    package var kind: String
    package var mimeType: String
    /// The size of the content in bytes.
    package var size: Int
}

extension Attachment: WireDecodable {
    package init(json: JSON, mode: DecodingMode) throws(WireError) {
        let fields = try Fields(json, mode: .lenient)
        kind = fields["kind"] ?? ""
        mimeType = fields["mime_type"] ?? ""
        let data: WireText? = fields["data"]
        let base64 = data?.contents ?? []
        // RFC 4648 §4: four characters for three bytes, padded with "=".
        size = base64.count / 4 * 3 - base64.suffix(2).count { $0 == UInt8(ascii: "=") }
    }
}
