import Testing

@testable import Shared

@Suite struct `The JSON scanner` {
    static let valid = [
        "null", "true", "false", "0", "-0", "1", "-12.50", "1e5", "1E+5", "1.5e-10", "9007199254740993123456789",
        "\"\"", "\"a\"", #""\"\\\/\b\f\n\r\t""#, #""\u0000\u00e9\ud83d\ude00""#, #""\ud83d\u0041\ude00""#,
        "\"é世😀\u{7F}\"",
        "[]", "[ ]", "[1,2 , 3]", "{}", "{ }", #"{"a":1,"b":[{"c":null}]}"#, "\"sixteen bytes of text and more\"",
    ]

    @Test(arguments: valid)
    func `valid values are accepted, without the white space around them`(text: String) throws {
        #expect(try JSON(" \t\r\n" + text + "\n ").text == text)
    }

    @Test(arguments: valid)
    func `a truncated value needs more bytes, unless it is a value itself`(text: String) {
        let bytes = Array(text.utf8)
        for cut in 0..<bytes.count {
            do throws(JSONError) {
                let json = try JSON(Array(bytes[..<cut]))
                #expect(json.kind == .number, "cut at \(cut): \(json.text)")
            } catch {
                #expect(error.kind == .unexpectedEnd, "cut at \(cut): \(error)")
            }
        }
    }

    struct Fault: CustomTestStringConvertible {
        var text: [UInt8]
        var error: JSONError
        var testDescription: String { String(decoding: text, as: UTF8.self) }

        init(_ text: String, _ kind: JSONError.Kind, at offset: Int) {
            (self.text, error) = (Array(text.utf8), JSONError(kind, at: offset))
        }

        init(_ bytes: [UInt8], _ kind: JSONError.Kind, at offset: Int) {
            text = [0x22] + bytes + [0x22]
            error = JSONError(kind, at: offset + 1)
        }
    }

    static let faults = [
        Fault("", .unexpectedEnd, at: 0),
        Fault("  ", .unexpectedEnd, at: 2),
        Fault("nul", .unexpectedEnd, at: 3),
        Fault("nuLl", .unexpectedByte(0x4C, expected: "null"), at: 2),
        Fault("01", .trailing(0x31), at: 1),
        Fault("+1", .unexpectedByte(0x2B, expected: "a JSON value"), at: 0),
        Fault(".5", .unexpectedByte(0x2E, expected: "a JSON value"), at: 0),
        Fault("1.x", .unexpectedByte(0x78, expected: "a digit"), at: 2),
        Fault("-x", .unexpectedByte(0x78, expected: "a digit"), at: 1),
        Fault("1e", .unexpectedEnd, at: 2),
        Fault("NaN", .unexpectedByte(0x4E, expected: "a JSON value"), at: 0),
        Fault("[1,]", .unexpectedByte(0x5D, expected: "a JSON value"), at: 3),
        Fault("[1 2]", .unexpectedByte(0x32, expected: "',' or ']'"), at: 3),
        Fault("{a:1}", .unexpectedByte(0x61, expected: "a string"), at: 1),
        Fault(#"{"a" 1}"#, .unexpectedByte(0x31, expected: "':'"), at: 5),
        Fault(#"{"a":1,}"#, .unexpectedByte(0x7D, expected: "a string"), at: 7),
        Fault("{} x", .trailing(0x78), at: 3),
        Fault("\u{FEFF}1", .unexpectedByte(0xEF, expected: "a JSON value"), at: 0),
        Fault("\"a\nb\"", .rawControl(0x0A), at: 2),
        Fault("\"0123456789\u{1}\"", .rawControl(1), at: 11),
        Fault(#""\x""#, .badEscape, at: 1),
        Fault(#""\u12g4""#, .badEscape, at: 1),
        Fault([0x80], .badUTF8, at: 0),
        Fault([0xC0, 0xAF], .badUTF8, at: 0),
        Fault([0xE0, 0x80, 0x80], .badUTF8, at: 0),
        Fault([0xED, 0xA0, 0x80], .badUTF8, at: 0),
        Fault([0xF4, 0x90, 0x80, 0x80], .badUTF8, at: 0),
        Fault([0xF8, 0x88, 0x80, 0x80, 0x80], .badUTF8, at: 0),
        Fault([0x61, 0xC3, 0x28], .badUTF8, at: 1),
        Fault([0xFF], .badUTF8, at: 0),
    ]

    @Test(arguments: faults)
    func `an error has its offset`(fault: Fault) {
        #expect(throws: fault.error) { try JSON(fault.text) }
    }

    @Test(arguments: [(512, true), (513, false)])
    func `nesting is allowed up to the limit`(depth: Int, isTaken: Bool) {
        for (open, close) in [("[", "]"), (#"{"a":"#, "}")] {
            let text = String(repeating: open, count: depth) + "0" + String(repeating: close, count: depth)
            #expect(((try? JSON(text)) != nil) == isTaken)
        }
    }

    @Test func `deep nesting is neither slow nor a crash`() {
        #expect(throws: JSONError(.tooDeep, at: 512)) { try JSON([UInt8](repeating: 0x5B, count: 1_000_000)) }
    }

    @Test(arguments: Array("\"\\\u{1F}é".unicodeScalars))
    func `the end of a plain run is found at every position in a word`(stop: Unicode.Scalar) {
        for length in 0..<40 {
            let bytes = Array((String(repeating: "x", count: length) + String(stop) + "\u{1}zzzzzzzzz").utf8)
            #expect(bytes.span.endOfPlainRun(from: 0) == length)
        }
    }
}
