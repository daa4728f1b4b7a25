/// Where an option's value is kept.
package typealias Property<Root, Value> = any WritableKeyPath<Root, Value> & Sendable

/// One option of a program: its names, what it does, and its line in `--help`.
package struct Option<Options: Sendable>: Sendable {
    /// Long names without dashes: the first is the one that help and messages show, the others are aliases.
    package let names: [String]
    /// The one-letter form.
    package var letter: Character?
    /// The placeholder for the value in help; nil for a flag.
    package var placeholder: String?
    /// The value if none is attached with `=`; nil if a value is required.
    var bareValue: String?
    /// One sentence without a full stop, beginning in lower case.
    package var help: String
    /// The environment variable that gives the value when the command line does not.
    package var variable: String?
    /// Whether `--no-NAME` exists too.
    var isNegatable = false
    /// How help shows the default; nil shows none.
    var shownDefault: @Sendable (Options) -> String? = { _ in nil }
    /// Applies the value: for a flag `true`, for its negation `false`.
    let apply: @Sendable (inout Options, String) throws(ArgumentError) -> Void
    /// Applies the variable's value; nil if that means the same as the option's.
    var applyVariable: (@Sendable (inout Options, String) throws(ArgumentError) -> Void)?
}

/// Options under one heading of `--help`.
package struct OptionGroup<Options: Sendable>: Sendable {
    /// The heading.
    package var title: String
    /// In the order of `--help`.
    package var options: [Option<Options>]

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

    /// A flag that does something other than set a Bool.
    package static func flag(
        _ name: String, letter: Character? = nil, help: String,
        action: @escaping @Sendable (inout Options) throws(ArgumentError) -> Void
    ) -> Option {
        Option(
            names: [name], letter: letter, help: help,
            apply: { (options, _) throws(ArgumentError) in try action(&options) })
    }

    /// A pair `--NAME` and `--no-NAME`.
    package static func toggle(
        _ name: String, _ property: Property<Options, Bool>, help: String
    ) -> Option {
        Option(
            names: [name], help: help, isNegatable: true,
            shownDefault: { $0[keyPath: property] ? "on" : "off" },
            apply: { (options, word) throws(ArgumentError) in options[keyPath: property] = word == "true" })
    }

    /// An option whose value is stored in `property`; the last use counts. Help shows the property's initial value as
    /// the default.
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

    /// An option whose value is optional: `--NAME`, or `--NAME=VALUE`.
    package static func value<Value: ArgumentChoice>(
        _ name: String, _ placeholder: String, _ property: Property<Options, Value?>, whenBare: Value, help: String
    ) -> Option {
        Option(
            names: [name], placeholder: placeholder, bareValue: whenBare.rawValue, help: help,
            apply: { (options, text) throws(ArgumentError) in options[keyPath: property] = try Value(argument: text) })
    }

    /// An option that may be given several times; all its values are stored, in order.
    package static func values(
        _ name: String, letter: Character? = nil, _ placeholder: String, _ property: Property<Options, [String]>,
        help: String
    ) -> Option {
        .custom(name, letter: letter, placeholder, help: help) { (options, text) throws(ArgumentError) in
            options[keyPath: property].append(text)
        }
    }

    /// An option that may be given several times, whose values are stored in `values`; its variable's value is stored
    /// in `fallback`.
    package static func values(
        _ name: String, _ placeholder: String, _ values: Property<Options, [String]>, alias: String,
        variable: String, _ fallback: Property<Options, String?>, help: String
    ) -> Option {
        Option(
            names: [name, alias], placeholder: placeholder, help: help, variable: variable,
            apply: { (options, text) throws(ArgumentError) in options[keyPath: values].append(text) },
            applyVariable: { (options, text) throws(ArgumentError) in options[keyPath: fallback] = text })
    }

    /// An option that does something else with its value than store it.
    package static func custom(
        _ name: String, letter: Character? = nil, _ placeholder: String, help: String,
        apply: @escaping @Sendable (inout Options, String) throws(ArgumentError) -> Void
    ) -> Option {
        Option(names: [name], letter: letter, placeholder: placeholder, help: help, apply: apply)
    }
}

extension OptionGroup {
    /// The same group for a program whose options contain these options.
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
