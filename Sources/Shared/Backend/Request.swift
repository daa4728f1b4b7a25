/// What a method becomes on one of the Backend's APIs.
package enum Request: Hashable, Sendable {
    /// A POST to one of the Worker's routes.
    case post(Operation, body: [UInt8])
    /// A text message on the Worker's socket.
    case message([UInt8])
    /// The API has no equivalent of this method; a sentence that says so, and that nothing was sent.
    case notOffered(String)
}

extension Request {
    /// Input for the Worker, by POST.
    static func input(_ kind: String, _ content: String) -> Request {
        .post(.input, body: object(["kind": kind, "content": content]))
    }

    /// A JSON object of strings.
    static func object(_ members: KeyValuePairs<String, String>) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { for (name, value) in members { $0.member(name, value) } }
        return writer.bytes
    }
}
