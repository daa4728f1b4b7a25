import Testing

@testable import Shared

@Suite struct `A JSON value` {
    @Test func `a JSON value keeps every byte`() throws {
        let json = try JSON(#"{"big": 12345678901234567890123, "z": 1, "a": [1.0 , 1e2]}"#)
        #expect(json["big"]?.text == "12345678901234567890123")
        #expect(json.members?.map(\.key) == ["big", "z", "a"])
        #expect(json["a"]?.elements?.map(\.text) == ["1.0", "1e2"])
        #expect(json["a"]?.text == "[1.0 , 1e2]")
    }

    @Test(arguments: [
        (#""plain""#, "plain"), (#""\u0041\n\t\"\\\/\b\f\r""#, "A\n\t\"\\/\u{8}\u{C}\r"),
        (#""\ud83d\ude00 \u00e9 é""#, "😀 é é"), (#""\u0000""#, "\0"), (#""""#, ""),
    ])
    func `strings are decoded on demand`(text: String, value: String) throws {
        #expect(try JSON(text).string == value)
    }

    @Test func `only whole numbers are integers`() throws {
        #expect(try JSON("18446744073709551615").integer(as: UInt64.self) == .max)
        for text in ["18446744073709551616", "-1", "1.0", "1e3", "\"1\"", "null"] {
            #expect(try JSON(text).integer(as: UInt64.self) == nil)
        }
    }

    @Test func `a JSON value has its offset in the text`() throws {
        #expect(try JSON(#"  {"a": [10, 20]}"#)["a"]?.elements?.last?.bytes.startIndex == 13)
    }

    @Test(arguments: ["{}", "[]", "1", "\"x\"", "true", "null"])
    func `a JSON value is nil as another kind`(text: String) throws {
        let json = try JSON(text)
        #expect((json.string != nil) == (json.kind == .string))
        #expect((json.elements != nil) == (json.kind == .array))
        #expect((json.members != nil) == (json.kind == .object))
        #expect((json.bool != nil) == (json.kind == .bool))
    }

    @Test func `JSON is written compactly, with only the necessary escapes`() throws {
        var writer = JSONWriter()
        try writer.object { writer throws in
            writer.key("a\"b")
            writer.array {
                $0.integer(-1)
                $0.bool(true)
                $0.null()
                $0.string("\u{1}\u{1F}\n\\/é\u{7F}")
                $0.object { _ in }
            }
            writer.key("raw")
            writer.raw(try JSON("1.50"))
        }
        let text = #"{"a\"b":[-1,true,null,"\u0001\u001f\n\\/é"# + "\u{7F}" + #"",{}],"raw":1.50}"#
        #expect(String(decoding: writer.bytes, as: UTF8.self) == text)
    }
}
