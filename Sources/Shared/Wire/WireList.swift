/// A list that may be long; its elements are decoded one by one when they are visited.
package struct WireList<Element: WireDecodable>: WireDecodable {
    /// An array.
    private let json: JSON

    package init() { json = JSON(trusted: ArraySlice("[]".utf8)) }

    package init(json: JSON, mode: DecodingMode) throws(WireError) {
        guard json.kind == .array else { throw WireError(.expected("an array"), json) }
        self.json = json
    }

    /// Visits the elements in order; skips those that are not an `Element`.
    package func forEach(_ body: (Element) -> Void) {
        json.forEachElement { element in
            if let element = try? Element(json: element) { body(element) }
        }
    }
}
