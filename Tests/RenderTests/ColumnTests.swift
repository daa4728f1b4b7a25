import Foundation
import Shared
import TestSupport
import Testing

@testable import yoi_render

/// The beginning of a line alone shows whose words it holds, whatever they are.
@Suite struct ColumnTests {
    /// Parts of a malicious text: our own marks and lines, and characters that move text.
    private static let pieces = [
        "> ", "● ", "✓ ", "✗ ", "│ ", "┆ ", "── ", "! ", "◆ ", "? ", "* ", "+ ", "x ", "| ", ": ", "-- ", "\n", "\n\n",
        "\r\n", "\r",
        "\t", " ", "      ", "Yes, push it.", "finished · 2 requests", "Bash", "ls", "世界", "👩‍👩‍👧", "e\u{301}", "؀؀؀",
        "\u{1B}[1A", "\u{200B}",
        "aWordThatIsMuchLongerThanAnyLineOfANarrowTerminal", "…",
    ]

    private static func text(_ random: inout SplitMix) -> String {
        (0..<Int.random(in: 1...30, using: &random)).map { _ in random.pick(pieces) }.joined()
    }

    /// A text in which every visible character is a letter that stands for its author.
    private static func signed(_ text: String, _ author: Character) -> String {
        String(text.map { $0.isWhitespace ? $0 : author })
    }

    private enum Author: CaseIterable {
        case model, user, thought, call, command, tool, notice

        var letter: Character {
            switch self {
            case .model: "μ"
            case .user: "υ"
            case .thought: "θ"
            case .call: "κ"
            case .command: "λ"
            case .tool: "τ"
            case .notice: "ν"
            }
        }

        func event(_ text: String, _ id: Int) -> String {
            let json = String(decoding: text.encoded, as: UTF8.self)
            return switch self {
            case .model: #"{"event":"text_delta","data":{"text":\#(json)}}{"event":"llm_call_end","data":{}}"#
            case .user: #"{"event":"user_message","data":{"segments":[{"kind":"text","content":\#(json)}]}}"#
            case .thought: #"{"event":"thinking_delta","data":{"text":\#(json)}}{"event":"llm_call_end","data":{}}"#
            case .call:
                #"{"event":"tool_call_done","data":{"id":"c\#(id)","name":"Bash","arguments":\#(Self.bash(json))}}"#
            case .command:
                #"{"event":"command","data":{"event":{"kind":"started","command_id":"\#(id)"}}}"#
                    + #"{"event":"command","data":{"event":{"kind":"output","command_id":"\#(id)","stream":"stdout","#
                    + #""start_offset":0,"end_offset":\#(text.utf8.count),"content":\#(json)}}}"#
            case .tool: #"{"event":"tool_result","data":{"id":"\#(id)","summary":\#(json),"output":\#(json)}}"#
            case .notice:
                #"{"event":"alert","data":{"level":"warn","source":"engine","message":\#(json),"timestamp_ms":0}}"#
            }
        }

        private static func bash(_ command: String) -> String {
            String(decoding: #"{"command":\#(command)}"#.encoded, as: UTF8.self)
        }

        /// Whether a line with this author's words may begin like that.
        func mayBegin(_ line: Substring) -> Bool {
            switch self {
            case .model: line.hasPrefix("  ")
            case .user: line.hasPrefix("> ")
            case .thought: line.hasPrefix("┆ ")
            case .call: line.hasPrefix("│ ") || line.hasPrefix("● Bash  ")
            case .command: line.hasPrefix("│ ")
            case .tool: line.hasPrefix("│ ") || line.hasPrefix("✓ result of ")
            case .notice: line.hasPrefix("│ ") || line.hasPrefix("! engine  ")
            }
        }
    }

