import Shared
import TestSupport

@testable import yoi_render

/// A stream of random events: texts, and other things between them.
struct RandomStream {
    /// The lines as serde writes them.
    private(set) var lines: [[UInt8]] = []
    /// The same events in another spelling.
    private(set) var otherLines: [[UInt8]] = []
    /// The same events in envelopes.
    private(set) var envelopes: [[UInt8]] = []
    /// The assistant's words as `--style text` should show them.
    private(set) var words = ExpectedWords()

    init(_ random: inout SplitMix) {
        for _ in 0..<Int.random(in: 1...40, using: &random) { addEvent(&random) }
        words.endBlock()
    }
}

extension RandomStream {
    private static let pieces = [
        "a", " word", "word ", "sixteen letters!", "\n", "\n\n", "\r", "\r\n", "\t", "\"", "\\", "/", "é", "世界", "👩‍",
        "👧",
        "e\u{301}", "\u{1B}", "[31m", "\u{1B}]0;t\u{7}", "\u{0}", "\u{7F}", "\u{80}", "\u{9B}2J", "\u{202E}",
        "\u{2066}", "\u{E0041}",
        "\u{2028}", "\u{FEFF}", "\u{FFFD}", "\u{200B}", "\u{200D}", "\u{FE0F}", "\u{E0100}", "\u{3164}", "\u{1F3F4}",
        "\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}", "\u{E007F}", "\u{645}\u{200C}", "\u{646}", "☺", "```", "<b>",
        "# ", "**", "`", "> ", "- ", "](x",
        "\u{8}", "\u{C}", "x", "12345678", "ｆｕｌｌ",
    ]

    static func text(_ random: inout SplitMix) -> String {
        (0..<Int.random(in: 0...6, using: &random)).map { _ in random.pick(pieces) }.joined()
    }

    private mutating func addEvent(_ random: inout SplitMix) {
        switch Int.random(in: 0..<20, using: &random) {
        case 0..<10:
            let text = Self.text(&random)
            words.append(text)
            add("text_delta") { $0.pair("text", text) }
        case 10, 11:
            let text = Self.text(&random)
            words.endBlock(saying: text)
            add("text_done") { $0.pair("text", text) }
        case 12:
            words.endBlock()
            add("thinking_start", nil)
        case 13:
            let text = Self.text(&random)
            words.endBlock()
            add("thinking_delta") { $0.pair("text", text) }
        case 14:
            let text = Self.text(&random)
            add("alert") {
                $0.pair("level", "warn")
                $0.pair("source", text)
                $0.pair("message", text)
                $0.key("timestamp_ms")
                $0.integer(0)
            }
        case 15:
            let (id, name) = (Self.text(&random), Self.text(&random))
            words.endBlock()
            add("tool_call_start") {
                $0.pair("id", id)
                $0.pair("name", name)
            }
        case 16:
            let (id, text) = (Self.text(&random), Self.text(&random))
            words.endBlock()
            add("tool_result") {
                $0.pair("id", id)
                $0.pair("summary", text)
                $0.pair("output", text + "\n" + text)
                $0.key("is_error")
                $0.bool(text.isEmpty)
            }
        case 17: add("usage") { _ in }
        case 18:
            let text = Self.text(&random)
            add(text + "?") { $0.pair(text, text) }
        default:
            let text = Self.text(&random)
            add("user_message") {
                $0.key("segments")
                $0.array {
                    $0.object {
                        $0.pair("kind", "text")
                        $0.pair("content", text)
                    }
                }
            }
        }
    }

    private mutating func add(_ event: String, _ data: ((inout JSONWriter) -> Void)?) {
        var (line, other) = (JSONWriter(), JSONWriter())
        line.object {
            $0.pair("event", event)
            if let data {
                $0.key("data")
                $0.object(data)
            }
        }
        other.object {
            if let data {
                $0.key("data")
                $0.object(data)
            }
            $0.pair("event", event)
        }
        lines.append(line.bytes + [0x0A])
        otherLines.append(other.bytes + [0x0A])
        let cursor = lines.count % 5 == 0 ? "null" : "\"bo_000000000000abcd\""
        envelopes.append(
            Array("{\"cursor\":\(cursor),\"runtime_id\":\"r/1\",\"worker_id\":\"w\",\"payload\":".utf8) + line.bytes
                + Array("}\n".utf8))
    }
}

extension JSONWriter {
    fileprivate mutating func pair(_ key: String, _ value: String) {
        self.key(key)
        string(value)
    }
}

/// What `--style text` should show, computed in the plainest way.
struct ExpectedWords {
    private(set) var text = ""
    private(set) var isInBlock = false
    private var block = ""

    mutating func append(_ piece: String) {
        isInBlock = true
        block.unicodeScalars.append(contentsOf: piece.unicodeScalars)
    }

    /// Something else comes in between.
    mutating func endBlock() {
        guard isInBlock else { return }
        text += Self.visible(block)
        untold.append(block)
        (isInBlock, block) = (false, "")
    }

    /// Ends the block with all its words: new ones, those that were streamed, or those and more.
    mutating func endBlock(saying whole: String) {
        let part = isInBlock ? block : untold.last ?? ""
        let before = untold.dropLast(isInBlock ? 0 : 1).joined()
        let said = Array(whole.utf8)
        let known = [before + part, part].first { said.starts(with: $0.utf8) }
        if part.isEmpty {
            if !whole.isEmpty { append(whole) }
        } else if let known, !whole.isEmpty {
            if said.count > known.utf8.count { append(String(decoding: said[known.utf8.count...], as: UTF8.self)) }
        } else if !whole.isEmpty, !said.suffix(part.utf8.count).elementsEqual(part.utf8), !isInBlock {
            append(whole)
        }
        endBlock()
        untold = []
    }

    /// Parts of a block whose end has not come.
    private var untold: [String] = []

    static func visible(_ text: String) -> String {
        var shown = ""
        for character in VisibleForm.of(text) {
            if character == "\r" {
                shown += "^M"
            } else {
                shown.unicodeScalars.append(contentsOf: character.unicodeScalars)
            }
        }
        return shown
    }
}
