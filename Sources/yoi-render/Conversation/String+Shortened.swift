extension StringProtocol {
    /// At most so many characters, with an ellipsis if there are more.
    func shortened(to length: Int) -> String {
        guard utf8.count > length, let end = index(startIndex, offsetBy: length, limitedBy: endIndex), end < endIndex
        else { return String(self) }
        return self[..<end] + "…"
    }
}