    /// The first column of the same text in letters and in marks must be alike: so no mark of a text is ever there.
    @Test(arguments: [false, true]) func `the first column is ours`(_ isColored: Bool) throws {
        for round in 0..<PropertyTests.rounds {
            var random = SplitMix(seed: UInt64(round) &* 977 &+ 5)
            let width = Int.random(in: 20...200, using: &random)
            let arguments = [
                "--width=\(width)", "--thinking=\(random.pick(["hide", "show"]))",
                "--tools=\(random.pick(["short", "full"]))",
            ]
            let says = (0..<Int.random(in: 1...6, using: &random)).map { _ in
                (random.pick(Author.allCases), Self.text(&random))
            }
            let forged = says.enumerated().map { $1.0.event($1.1, $0) }.joined()
            let signed = says.enumerated().map { $1.0.event(Self.signed($1.1, $1.0.letter), $0) }.joined()
            let size = Int.random(in: 1...300, using: &random)
            let marks = try Self.lines(of: forged, arguments, isColored, size)
            for line in marks {
                #expect(CellWidth.of(line) <= width, "seed \(round): \(line)")
                let isOurs =
                    Author.allCases.contains { $0.mayBegin(line) }
                    || ["", ">", "│", "┆", "┆ thought", "! engine", "● Bash", "◆ command"].contains(line)
                #expect(isOurs, "seed \(round): \(line)")
            }
            for line in try Self.lines(of: signed, arguments, isColored, size) {
                let words = line.drop { $0 != " " }
                let authors = Author.allCases.filter { words.contains($0.letter) }
                #expect(authors.count < 2, "seed \(round): \(line)")
                for author in authors { #expect(author.mayBegin(line), "seed \(round): \(line)") }
            }
        }
    }

    /// Hostile text in the strings of any event, including the Worker's name.
    @Test(arguments: ["full", "compact"]) func `no string of any event reaches the first column`(_ style: String) throws
    {
        let samples = try ["samples/events.jsonl", "samples/today.jsonl"].flatMap { try Fixtures.lines($0) }
        let events = samples.compactMap { try? JSON($0) }
        for round in 0..<PropertyTests.rounds {
            var random = SplitMix(seed: UInt64(round) &* 31 &+ 3)
            let width = Int.random(in: 40...200, using: &random)
            let input = (0..<20).map { _ in
                let worker = random.pick([#""a""#, String(decoding: Self.text(&random).encoded, as: UTF8.self)])
                let event = Self.forged(random.pick(events), &random)
                return #"{"runtime_id":"r","worker_id":\#(worker),"payload":\#(event)}"#
            }
            let arguments = ["--style=\(style)", "--width=\(width)", "--tools=full", "--sub-workers=show", "--name"]
            for line in try Self.lines(of: input.joined(), arguments, false, 1_000) {
                #expect(CellWidth.of(line) <= width, "seed \(round): \(line)")
                #expect(line.unicodeScalars.allSatisfy { $0.value >= 0x20 }, "seed \(round): \(line)")
                let isOfTable = line.hasPrefix("── ") || line.hasPrefix("│   ")
                let column = style == "full" || isOfTable ? line : Self.afterName(line)
                let mark = column.first ?? " "
                #expect(" >│┆●✓✗!◆?↻─▌╎<".contains(mark), "seed \(round): \(line)")
            }
        }
    }

    /// The same JSON, with other texts in some of its strings.
    private static func forged(_ json: JSON, key: String = "", _ random: inout SplitMix) -> String {
        if let members = json.members {
            let texts = members.map { #""\#($0.key)":"# + forged($0.value, key: $0.key, &random) }
            return "{" + texts.joined(separator: ",") + "}"
        }
        if let elements = json.elements {
            return "[" + elements.map { forged($0, &random) }.joined(separator: ",") + "]"
        }
        let isKept = json.kind != .string || ["event", "kind"].contains(key) || random.chance(70)
        return isKept ? json.text : String(decoding: text(&random).encoded, as: UTF8.self)
    }

    /// The text to the right of the column for Workers' names.
    private static func afterName(_ line: Substring) -> Substring {
        var (rest, cells) = (line, 0)
        while cells < Page.nameColumn + 2, let first = rest.popFirst() { cells += CellWidth.of(first) }
        return rest
    }

    private static func lines(
        of input: String, _ arguments: [String], _ isColored: Bool, _ size: Int
    ) throws -> [Substring] {
        let output = try Rendering.of(Array(input.utf8), arguments, isColored: isColored, sizes: [size])
        return output.replacing(/\u{1B}\[[0-9;]*m/, with: "").split(separator: "\n", omittingEmptySubsequences: false)
    }
}
