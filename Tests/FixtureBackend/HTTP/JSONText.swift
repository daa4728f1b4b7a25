import Foundation

/// JSON texts made and taken apart by hand, so that what passes through stays byte for byte.
enum JSONText {
    /// The text as a JSON string, with only what must be escaped escaped.
    static func string(_ text: some StringProtocol) -> String {
        var json = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": json += "\\\""
            case "\\": json += "\\\\"
            case "\n": json += "\\n"
            case "\r": json += "\\r"
            case "\t": json += "\\t"
            case "\0"..<" ": json += String(format: "\\u%04x", scalar.value)
            default: json.unicodeScalars.append(scalar)
            }
        }
        return json + "\""
    }

    /// An object's members, with values as in Foundation; nil if it is not an object.
    static func object(_ bytes: [UInt8]) -> [String: Any]? {
        try? JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
    }

    /// Segments as events spell them: `kind` first.
    static func encode(segments: [[String: Any]]) -> String {
        let texts = segments.map { segment in
            let kind = "\"kind\":" + string(segment.string("kind"))
            let rest = encode(segment.filter { $0.key != "kind" }).dropFirst().dropLast()
            return "{" + kind + (rest.isEmpty ? "" : ",") + rest + "}"
        }
        return "[" + texts.joined(separator: ",") + "]"
    }

    /// JSON of Foundation's values, keys in alphabetical order as in the real log.
    static func encode(_ value: Any) -> String {
        let options: JSONSerialization.WritingOptions = [.sortedKeys, .withoutEscapingSlashes, .fragmentsAllowed]
        let data = try? JSONSerialization.data(withJSONObject: value, options: options)
        return data.map { String(decoding: $0, as: UTF8.self) } ?? "null"
    }
}
