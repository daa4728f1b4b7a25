/// Where a Backend is: a base URL, checked before anything is sent.
package struct BackendURL: Hashable, Sendable {
    /// Where an upstream Backend listens unless told otherwise.
    package static let standard = "http://127.0.0.1:8787"

    /// As given, without the slashes at its end.
    package let base: String

    /// - Throws: ``TargetError`` unless the text is an `http://` or `https://` URL with a host and nothing behind its path.
    package init(_ text: String) throws(TargetError) {
        guard text.contains(where: { !$0.isWhitespace }) else { throw .blankURL }
        guard text.hasPrefix("http://") || text.hasPrefix("https://") else {
            throw .notHTTP(Self.withoutUserInfo(text))
        }
        // A space or control would end the request line, '?' and '#' would swallow the path that is put behind.
        guard text.unicodeScalars.allSatisfy({ $0 > " " && $0 != "\u{7F}" && $0 != "?" && $0 != "#" }) else {
            throw .strayCharacter(Self.withoutUserInfo(text))
        }
        var base = Substring(text)
        while base.hasSuffix("/") { base.removeLast() }
        guard Endpoint(url: String(base)) != nil else { throw .noHost }
        self.base = String(base)
    }
}

extension BackendURL {
    /// The list of the Workers that the Backend knows.
    package var workers: String { base + "/api/workers" }

    /// The URL as it may be shown: without a user name or password.
    package var shown: String { Self.withoutUserInfo(base) }

    private static func withoutUserInfo(_ url: String) -> String {
        let start = url.firstRange(of: "://")?.upperBound
        // Where the scheme was forgotten, nothing tells where a password ends: what stands behind the last '@' is none.
        let authority = start.map { url[$0...].prefix { $0 != "/" } } ?? url[...]
        guard let at = authority.lastIndex(of: "@") else { return url }
        return String(url[..<(start ?? url.startIndex)] + url[url.index(after: at)...])
    }
}
