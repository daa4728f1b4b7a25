/// A message on standard error: `where: what was found; what to do`.
///
/// Parts may quote untrusted text; `description` sanitizes and shortens it.
package struct Diagnostic: Hashable, Sendable {
    /// An option, a file, a line and column, or an operation; nil if the sentence is clear without.
    package var location: String?
    /// What was found, without a full stop.
    package var found: String
    /// What the user can do about it.
    package var advice: String?

    package init(at location: String? = nil, _ found: String, advice: String? = nil) {
        self.location = location
        self.found = found
        self.advice = advice
    }
}

extension Diagnostic {
    /// The maximum size of one message in bytes: enough for two sentences and a server's own words.
    package static let maxSize = 2_000

    /// The line for standard error, newline included: `yoi-send: --timeout: 'x' is not a duration; write 500ms or 10s`.
    package func line(program: String) -> String {
        program + ": " + description + "\n"
    }
}

extension Diagnostic: CustomStringConvertible {
    /// The message without the program's name: one line, safe to print on a terminal.
    package var description: String {
        var text = location.map { $0 + ": " } ?? ""
        text += found
        if let advice { text += "; " + advice }
        return VisibleText.of(text, limit: Self.maxSize)
    }
}
