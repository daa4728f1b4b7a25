/// A type that an option's value can have.
package protocol ArgumentValue: Sendable {
    /// Reads the value from the command line or the environment.
    init(argument: String) throws(ArgumentError)
    /// How `--help` shows this value as a default; nil shows none.
    var argument: String? { get }
}

/// Why a text is not a valid value: what was found and what to write instead.
package struct ArgumentError: Error, Hashable, Sendable {
    /// What was found.
    package var found: String
    /// What to write instead.
    package var advice: String?

    package init(_ found: String, advice: String? = nil) {
        self.found = found
        self.advice = advice
    }
}

extension String: ArgumentValue {
    package init(argument: String) throws(ArgumentError) { self = argument }
    package var argument: String? { isEmpty ? nil : self }
}

extension Optional: ArgumentValue where Wrapped: ArgumentValue {
    package init(argument: String) throws(ArgumentError) { self = .some(try Wrapped(argument: argument)) }
    package var argument: String? { self?.argument }
}

/// A count: decimal digits only.
extension Int: ArgumentValue {
    package init(argument: String) throws(ArgumentError) {
        guard !argument.isEmpty, argument.allSatisfy(\.isDigit) else {
            throw ArgumentError("'\(argument)' is not a count", advice: "write a whole number such as 10")
        }
        guard let number = Int(argument) else {
            throw ArgumentError("\(argument) is too large", advice: "write at most \(Int.max)")
        }
        self = number
    }

    package var argument: String? { description }
}

extension Character {
    /// One of `0` to `9`: no digit of another script, no combining mark.
    var isDigit: Bool { isASCII && isNumber }
}

/// A closed set of words, such as `auto`, `always` and `never`.
package protocol ArgumentChoice: ArgumentValue, CaseIterable, RawRepresentable where RawValue == String {}

extension ArgumentChoice {
    package init(argument: String) throws(ArgumentError) {
        guard let choice = Self(rawValue: argument) else {
            let words = Self.allCases.map(\.rawValue)
            throw ArgumentError(
                "'\(argument)' is not one of its values",
                advice: "write " + words.dropLast().joined(separator: ", ") + " or " + (words.last ?? ""))
        }
        self = choice
    }

    package var argument: String? { rawValue }
}
