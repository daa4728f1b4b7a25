/// What a filter says on standard error: `where: what was found; what to do`.
///
/// Parts may quote untrusted text as it came; `description` shows it cleaned and capped.
package struct Diagnostic: Hashable, Sendable {
    /// An option, a file, a line and column, an operation; nil when the sentence says it all.
    package var location: String?
    /// What was found, without a full stop.
    package var found: String
    /// What the user can do about it.
    package var advice: String?

    /// One diagnostic from its parts.
    package init(at location: String? = nil, _ found: String, advice: String? = nil) {
        self.location = location
        self.found = found
        self.advice = advice
    }
}

extension Diagnostic {
    /// Bytes of one message at most: long enough for two sentences and a server's own words.
    package static let maxSize = 2_000

    /// The line for standard error, newline included: `yoi-send: --timeout: 'x' is not a duration; write 500ms or 10s`.
    package func line(program: String) -> String {
        program + ": " + description + "\n"
    }
}

extension Diagnostic: CustomStringConvertible {
    /// The message without the program's name, safe to print on a terminal, always one line.
    package var description: String {
        var text = location.map { $0 + ": " } ?? ""
        text += found
        if let advice { text += "; " + advice }
        return VisibleText.of(text, limit: Self.maxSize)
    }
}
