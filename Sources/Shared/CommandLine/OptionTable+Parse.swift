/// What the command line asked for.
package enum ParsedCommand<Options: Sendable>: Sendable {
    /// Do the program's work.
    case run(Options)
    /// `--help`.
    case help
    /// `--version`.
    case version
}

extension OptionTable {
    /// Parses a command line by the conventions of POSIX and GNU: options and operands in any order, `--` ends the
    /// options, `--name=value`, `--name value`, `-nVALUE`, `-n VALUE`, flags in one group (`-qv`); the last use of an
    /// option counts.
    ///
    /// - Parameters:
    ///   - arguments: Without the program's name.
    ///   - environment: Has the values of options that are not on the command line.
    /// - Returns: What to do.
    /// - Throws: `Failure` with status 64.
    package func parse(
        _ arguments: [String], environment: Environment
    ) throws(Failure) -> ParsedCommand<Options> {
        var parser = ArgumentParser(table: self)
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            // A value may begin with a combining mark, which would be part of the Character before it.
            let bytes = argument.utf8
            if argument == "--" {
                parser.options[keyPath: operands] += rest
                break
            } else if bytes.starts(with: "--".utf8) {
                try parser.take(long: Substring(bytes.dropFirst(2)), following: &rest)
            } else if bytes.starts(with: "-".utf8), argument != "-" {
                try parser.take(letters: Substring(bytes.dropFirst()), following: &rest)
            } else {
                parser.options[keyPath: operands].append(argument)
            }
            if let answer = parser.answer { return answer }
        }
        try parser.fill(from: environment)
        return .run(parser.options)
    }
}

private struct ArgumentParser<Options: Sendable> {
    let table: OptionTable<Options>
    let all: [Option<Options>]
    var options: Options
    /// Set by `--help` and `--version`; what follows them is ignored.
    var answer: ParsedCommand<Options>?
    /// The first names of options on the command line.
    var given: Set<String> = []

    init(table: OptionTable<Options>) {
        self.table = table
        all = table.groups.flatMap(\.options) + Option.standard
        options = table.initial
    }

    mutating func take(long argument: Substring, following rest: inout ArraySlice<String>) throws(Failure) {
        let bytes = argument.utf8
        let equals = bytes.firstIndex(of: UInt8(ascii: "="))
        let name = String(argument[..<(equals ?? bytes.endIndex)])
        let attached = equals.map { String(argument[bytes.index(after: $0)...]) }
        guard let (option, isNegated) = find(name) else { throw unknown("--" + name, among: allNames, name) }
        let location = "--" + name
        if option.placeholder == nil {
            guard attached == nil else { throw usage(location, "takes no value", nil) }
            try apply(option, isNegated ? "false" : "true", at: location)
        } else if let value = attached ?? option.bareValue ?? rest.popFirst() {
            try apply(option, value, at: location)
        } else {
            throw missingValue(option, at: location)
        }
    }

    mutating func take(letters: Substring, following rest: inout ArraySlice<String>) throws(Failure) {
        var letters = letters.unicodeScalars
        while let letter = letters.popFirst() {
            let location = "-\(letter)"
            guard let option = all.first(where: { $0.letter == Character(letter) }) else {
                throw unknown(location, among: allNames, location + String(letters))
            }
            if option.placeholder == nil {
                try apply(option, "true", at: location)
            } else if let value = letters.isEmpty ? rest.popFirst() : String(letters) {
                try apply(option, value, at: location)
                return
            } else {
                throw missingValue(option, at: location)
            }
        }
    }

    mutating func fill(from environment: Environment) throws(Failure) {
        for option in all where !given.contains(option.names[0]) {
            guard let variable = option.variable, let value = try environment.value(of: variable) else { continue }
            do {
                try (option.applyVariable ?? option.apply)(&options, value)
            } catch {
                throw usage(variable, error.found, error.advice)
            }
        }
    }
}

extension ArgumentParser {
    private mutating func apply(_ option: Option<Options>, _ value: String, at location: String) throws(Failure) {
        given.insert(option.names[0])
        switch option.names[0] {
        case "help": answer = answer ?? .help
        case "version": answer = answer ?? .version
        default:
            do {
                try option.apply(&options, value)
            } catch {
                throw usage(location, error.found, error.advice)
            }
        }
    }

    private func find(_ name: String) -> (Option<Options>, isNegated: Bool)? {
        if let option = all.first(where: { $0.names.contains(name) }) { return (option, false) }
        guard name.hasPrefix("no-") else { return nil }
        let positive = String(name.dropFirst(3))
        return all.first { $0.isNegatable && $0.names.contains(positive) }.map { ($0, true) }
    }

    private var allNames: [String] {
        all.flatMap { option in option.names + (option.isNegatable ? option.names.map { "no-" + $0 } : []) }
    }

    private func unknown(_ location: String, among names: [String], _ written: some StringProtocol) -> Failure {
        let nearest = SpellingSuggestion.nearest(to: String(written.drop { $0 == "-" }), among: names)
        return usage(
            nil, "unknown option '\(location)'",
            nearest.map { "did you mean --\($0)?" } ?? "see \(table.program) --help")
    }

    private func missingValue(_ option: Option<Options>, at location: String) -> Failure {
        usage(location, "needs a value", "write \(location) \(option.placeholder ?? "")")
    }

    private func usage(_ location: String?, _ found: String, _ advice: String?) -> Failure {
        Failure(.usage, at: location, found, advice: advice)
    }
}
