import Foundation
import TestSupport
import Testing

/// The scripts that make a part of the documentation, and the one that shows the filters to a newcomer.
@Suite(.timeLimit(.minutes(10))) struct `The scripts` {
    @Test(
        arguments: [
            ("completions.sh", "completions/yoi.bash"), ("completions.sh", "completions/_yoi"),
            ("completions.sh", "completions/yoi.fish"), ("picture.sh", "picture.svg"),
        ])
    func `generated files are up to date`(script: String, file: String) throws {
        let directory = try TemporaryDirectory()
        let outcome = try run(script, [directory.path])
        #expect(outcome.status == 0, "\(outcome)")
        let made = directory.read(String(file.split(separator: "/").last ?? ""))
        let kept = try String(contentsOfFile: Fixtures.path("../../docs/\(file)"), encoding: .utf8)
        #expect(made == kept, "run scripts/\(script)")
    }

    @Test func `the demo shows a run for each Enter, and says what to press`() throws {
        let outcome = try run("demo.sh", input: .text("\n"))
        #expect(outcome.status == 0, "\(outcome)")
        #expect(outcome.text.contains("finished"), "\(outcome)")
        #expect(!outcome.stderr.contains("rror"), "\(outcome)")
    }

    private func run(_ script: String, _ arguments: [String] = [], input: InputSource = .none) throws -> Outcome {
        let programs = try Program("yoi-send").path.split(separator: "/").dropLast().map { "/" + $0 }.joined()
        return try Program(path: Fixtures.path("../../scripts/\(script)")).run(
            arguments, environment: ["YOI_BIN": programs], input: input, limit: .seconds(50))
    }
}
