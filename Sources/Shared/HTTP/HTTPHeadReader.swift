/// Parses the header section of an HTTP/1 response (RFC 9112 §2–§5) from bytes that arrive in any pieces.
struct HTTPHeadReader: Sendable {
    /// A longer header section is refused; servers send far less, and proxies allow 8 to 64 KiB.
    static let limit = 64 << 10

    private var scanned = 0

    /// A response without its body, and how many bytes it took.
    struct Head: Sendable, Hashable {
        let response: HTTPResponse
        let size: Int
        /// Whether the version is HTTP/1.0, which cannot switch protocols, but proxies still use it to refuse.
        let isHTTP10: Bool
    }
}

extension HTTPHeadReader {
    /// `bytes` is everything received so far; nil while the section is not complete.
    mutating func read(_ bytes: Span<UInt8>) throws(HTTPHeadFault) -> Head? {
        try Self.checkBeginning(bytes)
        guard let end = findEnd(bytes) else {
            guard bytes.count <= Self.limit else { throw .tooLarge(limit: Self.limit) }
            return nil
        }
        guard end <= Self.limit else { throw .tooLarge(limit: Self.limit) }
        scanned = 0
        let text = bytes.extracting(0..<end).withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
        return Head(response: try Self.parse(text), size: end, isHTTP10: text.hasPrefix("HTTP/1.0"))
    }
}

extension HTTPHeadReader {
    /// Notices a peer that does not speak HTTP at its first bytes, before any limit or timeout.
    private static func checkBeginning(_ bytes: Span<UInt8>) throws(HTTPHeadFault) {
        for (index, expected) in "HTTP/1.# ".utf8.enumerated() where index < bytes.count {
            let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index])
            guard expected == UInt8(ascii: "#") ? !isDigit : bytes[index] != expected else { continue }
            let shown = bytes.extracting(0..<min(bytes.count, 32))
            throw .notHTTP(shown.withUnsafeBytes { String(decoding: $0, as: UTF8.self) })
        }
    }

    /// The offset after the empty line; a bare line feed ends a line too (RFC 9112 §2.2).
    private mutating func findEnd(_ bytes: Span<UInt8>) -> Int? {
        let newline = UInt8(ascii: "\n")
        while scanned < bytes.count {
            defer { scanned += 1 }
            guard bytes[scanned] == newline else { continue }
            let before = scanned > 0 && bytes[scanned - 1] == UInt8(ascii: "\r") ? scanned - 2 : scanned - 1
            if before >= 0, bytes[before] == newline { return scanned + 1 }
        }
        return nil
    }

    private static func parse(_ text: String) throws(HTTPHeadFault) -> HTTPResponse {
        // CR LF is one Character, so lines are split as bytes.
        let lines = text.utf8.split(separator: UInt8(ascii: "\n")).map { line in
            String(Substring(line.last == UInt8(ascii: "\r") ? line.dropLast() : line))
        }
        let words = (lines.first ?? "").split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
        guard words.count >= 2, words[1].utf8.count == 3, let status = UInt16(words[1]), status >= 100 else {
            throw .notHTTP(String((lines.first ?? "").prefix(32)))
        }
        var headers = HTTPHeaders()
        for line in unfolded(lines.dropFirst()) {
            // A line that is not a field is ignored.
            guard let colon = line.utf8.firstIndex(of: UInt8(ascii: ":")),
                let field = HTTPHeaders.Field(name: line[..<colon], value: line[line.utf8.index(after: colon)...])
            else { continue }
            headers.append(field)
        }
        return HTTPResponse(status: Int(status), reason: words.count > 2 ? String(words[2]) : "", headers: headers)
    }

    /// RFC 9112 §5.2: a line that begins with a blank continues the one before it.
    private static func unfolded(_ lines: ArraySlice<String>) -> [String] {
        var fields: [String] = []
        for line in lines {
            if line.utf8.first == UInt8(ascii: " ") || line.utf8.first == UInt8(ascii: "\t"),
                let last = fields.popLast()
            {
                fields.append(last + " " + line)
            } else {
                fields.append(line)
            }
        }
        return fields
    }
}
