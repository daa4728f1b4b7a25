/// Where an option's value is kept.
package typealias Property<Root, Value> = any WritableKeyPath<Root, Value> & Sendable

/// One option of a program: its names, what it does, and its line in `--help`.
package struct Option<Options: Sendable>: Sendable {
    /// Long names without dashes: the first is the one that help and messages show, the others are aliases.
    package var names: [String]
    /// The one-letter form.
    package var letter: Character?
    /// The placeholder for the value in help; nil for a flag.
    package var placeholder: String?
    /// The value that the option's name alone means; others must be attached with `=`. Nil where a value is required.
    var bareValue: String?
    /// One sentence without a full stop, beginning in lower case.
    package var help: String
    /// The environment variable that gives the value when the command line does not.
    package var variable: String?
    /// Whether `--no-NAME` exists too.
    var isNegatable = false
    /// How help shows the default; nil shows none.
    let shownDefault: @Sendable (Options) -> String?
    /// Takes the value; a flag takes `true`, its negation `false`.
    let apply: @Sendable (inout Options, String) throws(ArgumentError) -> Void
    /// Takes the variable's value where that means something else than the option's; nil where it does not.
    var applyVariable: (@Sendable (inout Options, String) throws(ArgumentError) -> Void)?
}

/// Options under one heading of `--help`.
package struct OptionGroup<Options: Sendable>: Sendable {
    /// The heading.
    package var title: String
    /// In the order of help.
    package var options: [Option<Options>]

    /// A group.
    package init(_ title: String, _ options: [Option<Options>]) {
        self.title = title
        self.options = options
    }
}

extension Option {
    /// A flag that sets `property` to true, or to `setting`.
    package static func flag(
        _ name: String, letter: Character? = nil, _ property: Property<Options, Bool>,
        to setting: Bool = true, help: String
    ) -> Option {
        .flag(name, letter: letter, help: help) { options in options[keyPath: property] = setting }
    }

    /// A flag that does something else than setting a Bool.
    package static func flag(
        _ name: String, letter: Character? = nil, help: String,
        action: @escaping @Sendable (inout Options) throws(ArgumentError) -> Void
    ) -> Option {
        Option(
            names: [name], letter: letter, placeholder: nil, help: help, variable: nil, shownDefault: { _ in nil },
            apply: { (options, _) throws(ArgumentError) in try action(&options) })
    }

    /// A pair `--NAME` and `--no-NAME`.
    package static func toggle(
        _ name: String, _ property: Property<Options, Bool>, help: String
    ) -> Option {
        Option(
            names: [name], letter: nil, placeholder: nil, help: help, variable: nil, isNegatable: true,
            shownDefault: { $0[keyPath: property] ? "on" : "off" },
            apply: { (options, word) throws(ArgumentError) in options[keyPath: property] = word == "true" })
    }

    /// An option whose value is kept in `property`; its last use counts. Its default in help is the property's.
    package static func value<Value: ArgumentValue>(
        _ name: String, letter: Character? = nil, _ placeholder: String, _ property: Property<Options, Value>,
        alias: String? = nil, variable: String? = nil, help: String
    ) -> Option {
        Option(
            names: [name] + (alias.map { [$0] } ?? []), letter: letter, placeholder: placeholder, help: help,
            variable: variable,
            shownDefault: { $0[keyPath: property].argument },
            apply: { (options, text) throws(ArgumentError) in options[keyPath: property] = try Value(argument: text) })
    }

    /// An option whose value may be left out: `--NAME`, or `--NAME=VALUE`.
    package static func value<Value: ArgumentChoice>(
        _ name: String, _ placeholder: String, _ property: Property<Options, Value?>, whenBare: Value, help: String
    ) -> Option {
        Option(
            names: [name], letter: nil, placeholder: placeholder, bareValue: whenBare.rawValue, help: help,
            variable: nil,
            shownDefault: { _ in nil },
            apply: { (options, text) throws(ArgumentError) in options[keyPath: property] = try Value(argument: text) })
    }

    /// An option that may be given several times; all its values are kept, in order.
    package static func values<Value: ArgumentValue>(
        _ name: String, letter: Character? = nil, _ placeholder: String, _ property: Property<Options, [Value]>,
        help: String
    ) -> Option {
        .custom(name, letter: letter, placeholder, help: help) { (options, text) throws(ArgumentError) in
            options[keyPath: property].append(try Value(argument: text))
        }
    }

    /// An option that may be given several times, each value in its place in `values`; its variable's value is kept apart,
    /// for where the option is not given.
    package static func values(
        _ name: String, _ placeholder: String, _ values: Property<Options, [String]>, alias: String,
        variable: String, _ fallback: Property<Options, String?>, help: String
    ) -> Option {
        Option(
            names: [name, alias], letter: nil, placeholder: placeholder, help: help, variable: variable,
            shownDefault: { _ in nil },
            apply: { (options, text) throws(ArgumentError) in options[keyPath: values].append(text) },
            applyVariable: { (options, text) throws(ArgumentError) in options[keyPath: fallback] = text })
    }

    /// An option that does something else with its value.
    package static func custom(
        _ name: String, letter: Character? = nil, _ placeholder: String, help: String,
        apply: @escaping @Sendable (inout Options, String) throws(ArgumentError) -> Void
    ) -> Option {
        Option(
            names: [name], letter: letter, placeholder: placeholder, help: help, variable: nil,
            shownDefault: { _ in nil },
            apply: apply)
    }
}

extension OptionGroup {
    /// The same group in a program whose options hold these options as a part.
    package func within<Whole: Sendable>(_ part: Property<Whole, Options>) -> OptionGroup<Whole> {
        OptionGroup<Whole>(
            title,
            options.map { option in
                Option<Whole>(
                    names: option.names, letter: option.letter, placeholder: option.placeholder,
                    bareValue: option.bareValue, help: option.help, variable: option.variable,
                    isNegatable: option.isNegatable,
                    shownDefault: { option.shownDefault($0[keyPath: part]) },
                    apply: { (whole, text) throws(ArgumentError) in try option.apply(&whole[keyPath: part], text) },
                    applyVariable: { (whole, text) throws(ArgumentError) in
                        try (option.applyVariable ?? option.apply)(&whole[keyPath: part], text)
                    })
            })
    }
}
