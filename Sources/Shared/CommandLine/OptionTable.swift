/// A program's command line: the parser and `--help` are both made from it.
package struct OptionTable<Options: Sendable>: Sendable {
    /// The program's name.
    package var program: String
    /// Command lines as `--help` shows them, without the program's name.
    package var synopsis: [String]
    /// What the program does: one sentence, then paragraphs for newcomers.
    package var summary: [String]
    /// The options' initial values, which help shows as defaults.
    package var initial: Options
    /// The options; `--help` and `--version` are added to the last group.
    package var groups: [OptionGroup<Options>]
    /// Where operands are stored, in their order on the command line.
    let operands: Property<Options, [String]>
    /// Environment variables that belong to no option.
    package var variables: [HelpRow]
    /// The statuses that this program can exit with.
    package var statuses: [StatusRow]
    /// Command lines worth trying.
    package var examples: [HelpRow]

    package init(
        program: String, synopsis: [String], summary: [String], initial: Options, groups: [OptionGroup<Options>],
        operands: Property<Options, [String]>, variables: [HelpRow] = [],
        statuses: [StatusRow], examples: [HelpRow]
    ) {
        self.program = program
        self.synopsis = synopsis
        self.summary = summary
        self.initial = initial
        self.groups = groups
        self.operands = operands
        self.variables = variables
        self.statuses = statuses
        self.examples = examples
    }
}

/// A row of help: a term and what it means.
package struct HelpRow: Hashable, Sendable {
    /// A variable or a command line.
    var term: String
    /// What it means or does.
    package var meaning: String

    package init(_ term: String, _ meaning: String) {
        self.term = term
        self.meaning = meaning
    }
}

/// A row of the table of exit statuses.
package struct StatusRow: Hashable, Sendable {
    /// The status.
    package var status: ExitStatus
    /// When this program exits with it.
    package var meaning: String

    package init(_ status: ExitStatus, _ meaning: String) {
        self.status = status
        self.meaning = meaning
    }
}
