import Shared
import Testing

@testable import yoi_send

/// What came out of a splitter: objects with their places, then perhaps the error.
private struct Split: Equatable {
    var objects: [String] = []
    var places: [String] = []
    var error: SplitError?

    init(_ text: [UInt8], chunk: Int) {
        var splitter = ObjectSplitter()
        do throws(SplitError) {
            var rest = text[...]
            while !rest.isEmpty {
                splitter.append(rest.prefix(chunk))
                rest = rest.dropFirst(chunk)
                while let object = try splitter.next() {
                    objects.append(object.json.text)
                    places.append(object.location.description)
                }
            }
            try splitter.finish()
        } catch {
            self.error = error
        }
    }
}

@Suite struct `The object splitter` {
    static let texts: [(text: String, objects: [String], places: [String])] = [
        ("", [], []),
        (" \n\t\r\n", [], []),
        ("{}", ["{}"], ["line 1, column 1"]),
        ("{\"a\":1}\n{\"b\":2}\n", ["{\"a\":1}", "{\"b\":2}"], ["line 1, column 1", "line 2, column 1"]),
        ("{}{} {}", ["{}", "{}", "{}"], ["line 1, column 1", "line 1, column 3", "line 1, column 6"]),
        (
            "{\n  \"a\": [\n    {\"b\": \"}\\\"{\\\\\"}\n  ]\n}\r\n\r\n  {\"é\":\"世\"} {\"c\":null}",
            ["{\n  \"a\": [\n    {\"b\": \"}\\\"{\\\\\"}\n  ]\n}", "{\"é\":\"世\"}", "{\"c\":null}"],
            ["line 1, column 1", "line 7, column 3", "line 7, column 13"]
        ),
    ]

    @Test(arguments: texts.indices, [1, 2, 3, 7, 1_000])
    func `the splitter finds objects in any layout, however they arrive`(index: Int, chunk: Int) {
        let (text, objects, places) = Self.texts[index]
        let split = Split(Array(text.utf8), chunk: chunk)
        #expect(split.objects == objects)
        #expect(split.places == places)
        #expect(split.error == nil)
    }

    @Test func `the splitter returns an object as soon as its last brace arrives`() throws {
        var splitter = ObjectSplitter()
        splitter.append("{\"a\":{}".utf8)
        #expect(try splitter.next() == nil)
        splitter.append("}".utf8)
        #expect(try splitter.next()?.json.text == "{\"a\":{}}")
        #expect(try splitter.next() == nil)
    }

    @Test(
        arguments: [
            ("x", [], "line 1, column 1", "found 'x' where an object should be"),
            ("\n 12", [], "line 2, column 2", "found '1' where an object should be"),
            ("\"{}\"", [], "line 1, column 1", "found '\"' where an object should be"),
            ("[{}]", [], "line 1, column 1", "an array begins here, not an object"),
            ("\u{FEFF}{}", [], "line 1, column 1", "a byte order mark or other text begins here, not an object"),
            ("{\n\"é\": x}", [], "line 2, column 6", "found 'x' where a JSON value should be"),
            ("{\"a\":1,}\n{}", [], "line 1, column 8", "found '}' where a string should be"),
            ("{\"a\":[}]", [], "line 1, column 7", "found '}' where a JSON value should be"),
            ("{]", [], "line 1, column 2", "found ']' where a string should be"),
            ("{\"a\":1", [], "line 1, column 7", "the JSON text ends too early"),
            ("{}\n{\"a\":\"\n", ["{}"], "line 2, column 7", "a line break inside a string is not escaped"),
            ("{} \n {\"a\"", ["{}"], "line 2, column 6", "the JSON text ends too early"),
        ])
    func `the splitter says where the text is wrong`(text: String, objects: [String], place: String, reason: String) {
        for chunk in [1, 2, 1_000] {
            let split = Split(Array(text.utf8), chunk: chunk)
            #expect(split.objects == objects)
            #expect(split.error?.location.description == place)
            #expect(split.error?.reason.contains(reason) == true)
        }
    }

    @Test func `the splitter gives the location of bytes that are not UTF-8`() {
        for chunk in [1, 2, 1_000] {
            let split = Split(Array("{\"é".utf8) + [0xFF] + Array("\"}".utf8), chunk: chunk)
            #expect(split.error?.location.description == "line 1, column 4")
            #expect(split.error?.reason == "the bytes are not UTF-8")
        }
    }

    @Test func `the splitter does not return an object that is followed by rubbish`() {
        #expect(Split(Array("{\"a\":1}} ".utf8), chunk: 1_000).objects.isEmpty)
        #expect(Split(Array("{\"a\":1} x".utf8), chunk: 1_000).error?.location.description == "line 1, column 9")
    }

    @Test func `the splitter reports an error before the end of the object`() throws {
        var splitter = ObjectSplitter()
        splitter.append("{\"method\" cancel".utf8)
        let error = #expect(throws: SplitError.self) { try splitter.next() }
        #expect(error?.location.description == "line 1, column 11")
        splitter = ObjectSplitter()
        splitter.append("{\"text\":\"\(String(repeating: "x", count: 5_000))\"".utf8)
        #expect(try splitter.next() == nil)
        splitter.append("\n{\"method\":\"cancel\"}\n".utf8)
        splitter.append(String(repeating: "\n", count: 6_000).utf8)
        #expect(throws: SplitError.self) { try splitter.next() }
    }

    @Test(.timeLimit(.minutes(10))) func `the splitter takes linear time for a large object in tiny pieces`() {
        let text = Array("{\"text\":\"\(String(repeating: "0123456789", count: 20_000))\"}".utf8)
        #expect(Split(text, chunk: 1).objects.first?.utf8.count == text.count)
    }
}
