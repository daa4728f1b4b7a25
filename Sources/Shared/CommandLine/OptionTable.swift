/// All that a program's command line can say: the parser and `--help` are both made from it.
package struct OptionTable<Options: Sendable>: Sendable {
    /// The program's name.
    package var program: String
    /// Command lines as `--help` shows them, without the program's name.
    package var synopsis: [String]
    /// What the program does: one sentence, then what a newcomer must know, as paragraphs.
    package var summary: [String]
    /// What holds when nothing is given; also where help takes the defaults from.
    package var initial: Options
    /// The options; `--help` and `--version` are added to the last group.
    package var groups: [OptionGroup<Options>]
    /// What takes the operands; nil when the program has none.
    package var operand: Operand<Options>?
    /// What to do instead of giving an operand, when the program has none.
    var insteadOfOperands: String
    /// Environment variables that no option names.
    package var variables: [HelpRow]
    /// The statuses that this program can give, with its own words.
    package var statuses: [StatusRow]
    /// Command lines worth trying.
    package var examples: [HelpRow]

    /// A table.
    package init(
        program: String, synopsis: [String], summary: [String], initial: Options, groups: [OptionGroup<Options>],
        operand: Operand<Options>? = nil, insteadOfOperands: String = "", variables: [HelpRow] = [],
        statuses: [StatusRow], examples: [HelpRow]
    ) {
        self.program = program
        self.synopsis = synopsis
        self.summary = summary
        self.initial = initial
        self.groups = groups
        self.operand = operand
        self.insteadOfOperands = insteadOfOperands
        self.variables = variables
        self.statuses = statuses
        self.examples = examples
    }
}

/// What a program does with the arguments that are not options.
package struct Operand<Options: Sendable>: Sendable {
    /// Takes one operand, in the order of the command line.
    let apply: @Sendable (inout Options, String) -> Void

    /// Operands are collected in `property`.
    package init(_ property: Property<Options, [String]>) {
        apply = { $0[keyPath: property].append($1) }
    }
}

/// A row of help: a term and what it means.
package struct HelpRow: Hashable, Sendable {
    /// A variable or a command line.
    var term: String
    /// What it means or does.
    package var meaning: String

    /// A row.
    package init(_ term: String, _ meaning: String) {
        self.term = term
        self.meaning = meaning
    }
}

/// A row of the table of exit statuses.
package struct StatusRow: Hashable, Sendable {
    /// The status.
    package var status: ExitStatus
    /// When this program gives it.
    package var meaning: String

    /// A row.
    package init(_ status: ExitStatus, _ meaning: String) {
        self.status = status
        self.meaning = meaning
    }
}
