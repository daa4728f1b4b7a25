import Foundation

/// What a sequence of event lines contains, by kind.
///
/// It is for lives of `random/SEED`, in which no two words, ids or questions are the same.
struct EventContents {
    /// Words of the assistant and of its thoughts, in order.
    private(set) var words: [String: [String]] = ["text": [], "thinking": []]
    private(set) var questions: [String] = []
    private(set) var notifications: [String] = []
    private(set) var calls: [String] = []
    private(set) var results: [String] = []
    /// `finished` and the like.
    private(set) var ends: [String] = []
    private(set) var rotations = 0
    private(set) var status = ""
    private(set) var hasGap = false
    /// Words of requests that came to their end, or whose text was finished: the Worker committed them.
    private(set) var committed: Set<String> = []
    /// What was printed before the last compaction, of which only the summary may be left.
    private(set) var compacted: Set<String> = []
    /// What set off runs that were rolled back.
    private(set) var withdrawn: Set<String> = []
    private var open = ["text": "", "thinking": ""]
    private var request: [String] = []
    private var run: [String] = []
    private var finished: [String] = []

    init(_ lines: [String]) throws {
        for line in lines {
            guard let event = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] else {
                continue
            }
            take(event["event"] as? String ?? "", event["data"] as? [String: Any] ?? [:])
        }
    }

    /// Everything that can be printed once, of any kind.
    var all: [String] { words.values.flatMap(\.self) + questions + notifications + calls + results }
}

private extension EventContents {
    mutating func take(_ name: String, _ data: [String: Any]) {
        let id = data["id"] as? String ?? ""
        let text = data["text"] as? String ?? ""
        switch name {
        case "snapshot": resume(data["in_flight"] as? [String: Any])
        case "text_delta", "thinking_delta": hear(text, String(name.dropLast(6)), continues: true)
        case "text_done", "thinking_done": finish(text, String(name.dropLast(5)))
        case "user_message": ask(data)
        case "system_item":
            if let message = (data["item"] as? [String: Any])?["message"] as? String {
                notifications.append(message)
                run.append(message)
            }
        case "tool_call_done":
            calls.append(id)
            finished.append(id)
        case "tool_result":
            results.append("result of " + id)
            committed.insert("result of " + id)
        case "llm_call_start", "turn_start": endBlocks()
        case "llm_call_end":
            committed.formUnion(finished + request)
            (request, finished) = ([], [])
        case "segment_rotated":
            rotations += 1
            let entry = data["entry"] as? [String: Any]
            if entry?["compacted_from"] != nil { compacted = Set(all) }
        case "run_end":
            ends.append(data["result"] as? String ?? "")
            if ends.last == "rolled_back" { withdrawn.formUnion(run) }
            endRequest()
        case "error": hasGap = hasGap || data["kind"] as? String == "gap"
        case "status":
            status = data["status"] as? String ?? ""
            if status == "idle" { run = [] }
            if status != "running" { endRequest() }
        default: break
        }
    }

    /// A block that a later snapshot has open goes on; any other has ended.
    mutating func resume(_ inFlight: [String: Any]?) {
        endBlocks()
        for block in inFlight?["blocks"] as? [[String: Any]] ?? [] where block["finished"] == nil {
            if let kind = block["kind"] as? String, let text = block["text"] as? String { open[kind] = text }
        }
    }

    /// Those with a number, which are like no other.
    static func words(of text: String) -> [String] {
        text.split(separator: " ").map(String.init).filter { $0.contains("-") }
    }

    mutating func hear(_ text: String, _ kind: String, continues: Bool) {
        let new = Self.words(of: text)
        words[kind, default: []] += new
        request += new
        open[kind] = continues ? (open[kind] ?? "") + text : ""
    }

    /// The whole text, of which only what was not heard before is new.
    mutating func finish(_ text: String, _ kind: String) {
        let heard = open[kind] ?? ""
        hear(text.hasPrefix(heard) ? String(text.dropFirst(heard.count)) : text, kind, continues: false)
        finished += Self.words(of: text)
    }

    /// What was POSTed is printed twice.
    mutating func ask(_ data: [String: Any]) {
        let segments = data["segments"] as? [[String: Any]] ?? []
        let text = segments.compactMap { $0["content"] as? String }.joined()
        if questions.last != text { questions.append(text) }
        run.append(text)
    }

    mutating func endBlocks() { open = ["text": "", "thinking": ""] }

    mutating func endRequest() {
        endBlocks()
        (request, finished) = ([], [])
    }
}
