extension StringProtocol {
    /// Without spaces at either end. By scalars: a character may begin with a space and contain what must be visible.
    var trimmed: String {
        let scalars = unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.isBlank }),
            let last = scalars.lastIndex(where: { !$0.isBlank })
        else { return "" }
        return String(self[first..<scalars.index(after: last)])
    }
}

extension Unicode.Scalar {
    /// White space that is invisible at the beginning or end of a text.
    var isBlank: Bool { self == " " || self == "\t" || self == "\n" || self == "\r" }
}
