extension OptionTable {
    /// The output of `--help`: at most 80 columns wide, with a newline at the end.
    package var help: String {
        var page = HelpPage()
        for (index, line) in synopsis.enumerated() {
            page.line((index == 0 ? "Usage: " : "       ") + program + (line.isEmpty ? "" : " " + line))
        }
        for paragraph in summary {
            page.line("")
            page.paragraph(paragraph)
        }
        for (index, group) in groups.enumerated() {
            page.heading(group.title)
            let standard = index == groups.count - 1 ? Option<Options>.standard : []
            for option in group.options + standard { page.row(option.term, option.meaning(initial)) }
        }
        page.heading("Environment")
        for row in environmentRows { page.row("  " + row.term, row.meaning) }
        page.heading("Exit status")
        for row in statuses { page.row("  \(row.status.rawValue)", row.meaning, column: 9) }
        page.row("  128+n", "ended by signal n", column: 9)
        page.heading("Examples")
        for example in examples {
            page.row("  # " + example.meaning, "")
            page.line("  " + example.term)
        }
        return page.text
    }

    /// The options' variables, then the others.
    var environmentRows: [HelpRow] {
        let ofOptions = groups.flatMap(\.options).compactMap { option in
            option.variable.map { HelpRow($0, "used when --\(option.names[0]) is not given") }
        }
        return ofOptions + variables
    }
}

extension Option {
    /// The options that every program has.
    static var standard: [Option] {
        [
            .flag("help", letter: "h", help: "print this help and exit") { _ in },
            .flag("version", letter: "V", help: "print the version and exit") { _ in },
        ]
    }

    /// The left column: `  -m, --message TEXT`.
    fileprivate var term: String {
        "  " + (letter.map { "-\($0), " } ?? "    ") + (isNegatable ? "--[no-]" : "--") + names[0]
            + (placeholder.map { bareValue == nil ? " " + $0 : "[=\($0)]" } ?? "")
    }

    fileprivate func meaning(_ initial: Options) -> String {
        let aliases = names.dropFirst().map { "also --" + $0 }
        let remarks = aliases + (shownDefault(initial).map { ["default " + $0] } ?? [])
        return help + (remarks.isEmpty ? "" : " (" + remarks.joined(separator: "; ") + ")")
    }
}

/// Lines of at most 80 columns.
private struct HelpPage {
    private(set) var text = ""
    let width = 79

    mutating func line(_ line: String) { text += line + "\n" }

    mutating func heading(_ title: String) { text += "\n" + title + ":\n" }

    /// Wraps a paragraph, unless it is indented.
    mutating func paragraph(_ paragraph: String) {
        guard !paragraph.hasPrefix(" ") else { return line(paragraph) }
        for line in Self.wrap(paragraph, width: width) { self.line(line) }
    }

    /// A term with its meaning beside it, from `column` on, or below it if the term is too long.
    mutating func row(_ term: String, _ meaning: String, column: Int = 26) {
        var lines = Self.wrap(meaning, width: width - column)[...]
        if term.count + 2 > column || lines.isEmpty {
            line(term)
        } else {
            line(term + String(repeating: " ", count: column - term.count) + (lines.popFirst() ?? ""))
        }
        for continued in lines { line(String(repeating: " ", count: column) + continued) }
    }

    private static func wrap(_ text: String, width: Int) -> [String] {
        var lines: [String] = []
        var current = ""
        for word in text.split(separator: " ") {
            if !current.isEmpty, current.count + 1 + word.count > width {
                lines.append(current)
                current = ""
            }
            current += (current.isEmpty ? "" : " ") + word
        }
        return current.isEmpty ? lines : lines + [current]
    }
}
