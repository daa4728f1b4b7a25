import Foundation
import TestSupport
import Testing

/// What a program's `--help` says, taken apart.
private struct HelpPage {
    let text: String
    /// `-m`, `--message`; aliases too.
    let options: Set<String>
    let statuses: [String]
    let variables: Set<String>

    init(of program: String) throws {
        let outcome = try Program(program).run(["--help"])
        guard outcome.status == 0, outcome.stderr.isEmpty else { throw TestFailure("\(outcome)") }
        let text = outcome.text
        let section = { (title: String) -> Substring in
            let rest = text.components(separatedBy: "\n\(title):\n").dropFirst().first ?? ""
            return rest[..<(rest.range(of: "\n\n")?.lowerBound ?? rest.endIndex)]
        }
        self.text = text
        options = Set(
            text.matches(of: /(?m)^  (?:-(.), |    )--(\[no-\])?([a-z-]+)/).flatMap { match in
                (match.1.map { ["-" + $0] } ?? []) + [(match.2.map { "--" + $0 } ?? "--") + match.3]
            } + text.matches(of: /also (--[a-z-]+)/).map { String($0.1) })
        statuses = section("Exit status").matches(of: /(?m)^  ([0-9+n]+)[ ]/).map { String($0.1) }
        variables = Set(
            section("Environment").matches(of: /(?m)^  (\w+(?:, \w+)*)(?:[ ]{2}|$)/).flatMap { names(in: $0.1) })
    }
}

/// What a manual page says about the same things.
private struct ManualPage {
    let sections: [String]
    let options: Set<String>
    let statuses: [String]
    let variables: Set<String>

    init(_ page: String) throws {
        let source = try ManualSource(page)
        let tags = { (section: String) in
            source.section(".Sh " + section).filter { $0.hasPrefix(".It ") }.map { $0.dropFirst(4) }
        }
        sections = source.lines.filter { $0.hasPrefix(".Sh ") }.map { String($0.dropFirst(4)) }
        options = Set(
            tags("OPTIONS").flatMap { $0.matches(of: /Fl (Fl )?((?:\[no-\])?[A-Za-z][a-z-]*)/) }.map { match in
                (match.1 == nil ? "-" : "--") + match.2
            })
        statuses = tags("EXIT STATUS").map(String.init)
        variables = Set(tags("ENVIRONMENT").flatMap { names(in: $0.dropFirst(3)) })
    }
}

private func names(in list: Substring) -> [String] {
    list.matches(of: /[A-Za-z_]+/).map { String($0.0) }
}

private func docs(_ path: String) -> String { Fixtures.path("../../docs/" + path) }

@Suite struct `The manual` {
    static let programs = ["yoi-events", "yoi-render", "yoi-send"]

    @Test(.timeLimit(.minutes(10)), arguments: programs)
    func `--help and the manual page list the same options, statuses and variables`(program: String) throws {
        let help = try HelpPage(of: program)
        let page = try ManualPage(program + ".1")
        #expect(help.options.count > 5)
        #expect(help.options.symmetricDifference(page.options) == [])
        #expect(help.statuses == page.statuses)
        #expect(help.variables.symmetricDifference(page.variables) == [])
    }

    @Test(.timeLimit(.minutes(10)), arguments: programs)
    func `--help is at most 80 columns wide`(program: String) throws {
        for line in try HelpPage(of: program).text.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
    }

    @Test(arguments: programs)
    func `the sections of a manual page are in the usual order`(program: String) throws {
        let usual = [
            "NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "ENVIRONMENT", "FILES", "NOTES", "EXIT STATUS", "EXAMPLES",
            "SEE ALSO",
        ]
        let sections = try ManualPage(program + ".1").sections
        #expect(sections == usual.filter { sections.contains($0) || !["FILES", "NOTES"].contains($0) })
    }

    @Test(.timeLimit(.minutes(10)))
    func `the README and yoi(7) list every exit status and every variable`() throws {
        let pages = try ["yoi-events", "yoi-send", "yoi-render"].map { try HelpPage(of: $0) }
        let readme = try String(contentsOfFile: docs("../README.md"), encoding: .utf8)
        let section = { (title: String) in
            readme.components(separatedBy: "\n## \(title)\n").last?.components(separatedBy: "\n## ").first ?? ""
        }
        let statuses = section("Exit status").matches(of: /(?m)^\| ([0-9+n]+) \|/).map { String($0.1) }
        #expect(Set(statuses) == Set(pages.flatMap(\.statuses)))
        let variables = section("Environment").matches(of: /(?m)^\| (`.*?) \|/).flatMap { names(in: $0.1) }
        #expect(Set(variables).symmetricDifference(pages.flatMap(\.variables)) == [])
        let overview = try ManualPage("yoi.7")
        #expect(overview.statuses == statuses)
        #expect(overview.variables == Set(variables))
    }

    @Test(.timeLimit(.minutes(10)), .enabled(if: Peer.groff.isWanted), arguments: ManualSource.pages)
    func `groff accepts each manual page without a warning`(page: String) throws {
        let outcome = try Peer.groff.program.run(["-mdoc", "-Tutf8", "-ww", "-z", "-K", "utf8", docs("man/\(page)")])
        #expect(outcome.status == 0)
        #expect(outcome.stderr.isEmpty)
    }
}
