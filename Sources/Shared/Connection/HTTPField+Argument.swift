extension HTTPHeaders.Field {
    /// Reads `Name: value` from a command line or a file.
    ///
    /// Controls are refused, since a line break would add other headers, and so are names that affect how the request
    /// is parsed. The error never quotes the value, which may be a secret.
    package init(argument line: String) throws(ArgumentError) {
        guard let colon = line.utf8.firstIndex(of: UInt8(ascii: ":")) else {
            throw ArgumentError("this header has no colon", advice: "write 'Name: value'")
        }
        let name = line[..<colon]
        guard Self(name: name, value: "") != nil else {
            throw ArgumentError("the text before the colon is not a header name", advice: "write 'Name: value'")
        }
        guard let field = Self(name: name, value: line[line.utf8.index(after: colon)...]) else {
            throw ArgumentError("the value of \(name) has a control character in it", advice: "remove it")
        }
        let lowercased = name.lowercased()
        guard !Self.reserved.contains(lowercased), !lowercased.hasPrefix("sec-websocket-") else {
            throw ArgumentError("\(name) is set by the program itself", advice: "leave it out")
        }
        self = field
    }

    /// `Authorization: Bearer TOKEN`.
    package init(bearer token: String) throws(ArgumentError) {
        guard !token.isEmpty else { throw ArgumentError("the token is empty") }
        guard token.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
            let field = Self(name: "Authorization", value: "Bearer " + token)
        else { throw ArgumentError("the token has blanks, controls or non-ASCII characters in it") }
        self = field
    }
}

extension HTTPHeaders.Field {
    /// Headers for the framing and routing of the request, which the program sets.
    private static let reserved: Set<String> = [
        "connection", "content-length", "expect", "host", "keep-alive", "proxy-connection", "te", "trailer",
        "transfer-encoding", "upgrade",
    ]
}
