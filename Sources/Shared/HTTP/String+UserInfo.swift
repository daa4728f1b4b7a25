extension String {
    /// A URL without user name and password: everything between the scheme and the last `@` is removed.
    ///
    /// A password may contain any character, and a URL from a user may lack its scheme, so only the last `@` is certain
    /// to come after it. More than a password may be removed.
    package var withoutUserInfo: String {
        guard let at = utf8.lastIndex(of: UInt8(ascii: "@")) else { return self }
        let word = utf8.prefix(while: \.isTokenCharacter)
        let scheme = utf8[word.endIndex...].starts(with: "://".utf8) ? String(Substring(word)) + "://" : ""
        return scheme + String(self[utf8.index(after: at)...])
    }
}
