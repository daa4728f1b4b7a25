/// A header field that the user adds to each request.
package struct RequestHeader: Hashable, Sendable {
    /// The name, as written.
    package var name: String
    /// The value, without blanks around it; may be a secret.
    package var value: String

    /// Reads `Name: value`.
    ///
    /// A line break inside would add headers of its own, so controls are refused, and names that would change how the
    /// request is read. The error never quotes the value.
    package init(line: String) throws(ArgumentError) {
        guard let colon = line.utf8.firstIndex(of: UInt8(ascii: ":")) else {
            throw ArgumentError("this header has no colon", advice: "write “Name: value”")
        }
        name = String(line[..<colon])
        value = String(
            line[line.index(after: colon)...].drop(while: \.isBlank).reversed().drop(while: \.isBlank).reversed())
        guard !name.isEmpty, name.utf8.allSatisfy(\.isTokenByte) else {
            throw ArgumentError("“\(name)” is not a header name", advice: "write “Name: value”")
        }
        guard value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }) else {
            throw ArgumentError("the value of \(name) has a control character in it", advice: "remove it")
        }
        guard !Self.reserved.contains(name.lowercased()), !name.lowercased().hasPrefix("sec-websocket-") else {
            throw ArgumentError("\(name) is set by the program itself", advice: "leave it out")
        }
    }

    /// `Authorization: Bearer TOKEN`.
    package init(bearer token: String) throws(ArgumentError) {
        guard !token.isEmpty else { throw ArgumentError("the token is empty") }
        guard token.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw ArgumentError("the token has blanks, controls or non-ASCII characters in it")
        }
        name = "Authorization"
        value = "Bearer " + token
    }
}

extension RequestHeader {
    /// Framing and routing of the request: the program's own business.
    private static let reserved: Set<String> = [
        "connection", "content-length", "expect", "host", "keep-alive", "proxy-connection", "te", "trailer",
        "transfer-encoding", "upgrade",
    ]
}

extension Character {
    fileprivate var isBlank: Bool { self == " " || self == "\t" }
}

extension UInt8 {
    /// RFC 9110 §5.6.2 `tchar`.
    fileprivate var isTokenByte: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "a")...UInt8(ascii: "z"): true
        default: "!#$%&'*+-.^_`|~".utf8.contains(self)
        }
    }
}
