import Foundation
import TestSupport
import Testing

/// What the shells offer at the end of a command line, in the shells themselves.
@Suite struct `Completions` {
    static let rows = Fixtures.table("completions/lines.txt")

    @Test(.timeLimit(.minutes(10)), arguments: [Peer.bash, .fish, .zsh].filter(\.isWanted))
    func `completion offers what fits`(shell: Peer) throws {
        let directory = try TemporaryDirectory()
        for name in ["list.jsonl", "list.txt"] { _ = try directory.write(name, "") }
        let backend = try FixtureBackend()
        let outcome = try backend.run(
            "exec \(shell.name) \(quoted([script(of: shell), completions] + Self.rows.map(\.description)))",
            in: directory, limit: .seconds(120))
        #expect(outcome.lines.count == Self.rows.count, "\(outcome)")
        for (row, offered) in zip(Self.rows, outcome.lines) {
            #expect(words(offered) == words(row[1]), "\(row)")
        }
    }

    @Test(.timeLimit(.minutes(10)), arguments: [Peer.bash, .fish, .zsh].filter(\.isWanted))
    func `completion is silent if there is no list of Workers`(shell: Peer) throws {
        let backend = try FixtureBackend()
        let outcome = try backend.run(
            "exec \(shell.name) \(quoted([script(of: shell), completions, "yoi-events --worker-id w"]))",
            in: TemporaryDirectory(), environment: ["YOI_BACKEND": "http://127.0.0.1:1"])
        #expect(outcome.text == "\n" && outcome.stderr.isEmpty, "\(outcome)")
    }
}

extension `Completions` {
    private var completions: String { Fixtures.path("../../docs/completions") }

    private func script(of shell: Peer) -> String { Fixtures.path("completions/try.\(shell.name)") }

    private func quoted(_ words: [String]) -> String { words.map { "'\($0)'" }.joined(separator: " ") }

    /// Shells differ in how much of a word they show: with the option before =, with the list before a comma.
    private func words(_ line: String) -> Set<Substring> {
        Set(line.split(separator: " ").compactMap { $0.split(separator: ",").last?.split(separator: "=").last })
    }
}
