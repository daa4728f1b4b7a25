import Foundation
import TestSupport
import Testing

@testable import Shared

/// The pages about events and methods, beside the types that read and write them.
@Suite struct `The reference pages` {
    @Test func `every event has an entry, with all fields of the type`() throws {
        let entries = ManualSource.entries(in: try ManualSource("yoi-events.5").lines)
        #expect(try words(of: "Event+Decoding").subtracting(entries.map(\.name)) == [])
        for entry in entries {
            let event = try EventLine(json: JSON(entry.example), mode: .strict).event
            #expect(event.name == entry.name)
            let known = (event.data as? any WireObject).map(fields) ?? []
            #expect(known.subtracting(entry.fields) == [], "\(entry.name)")
        }
    }

    @Test func `every method has an entry, and its example holds no other field`() throws {
        let entries = ManualSource.entries(in: try ManualSource("yoi-methods.5").section(".Ss Methods"))
        #expect(Set(entries.map(\.name)) == Set(Method.names))
        for entry in entries {
            let json = try JSON(entry.example)
            #expect(try Method(json: json, mode: .strict).name == entry.name)
            #expect(Set(json["params"]?.members?.map(\.key) ?? []).subtracting(entry.fields) == [])
        }
    }

    @Test func `every segment has an entry, and its fields are those of its example`() throws {
        let entries = ManualSource.entries(in: try ManualSource("yoi-methods.5").section(".Ss Segments"))
        #expect(try words(of: "Segment").subtracting(entries.map(\.name)) == [])
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

    @Test(arguments: ManualSource.pages) func `no page refers to one that is not there`(page: String) throws {
        for line in try ManualSource(page).lines {
            guard let match = line.firstMatch(of: /^\.Xr (yoi\S*) (\d)/) else { continue }
            #expect(ManualSource.pages.contains("\(match.1).\(match.2)"), "\(line)")
        }
    }

    @Test(.timeLimit(.minutes(2)), .enabled(if: Peer.jq.isWanted), arguments: ManualSource.pages)
    func `every example works, for as long as it is let`(page: String) throws {
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
    /// The names that a type of the protocol knows: `case "NAME": self = …` in its source.
    private func words(of file: String) throws -> Set<String> {
        let source = try Fixtures.lines("../../Sources/Shared/Wire/\(file).swift")
        return Set(source.compactMap { $0.firstMatch(of: /case "(\w+)": self =/).map { String($0.1) } })
    }

    private func fields(of object: some WireObject) -> Set<String> {
        var object = object
        var visitor = FieldNames()
        object.fields(&visitor)
        return visitor.names
    }
}

private struct FieldNames: FieldVisitor {
    private(set) var names: Set<String> = []

    mutating func required<Value: WireValue>(_ name: String, _ value: inout Value) { names.insert(name) }
    mutating func optional<Value: WireValue>(_ name: String, _ value: inout Value?) { names.insert(name) }
    mutating func nullable<Value: WireValue>(_ name: String, _ value: inout Value?) { names.insert(name) }
    mutating func defaulted<Value: WireValue>(_ name: String, _ value: inout Value, _ initial: Value) {
        names.insert(name)
    }
}
