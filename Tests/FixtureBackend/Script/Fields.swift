import Foundation

/// The members of a JSON object in a script. An unknown name is an error: a misspelt script must not pass as a
/// well-behaved server.
struct Fields {
    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }

        init?(intValue: Int) { nil }
    }

    let names: Set<String>
    private let container: KeyedDecodingContainer<Key>

    init(_ decoder: any Decoder, known: Set<String>? = nil) throws {
        container = try decoder.container(keyedBy: Key.self)
        names = Set(container.allKeys.map(\.stringValue))
        if let known { try allow(known) }
    }
}

extension Fields {
    func allow(_ known: Set<String>) throws {
        if let stranger = names.subtracting(known).first { throw error("unknown member \"\(stranger)\"") }
    }

    func optional<Value: Decodable>(_ name: String) throws -> Value? {
        try container.decodeIfPresent(Value.self, forKey: Key(stringValue: name))
    }

    func required<Value: Decodable>(_ name: String) throws -> Value {
        try container.decode(Value.self, forKey: Key(stringValue: name))
    }

    /// A duration: `"500ms"`, `"2s"`.
    func duration(_ name: String) throws -> Duration? {
        guard let text: String = try optional(name) else { return nil }
        guard let duration = Duration(text: text) else { throw error("\(name) cannot be \"\(text)\"") }
        return duration
    }

    /// Bytes given as `text` or as `hex`; empty if neither is there.
    func bytes(_ textName: String = "text", _ hexName: String = "hex") throws -> [UInt8] {
        if let text: String = try optional(textName) { return Array(text.utf8) }
        guard let hex: String = try optional(hexName) else { return [] }
        let digits = hex.filter { !$0.isWhitespace }
        let bytes = stride(from: 0, to: digits.count - 1, by: 2).compactMap {
            UInt8(digits.dropFirst($0).prefix(2), radix: 16)
        }
        guard bytes.count * 2 == digits.count else { throw error("\(hexName) is not hex digits") }
        return bytes
    }

    func error(_ message: String) -> DecodingError {
        .dataCorrupted(.init(codingPath: container.codingPath, debugDescription: message))
    }
}
