extension String {
    /// A URL without user name and password: everything between its scheme and its last `@` is dropped.
    ///
    /// A password may hold any character, and a URL given by hand may lack its scheme: only the last `@` is sure to come
    /// after it. So more may be dropped than a password.
    package var withoutUserInfo: String {
        guard let at = utf8.lastIndex(of: UInt8(ascii: "@")) else { return self }
        let word = utf8.prefix(while: \.isTokenCharacter)
        let scheme = utf8[word.endIndex...].starts(with: "://".utf8) ? String(Substring(word)) + "://" : ""
        return scheme + String(self[utf8.index(after: at)...])
    }
}
