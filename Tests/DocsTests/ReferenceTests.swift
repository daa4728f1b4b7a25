import Foundation
import TestSupport
import Testing

@testable import Shared

/// The pages about events and methods, beside the types that read and write them.
@Suite struct `The reference pages` {
    @Test func `yoi-events(5) has every event, with the fields that it has in the samples`() throws {
        let entries = ManualSource.entries(in: try ManualSource("yoi-events.5").lines)
        let names = try words(/case "(\w+)": self =/, in: "Event")
        #expect(Set(entries.map(\.name)) == names)
        #expect(names.count == 39)
        let samples = try ["events", "today"].flatMap { try Fixtures.lines("samples/\($0).jsonl") }.map { try JSON($0) }
        for entry in entries {
            let example = try JSON(entry.example)
            #expect(example["event"]?.string == entry.name)
            let fields = (samples + [example]).filter { $0["event"]?.string == entry.name }.flatMap { event in
                event["data"]?.members?.map(\.key) ?? []
            }
            // What only the filters themselves write.
            let own = entry.name == "error" ? Set(["origin", "kind"]) : []
            #expect(Set(fields).union(own) == entry.fields, "\(entry.name)")
        }
    }

    @Test func `every kind of error event of our own is in the page of the program that makes it`() throws {
        let pages = try ["yoi-events.1", "yoi-send.1"].map { try ManualSource($0) }
        let kinds = pages.flatMap { page in
            page.section(".Ss Error events").filter { $0.hasPrefix(".It Cm ") }.flatMap {
                $0.dropFirst(7).components(separatedBy: " , ")
            }
        }
        #expect(Set(kinds) == Set(ErrorKind.allCases.map(\.rawValue)))
    }

    @Test func `yoi-methods(5) has every method, and no example has a field that is not documented`() throws {
        let entries = ManualSource.entries(in: try ManualSource("yoi-methods.5").section(".Ss Methods"))
        #expect(Set(entries.map(\.name)) == Set(Method.names))
        for entry in entries {
            let json = try JSON(entry.example)
            #expect(try Method(json: json, mode: .strict).name == entry.name)
            #expect(Set(json["params"]?.members?.map(\.key) ?? []).subtracting(entry.fields) == [])
        }
    }

    @Test func `yoi-methods(5) has every segment, with the fields of its example`() throws {
        let entries = ManualSource.entries(in: try ManualSource("yoi-methods.5").section(".Ss Segments"))
        let names = try words(/"(\w+)": \(/, in: "InputSegment").union(["paste", "text"])
        #expect(Set(entries.map(\.name)) == names)
        for entry in entries {
            let members = try JSON(entry.example).members ?? []
            #expect(members.first?.value.string == entry.name)
            #expect(Set(members.dropFirst().map(\.key)) == entry.fields)
        }
    }

    @Test func `the page of fixture-backend lists its options`() throws {
        let help = try Program("fixture-backend").run(["--help"]).text
        let options = help.matches(of: /(?m)^  (?:-h, )?--([a-z-]+)/).map { String($0.1) }
        let page = try Fixtures.lines("../FixtureBackend/fixture-backend.1")
        let entries = page.compactMap { $0.firstMatch(of: /^\.It Fl (?:h , Fl )?Fl ([a-z-]+)/).map { String($0.1) } }
        #expect(options.count > 10)
        #expect(entries == options)
    }

    @Test(arguments: ManualSource.pages) func `no manual page refers to one that does not exist`(page: String) throws {
        for line in try ManualSource(page).lines {
            guard let match = line.firstMatch(of: /^\.Xr (yoi\S*) (\d)/) else { continue }
            #expect(ManualSource.pages.contains("\(match.1).\(match.2)"), "\(line)")
        }
    }

    @Test(.timeLimit(.minutes(10)), .enabled(if: Peer.jq.isWanted), arguments: ManualSource.pages)
    func `every example of the manual pages works`(page: String) throws {
        let examples = ManualSource.displays(in: try ManualSource(page).section(".Sh EXAMPLES"))
        #expect(!examples.isEmpty)
        for example in examples {
            let directory = try TemporaryDirectory()
            let recording = try Fixtures.lines("recordings/worker/fix-a-test.jsonl").joined(separator: "\n")
            _ = try directory.write("run.jsonl", recording + "\n")
            _ = try directory.write("notes.txt", "one\n")
            let backend = try FixtureBackend(["--on-observe", "fix-a-test", "--on-input", "hello"])
            let repository = "git init -q && git add notes.txt && echo two >>notes.txt"
            let outcome = try backend.run(
                "\(repository) && exec timeout 5 bash -c \"$EXAMPLE\"", in: directory,
                environment: ["EXAMPLE": example])
            let worked = outcome.status == 0 || outcome.status == 124 && !outcome.stdout.isEmpty
            #expect(worked && outcome.stderr.isEmpty, "\(example)\n\(outcome)")
        }
    }
}

extension `The reference pages` {
    /// The names that the source of a type of the protocol knows.
    private func words(_ pattern: Regex<(Substring, Substring)>, in type: String) throws -> Set<String> {
        let source = try Fixtures.lines("../../Sources/Shared/Wire/\(type).swift")
        return Set(source.flatMap { $0.matches(of: pattern).map { String($0.1) } })
    }
}
