import Shared
import Testing

struct HTTPHeadersTests {
    private let headers = HTTPHeaders(
        [("Content-Type", "text/plain"), ("X-List", "a, b,,"), ("x-list", " c ,"), ("Retry-After", "7")]
            .compactMap { HTTPHeaders.Field(name: $0.0, value: $0.1) })

    @Test func `header names are case-insensitive, and the first field counts`() {
        #expect(headers["content-TYPE"] == "text/plain")
        #expect(headers["x-LIST"] == "a, b,,")
        #expect(headers["missing"] == nil)
    }

    @Test func `a list field includes all fields of its name`() {
        #expect(headers.list("X-List") == ["a", "b", "c"])
        #expect(headers.list("X-List", contains: "B"))
        #expect(!headers.list("X-List", contains: "a, b"))
        #expect(headers.list("missing").isEmpty)
    }

    @Test(arguments: [
        ("X", "\t v\tw  ", "v\tw"), ("X", "", ""), ("!#$%&'*+-.^_`|~09azAZ", "ü", "ü"), ("X", " ", ""),
    ])
    func `a header value is trimmed`(name: String, value: String, kept: String) throws {
        let field = try #require(HTTPHeaders.Field(name: name, value: value))
        #expect(field.name == name && field.value == kept)
    }

    @Test(arguments: [
        ("", "v"), ("X ", "v"), ("X:", "v"), ("X\r\nY", "v"), ("ü", "v"), ("X", "a\r\nY: b"), ("X", "a\nb"),
        ("X", "a\rb"),
        ("X", "\0"), ("X", "\u{7F}"), ("X", "a\r\n"),
    ])
    func `a header field cannot contain a line break`(name: String, value: String) {
        #expect(HTTPHeaders.Field(name: name, value: value) == nil)
    }
}
