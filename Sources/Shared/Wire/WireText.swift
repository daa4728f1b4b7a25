/// A text that may be long; it is decoded only when needed.
package struct WireText: WireDecodable {
    /// A string.
    private let json: JSON

    package init(json: JSON, mode: DecodingMode) throws(WireError) {
        guard json.kind == .string else { throw WireError(.expected("a string"), json) }
        if mode == .strict, json.hasUnpairedSurrogate {
            throw WireError(.expected("a string without half a surrogate pair"), json)
        }
        self.json = json
    }

    package init(_ text: String) { json = JSON(trusted: text.encoded[...]) }
}

extension WireText {
    /// The valid contents between the quotes, not decoded; see ``JSON/decoded(_:)``.
    package var contents: ArraySlice<UInt8> { json.bytes.dropFirst().dropLast() }

    package var isEmpty: Bool { json.bytes.count == 2 }

    /// The length of the text in bytes of UTF-8.
    package var utf8Count: Int { contents.span.unescapedCount }

    /// The text itself.
    package var string: String { JSON.decoded(contents) }
}

extension WireText {
    /// Whether they mean the same, however they are escaped.
    package static func == (left: WireText, right: WireText) -> Bool {
        left.json == right.json || TextHash(left.contents.span) == TextHash(right.contents.span)
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(TextHash(contents.span)) }
}
