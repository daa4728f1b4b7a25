import Testing

@testable import Shared

@Suite struct `A text's hash` {
    static let texts = [
        "", "a", "ab", "Text with a few words.", #"line\nline \"quoted\" \\ \u00e9 \ud83d\ude00 end"#,
        "héllo 世界 👩‍👩‍👧 and more", #"\u0000\u0000\u0000"#, String(repeating: "lorem ", count: 99),
    ]

    func hash(_ text: some StringProtocol) -> TextHash {
        let bytes = Array(text.utf8)
        return TextHash(bytes.span)
    }

    @Test(arguments: texts)
    func `a text's hash depends on the decoded string and its length in UTF-8`(text: String) throws {
        let meaning = try #require(try JSON("\"" + text + "\"").string)
        var expected = TextHash()
        for byte in meaning.utf8 { expected.append(byte) }
        #expect(hash(text) == expected)
        #expect(hash(text).count == meaning.utf8.count)
    }

    @Test(arguments: 0...72)
    func `a text's hash does not depend on where escapes are`(length: Int) {
        let letters = (0..<length).map { UInt8(ascii: "a") + UInt8($0 % 26) }
        for place in 0...length {
            var expected = TextHash()
            for byte in letters[..<place] + [UInt8(ascii: "\n")] + letters[place...] { expected.append(byte) }
            let written = letters[..<place] + Array(#"\n"#.utf8) + letters[place...]
            #expect(TextHash(written.span) == expected)
        }
    }

    @Test(arguments: texts)
    func `hashes are joined like texts, wherever they are cut, and the end of the first one is found`(text: String) {
        let bytes = Array(text.utf8)
        for cut in text.indices where text[..<cut].last != "\\" && !text[..<cut].suffix(6).contains("\\") {
            let (first, rest) = (hash(text[..<cut]), hash(text[cut...]))
            #expect(first.joined(to: rest) == hash(text))
            #expect(first.end(in: bytes.span) == text[..<cut].utf8.count)
        }
    }

    @Test func `other texts have other hashes`() {
        let all = (0..<300).map { hash("text number \($0)") } + Self.texts.map { hash($0) }
        #expect(Set(all).count == all.count)
        let other = Array("other text".utf8)
        #expect(hash("text").end(in: other.span) == nil)
    }
}
