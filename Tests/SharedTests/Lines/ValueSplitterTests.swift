import Shared
import Testing

@Suite struct ValueSplitterTests {
    struct Layout: Sendable, CustomTestStringConvertible {
        var name: String
        var text: String
        var pieces: [String]
        var testDescription: String { name }

        init(_ name: String, _ text: String, _ pieces: [String]) {
            (self.name, self.text, self.pieces) = (name, text, pieces)
        }
    }

    static let layouts = [
        Layout("nothing", "", []),
        Layout("blank lines", "\n \r\n\t\n", []),
        Layout("a value to a line", "{\"a\":1}\n{\"b\":2}\n", ["{\"a\":1}", "{\"b\":2}"]),
        Layout("no line end after the last", "{\"a\":1}\n{\"b\":2}", ["{\"a\":1}", "{\"b\":2}"]),
        Layout("CRLF", "{}\r\n[]\r\n", ["{}", "[]"]),
        Layout(
            "concatenated", "{\"a\":[1,-2.5e+3]}{\"b\":{\"c\":null}}[true]",
            [
                "{\"a\":[1,-2.5e+3]}", "{\"b\":{\"c\":null}}", "[true]",
            ]),
        Layout("pretty-printed", "{\n  \"a\": [\n    1\n  ]\n}\n{\n}\n", ["{\n  \"a\": [\n    1\n  ]\n}", "{\n}"]),
        Layout("record separators", "\u{1E}{\"a\":1}\n\u{1E}{}\n", ["{\"a\":1}", "{}"]),
        Layout("byte order mark", "\u{FEFF}{\"a\":1}\n", ["{\"a\":1}"]),
        Layout("byte order mark alone", "\u{FEFF}", []),
        Layout(
            "brackets and quotes in strings", #"{"a":"}]{[\"\\","b":"\\\""}{}"#,
            [#"{"a":"}]{[\"\\","b":"\\\""}"#, "{}"]),
        Layout("not only ASCII", "{\"é\":\"世界 👩‍👩‍👧\"}\n", ["{\"é\":\"世界 👩‍👩‍👧\"}"]),
        Layout(
            "a nested value at the start of a line", "{\"a\":\n{\"b\":\n{}}}\n{}", ["{\"a\":\n{\"b\":\n{}}}", "{}"]),
        Layout("rubbish between", "hello {x}\n{}\n123\n", ["hello {x}", "{}", "123"]),
        Layout("rubbish behind", "{} x\n{}\n", ["{}", "x", "{}"]),
        Layout("wrong bracket", "{\"a\":1]\n{}\n", ["{\"a\":1]", "{}"]),
        Layout("cut in a string", "{\"a\":\"b\n{}\n", ["{\"a\":\"b", "{}"]),
        Layout("cut behind a key", "{\"a\"\n{}\n", ["{\"a\"\n", "{}"]),
        Layout("cut behind a colon", "{\"a\":\n{\"b\":1}\n{}\n", ["{\"a\":\n", "{\"b\":1}", "{}"]),
        Layout("cut in an array", "[1,\n{\"b\":1}\n{}\n", ["[1,\n", "{\"b\":1}", "{}"]),
        Layout(
            "cut twice", "{\"a\":{\n{\"b\":\n{\"c\":1}\n{\"d\":1}\n",
            [
                "{\"a\":{\n", "{\"b\":\n", "{\"c\":1}", "{\"d\":1}",
            ]),
        Layout(
            "many lines lost", "{\"a\":[\n{},\n{},\n{},\n{}\n\"x\"\n{\"b\":1}\n",
            [
                "{\"a\":[\n{},\n{},\n{},\n", "{}", "\"x\"", "{\"b\":1}",
            ]),
        Layout("broken in a later line", "{\n  \"a\": 1,\n  }\n}\n{}\n", ["{\n  \"a\": 1,\n  }\n}\n", "{}"]),
        Layout("cut at the end", "{}\n{\"a\":", ["{}", "{\"a\":"]),
        Layout("cut at the end in an escape", "{\"a\\", ["{\"a\\"]),
        Layout("too deep", String(repeating: "[", count: 600) + "\n{}", [String(repeating: "[", count: 600), "{}"]),
    ]

    @Test(arguments: layouts) func `values are split in any layout`(_ layout: Layout) {
        #expect(pieces(of: layout.text, sizes: [layout.text.utf8.count]) == layout.pieces)
    }

    @Test(arguments: layouts) func `values are split in the same way wherever the reads end`(_ layout: Layout) {
        let count = layout.text.utf8.count
        for size in 1...max(1, min(count, 70)) {
            #expect(pieces(of: layout.text, sizes: [size]) == layout.pieces, "reads of \(size) bytes")
        }
        for cut in 0..<min(count, 200) {
            #expect(pieces(of: layout.text, sizes: [cut, count]) == layout.pieces, "cut at \(cut)")
        }
    }

    @Test func `each piece has its location`() {
        var splitter = ValueSplitter()
        var places: [String] = []
        let text = Array("\n  {}{\n}\nx\n {\"a\":\n{}\n{}".utf8)
        var offset = 0
        while splitter.next(in: text.span, at: &offset) != nil {
            places.append("\(splitter.location.line):\(splitter.location.column)")
        }
        #expect(places == ["2:3", "2:5", "4:1", "5:2", "6:1", "7:1"])
    }

    @Test(.timeLimit(.minutes(10))) func `no byte is read more than a few times`() {
        let line = "{\"a\":[\n"
        var bytes: [UInt8] = []
        for _ in 0..<100_000 { bytes += line.utf8 }
        var splitter = ValueSplitter()
        var offset = 0
        while splitter.next(in: bytes.span, at: &offset) != nil {}
        #expect(offset == bytes.count)
    }

    /// The pieces as text, for reads of these sizes, the last one repeated.
    private func pieces(of text: String, sizes: [Int]) -> [String] {
        var splitter = ValueSplitter()
        var rest = Array(text.utf8)[...]
        var sizes = sizes[...]
        var found: [String] = []
        func note(_ piece: ValueSplitter.Piece, in chunk: [UInt8]) {
            switch piece {
            case .inChunk(let range): found.append(String(decoding: chunk[range], as: UTF8.self))
            case .joined(let bytes): found.append(String(decoding: bytes, as: UTF8.self))
            }
        }
        while !rest.isEmpty {
            let size = sizes.count > 1 ? sizes.removeFirst() : max(1, sizes[sizes.startIndex])
            let chunk = Array(rest.prefix(size))
            rest = rest.dropFirst(size)
            var offset = 0
            while let piece = splitter.next(in: chunk.span, at: &offset) { note(piece, in: chunk) }
        }
        if let piece = splitter.end() { note(piece, in: []) }
        return found
    }
}
