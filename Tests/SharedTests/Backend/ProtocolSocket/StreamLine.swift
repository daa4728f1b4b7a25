@testable import Shared

/// An event line, decoded once.
struct StreamLine: Sendable {
    let text: String
    let event: String
    let data: JSON

    init(_ text: String) throws {
        let json = try JSON(text)
        self.text = text
        event = json["event"]?.string ?? ""
        data = json["data"] ?? .null
    }

    func string(_ key: String) -> String { data[key]?.string ?? "" }
    func bytes(_ key: String) -> [UInt8] { Array(string(key).utf8) }
}

extension JSON {
    /// The texts of a logged message.
    var messageText: [UInt8] { (self["content"]?.elements ?? []).flatMap { Array(($0["text"]?.string ?? "").utf8) } }
}
