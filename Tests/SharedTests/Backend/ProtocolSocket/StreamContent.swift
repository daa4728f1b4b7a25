@testable import Shared

/// What event lines say, kind by kind: texts joined from their deltas, runs ended, the last status.
struct StreamContent {
    var users: [String] = []
    var systemItems: [String] = []
    var calls: [Call] = []
    var results: [Result] = []
    var ends: [String] = []
    var texts: [[UInt8]] = []
    var thoughts: [[UInt8]] = []
    var (rotations, rewinds, gaps) = (0, 0, 0)
    var status: String?

    private var open = Open()
    private var error: String?
    /// A run's user message has come: after a POST it comes twice.
    private var hasUser = false

    struct Call: Hashable {
        let id: String
        let arguments: String
    }

    struct Result: Hashable {
        let id: String
        let summary: String
        let output: String?
        let isError: Bool
    }

    private struct Open {
        var text: [UInt8]?
        var thought: [UInt8]?
    }

    init(_ lines: some Sequence<StreamLine>) {
        for line in lines { take(line) }
        close()
    }
}

extension StreamContent {
    private mutating func take(_ line: StreamLine) {
        takeBlock(line)
        switch line.event {
        case "user_message":
            let content = line.data["segments"]?.canonical ?? ""
            if !hasUser || users.last != content { users.append(content) }
            hasUser = true
        case "tool_call_done":
            calls.append(Call(id: line.string("id"), arguments: line.string("arguments")))
        case "tool_result":
            let (output, isError) = (line.data["output"]?.string, line.data["is_error"]?.bool ?? false)
            results.append(
                Result(id: line.string("id"), summary: line.string("summary"), output: output, isError: isError))
        case "system_item": systemItems.append(line.data["item"]?.canonical ?? "")
        case "segment_rotated": rotations += 1
        case "rewind_applied": rewinds += 1
        case "run_end":
            ends.append(line.string("result"))
            (error, hasUser) = (nil, false)
        case "error": takeError(line)
        case "status": takeStatus(line.string("status"))
        default: break
        }
    }

    private mutating func takeError(_ line: StreamLine) {
        switch line.data["kind"]?.string {
        case "gap": gaps += 1
        case nil where line.data["origin"] == nil, "run_lost": error = line.string("message")
        default: break
        }
    }

    private mutating func takeStatus(_ status: String) {
        if status == "idle", let error, !error.contains("Busy") { ends.append("error") }
        error = nil
        self.status = status
        guard status != "running" else { return }
        hasUser = false
        close()
    }

    private mutating func takeBlock(_ line: StreamLine) {
        switch line.event {
        case "snapshot": keep(blocksOf: line.data)
        case "segment_rotated", "rewind_applied", "llm_call_start": close()
        case "text_delta": open.text = (open.text ?? []) + line.bytes("text")
        case "text_done":
            texts.append(open.text ?? line.bytes("text"))
            if let text = open.text, text != line.bytes("text") { texts.append(Array("(its end says otherwise)".utf8)) }
            open.text = nil
        case "thinking_start":
            if let thought = open.thought, !thought.isEmpty { thoughts.append(thought) }
            open.thought = []
        case "thinking_delta": open.thought = (open.thought ?? []) + line.bytes("text")
        case "thinking_done":
            let thought = open.thought ?? []
            thoughts.append(thought.isEmpty ? line.bytes("text") : thought)
            open.thought = nil
        default: break
        }
    }

    /// A block that continues is in a later snapshot with what was printed of it; any other has ended.
    private mutating func keep(blocksOf snapshot: JSON) {
        var flight: [String: [UInt8]] = [:]
        for block in snapshot["in_flight"]?["blocks"]?.elements ?? [] where block["finished"]?.bool != true {
            flight[block["kind"]?.string ?? ""] = Array((block["text"]?.string ?? "").utf8)
        }
        if flight["text"] != open.text { closeText() }
        if flight["thinking"] != open.thought { closeThought() }
    }

    private mutating func close() {
        closeText()
        closeThought()
    }

    private mutating func closeText() {
        if let text = open.text, !text.isEmpty { texts.append(text) }
        open.text = nil
    }

    private mutating func closeThought() {
        if let thought = open.thought, !thought.isEmpty { thoughts.append(thought) }
        open.thought = nil
    }
}
