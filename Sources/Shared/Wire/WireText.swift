/// A text that may be long: it stays as it was written, and is decoded only where it is asked for.
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
    /// What is between the quotes, escapes and all; valid, so that ``JSON/decoded(_:)`` can read it.
    package var contents: ArraySlice<UInt8> { json.bytes.dropFirst().dropLast() }

    package var isEmpty: Bool { json.bytes.count == 2 }

    /// Bytes of the text as UTF-8.
    package var utf8Count: Int { contents.span.unescapedCount }

    /// The text itself.
    package var string: String { JSON.decoded(contents) }
}

extension WireText {
    /// Whether they mean the same, however it is written.
    package static func == (left: WireText, right: WireText) -> Bool {
        left.json == right.json || TextHash(left.contents.span) == TextHash(right.contents.span)
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(TextHash(contents.span)) }
}
