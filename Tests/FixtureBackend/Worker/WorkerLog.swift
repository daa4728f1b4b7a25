/// The state that a Worker's events produce: its log, what is in flight, its status.
///
/// Commits are per request, as the real Worker makes them: nothing of a request is in the log before its end, its texts
/// are then one message, and what was finished of a request that failed joins the next commit.
struct WorkerLog {
    struct Entry {
        let kind: String
        let json: String
    }

    /// A Worker inside this one.
    struct Internal {
        let id: String
        let worker: String
        var revision: Int
        var log: WorkerLog
    }

    /// The real one's clock, in milliseconds; ours ticks with each event, so that a life is the same each time.
    private static let begin = 1_795_646_660_000

    /// Of a sub-Worker, about which nothing is sent before the end of its run.
    private let isInternal: Bool
    private(set) var entries: [Entry] = []
    /// What an internal Worker failed with.
    private(set) var error: String?
    private var withheld: [Entry] = []
    private(set) var status = "idle"
    /// Not running in its Runtime: it shows a placeholder until it says something.
    var isStopped = false
    /// Whether the run that is going on has said anything; one that has not is rolled back by a cancel or a pause.
    private(set) var hasSpoken = false
    /// The last message is committed, and the end of its run is not.
    private(set) var hasAnswered = false
    private(set) var inFlight = InFlight()
    private(set) var internals: [Internal] = []
    private(set) var turns = 0
    private(set) var segments = 0
    private var clock = Self.begin
    /// Finished and not committed.
    private var finished: [InFlight.Block] = []
    private var arguments: [String: String] = [:]
    /// Usage of the run's requests, logged at its end.
    private var usage: [[String: Any]] = []
    private var runStart: Int?
    private var failure: String?
    /// Calls without a result: a later run logs that they were interrupted.
    private var openCalls: [String] = []
    private var question: String?
    private var isInvoked = false
    private var hasEndedCall = false

    init(isInternal: Bool = false) { self.isInternal = isInternal }
}

extension WorkerLog {
    /// Text that is not an event leaves nothing.
    mutating func take(_ line: String) {
        guard let event = JSONText.object(Array(line.utf8)) else { return }
        take(event)
    }

    /// The Worker's process was lost: what was not committed is gone, and nothing is said of it.
    mutating func lose() {
        (inFlight, finished, usage, runStart, failure) = (InFlight(), [], [], nil, nil)
        status = "idle"
    }

    /// Whether the next run begins with a note that the last one did not end well.
    var wasInterrupted: Bool {
        guard status == "idle", let last = entries.last(where: { $0.kind != "extension" }) else { return false }
        return !["segment_start", "run_completed", "system_item"].contains(last.kind)
    }

    /// Begins with `count` messages of `size` bytes.
    mutating func recall(_ count: Int, size: Int) {
        guard count > 0, entries.isEmpty else { return }
        rotate(segmentStart)
        let filler = String(repeating: "lorem ipsum ", count: size / 12 + 1).prefix(size)
        for number in 1...count {
            clock += 1
            let text = JSONText.string("message \(number) \(filler)")
            if number % 2 == 1 {
                add("invoke", #"{"kind":"invoke","trigger":"user_send","ts":\#(clock)}"#)
                add(
                    "user_input",
                    #"{"kind":"user_input","segments":[{"content":\#(text),"kind":"text"}],"ts":\#(clock)}"#)
            } else {
                add("assistant_item", message(text))
                add(
                    "run_completed", #"{"interrupted":false,"kind":"run_completed","result":"finished","ts":\#(clock)}"#
                )
            }
        }
    }

    /// A new segment as the Worker's first run writes it.
    var segmentStart: String {
        """
        {"config":\(Self.config),"history":[],"kind":"segment_start",\
        "session_id":"01a00000-0000-7000-8000-000000000001","system_prompt":"(the system prompt)","ts":\(clock + 1)}
        """
    }

    static let config =
        #"{"max_tokens":null,"reasoning":"high","stop_sequences":[],"temperature":null,"top_k":null,"top_p":null}"#

    var segmentID: String { Self.segmentID(segments) }

    static func segmentID(_ number: Int) -> String { "01a00000-0000-7000-8001-" + String(padded: number, 12) }
}

private extension WorkerLog {
    mutating func take(_ event: [String: Any]) {
        clock += 1
        let data = event["data"] as? [String: Any] ?? [:]
        let name = event["event"] as? String ?? ""
        if name != "shutdown" { isStopped = false }
        switch name {
        case "shutdown": isStopped = true
        case "status": turn(to: data.string("status"))
        case "segment_rotated":
            rotate(JSONText.encode(data["entry"] ?? [:]), at: (data["entry"] as? [String: Any])?["ts"])
        case "rewind_applied":
            let kept = data["entries"] as? [[String: Any]] ?? []
            entries = kept.map(Entry.init)
            turns = kept.compactMap { $0["turn_count"] as? Int }.last ?? 0
        case "compact_start": if status == "running", hasSpoken { yield() }
        case "invoke_start":
            runStart = runStart ?? entries.count
            logInterruptedCalls()
            add("invoke", #"{"kind":"invoke","trigger":\#(JSONText.string(data.string("kind"))),"ts":\#(clock)}"#)
            (isInvoked, hasSpoken) = (true, false)
        case "user_message": ask(JSONText.encode(data["segments"] ?? []))
        case "system_item":
            let item = data["item"] as? [String: Any] ?? [:]
            if item.string("kind") == "interrupt" { logInterruptedCalls() }
            add("system_item", #"{"item":\#(JSONText.encode(item)),"kind":"system_item","ts":\#(clock)}"#)
        case "error": fail(data.string("message"))
        case "run_end": end(data.string("result"))
        case "internal_worker": takeInternal(data)
        case "internal_worker_removed": remove(data)
        default: takeAnswer(name, data)
        }
    }

    mutating func takeAnswer(_ name: String, _ data: [String: Any]) {
        let id = data.string("id")
        switch name {
        case "text_delta": inFlight.add(data.string("text"), to: .text)
        case "thinking_start": inFlight.blocks.append(InFlight.Block(kind: .thinking))
        case "thinking_delta": inFlight.add(data.string("text"), to: .thinking)
        case "text_done": finished.append(inFlight.finish(.text, data.string("text")))
        case "thinking_done": finished.append(inFlight.finish(.thinking, data.string("text")))
        case "tool_call_start": inFlight.begin(id, data.string("name"))
        case "tool_call_args_delta": inFlight.add(arguments: data.string("json"), to: id)
        case "tool_call_done":
            inFlight.finishCall(id)
            let arguments = data.string("arguments")
            finished.append(
                InFlight.Block(
                    kind: .toolCall, text: arguments == "null" ? "{}" : arguments, id: id, name: data.string("name")))
        case "tool_result":
            inFlight.removeCommands(of: id)
            logResult(id, data)
        case "command": inFlight.take(data["event"] as? [String: Any] ?? [:])
        case "usage": usage.append(data)
        case "llm_call_end":
            hasEndedCall = true
            commit()
        case "turn_end":
            // The one before a compaction ends no request.
            if hasEndedCall { turns += 1 }
            hasEndedCall = false
        case "turn_start": hasAnswered = false
        default: return
        }
        if !["usage", "llm_call_end", "turn_start", "turn_end"].contains(name) { hasSpoken = true }
    }

    /// The run ends with its next status, but an internal Worker says none: there the engine's own words end it, which
    /// follow the provider's.
    mutating func fail(_ message: String) {
        guard status == "running", !message.contains("Busy") else { return }
        guard isInternal, message.hasPrefix("Client error") else { return failure = message }
        closeFailed(message)
        (status, error) = ("paused", message)
    }

    mutating func closeFailed(_ message: String) {
        let text = JSONText.string(message)
        close(#"{"interrupted":true,"kind":"run_errored","message":\#(text),"ts":\#(clock)}"#, "run_errored")
    }

    mutating func turn(to word: String) {
        if let failure, let start = runStart, entries.count > start || word == "running" { closeFailed(failure) }
        // An internal Worker has no other end.
        if isInternal, word == "idle", runStart != nil { complete("finished", interrupted: false) }
        failure = nil
        runStart = word == "running" ? runStart ?? entries.count : nil
        if word != "running" { inFlight.blocks = [] }
        (status, hasAnswered) = (word, false)
    }

    mutating func end(_ result: String) {
        switch result {
        case "rolled_back":
            entries.removeSubrange(min(runStart ?? entries.count, entries.count)...)
            (usage, runStart, inFlight.blocks) = ([], nil, [])
        case "paused": closeFailed("Cancelled")
        default: complete(result, interrupted: false)
        }
        hasAnswered = false
    }

    /// A compaction in the middle of a run ends the segment, not the run.
    mutating func yield() {
        let start = runStart
        complete("yielded", interrupted: true)
        runStart = start
    }

    mutating func complete(_ result: String, interrupted: Bool) {
        let word = JSONText.string(result)
        close(
            #"{"interrupted":\#(interrupted),"kind":"run_completed","result":\#(word),"ts":\#(clock)}"#, "run_completed"
        )
    }

    mutating func close(_ last: String, _ kind: String) {
        entries += withheld
        withheld = []
        add("turn_end", #"{"kind":"turn_end","ts":\#(clock),"turn_count":\#(turns)}"#)
        for one in usage {
            func count(_ name: String) -> Int { one[name] as? Int ?? 0 }
            add(
                "llm_usage",
                """
                {"cache_read_tokens":\(count("cache_read_input_tokens")),"cache_write_tokens":0,"history_len":1,\
                "input_total_tokens":\(count("input_tokens")),"kind":"llm_usage","output_tokens":\(count("output_tokens")),\
                "ts":\(clock)}
                """)
        }
        add(kind, last)
        (usage, runStart, inFlight.blocks) = ([], nil, [])
    }

    mutating func commit() {
        let message = finished.filter { $0.kind == .text }.map(\.text).joined()
        for block in finished where block.kind == .thinking && !block.text.isEmpty {
            add(
                "assistant_item",
                #"{"item":{"kind":"reasoning","text":\#(JSONText.string(block.text))},"kind":"assistant_item","ts":\#(clock)}"#
            )
        }
        if !message.isEmpty { add("assistant_item", self.message(JSONText.string(message))) }
        let calls = finished.filter { $0.kind == .toolCall }
        for call in calls {
            add(
                "assistant_item",
                """
                {"item":{"arguments":\(JSONText.string(call.text)),"call_id":\(JSONText.string(call.id)),\
                "kind":"tool_call","name":\(JSONText.string(call.name))},"kind":"assistant_item","ts":\(clock)}
                """)
        }
        openCalls += calls.map(\.id)
        hasAnswered = calls.isEmpty && !message.isEmpty
        if !isInternal { inFlight.remove(committed: finished, message: message) }
        finished = []
    }

    func message(_ text: String) -> String {
        """
        {"item":{"content":[{"kind":"text","text":\(text)}],"kind":"message","role":"assistant"},\
        "kind":"assistant_item","ts":\(clock)}
        """
    }

    mutating func logResult(_ id: String, _ data: [String: Any]) {
        openCalls.removeAll { $0 == id }
        var item: [String: Any] = ["kind": "tool_result", "call_id": id, "summary": data.string("summary")]
        if let output = data["output"] as? String { item["content"] = output }
        if let attachments = data["attachments"] { item["attachments"] = attachments }
        if data["is_error"] as? Bool == true { item["is_error"] = true }
        add("tool_result", #"{"item":\#(JSONText.encode(item)),"kind":"tool_result","ts":\#(clock)}"#)
    }

    mutating func logInterruptedCalls() {
        for id in openCalls {
            add(
                "tool_result",
                """
                {"item":{"call_id":\(JSONText.string(id)),"kind":"tool_result","summary":"[Interrupted by user]"},\
                "kind":"tool_result","ts":\(clock)}
                """)
        }
        openCalls = []
    }

    /// What was POSTed is said twice and logged once.
    mutating func ask(_ segments: String) {
        if isInvoked || segments != question {
            add("user_input", #"{"kind":"user_input","segments":\#(segments),"ts":\#(clock)}"#)
        }
        (isInvoked, question) = (false, segments)
    }

    mutating func rotate(_ entry: String, at time: Any? = nil) {
        entries = [Entry(kind: "segment_start", json: entry)]
        segments += 1
        runStart = runStart.map { _ in 1 }
        clock = max(clock, time as? Int ?? 0) + 1
    }

    mutating func add(_ kind: String, _ json: String) {
        let entry = Entry(kind: kind, json: json)
        if isInternal && ["assistant_item", "tool_result"].contains(kind) {
            withheld.append(entry)
        } else {
            entries.append(entry)
        }
    }

    mutating func takeInternal(_ data: [String: Any]) {
        guard let worker = data["worker"] as? [String: Any], let event = data["event"] as? [String: Any] else { return }
        let id = worker.string("session_id")
        if !internals.contains(where: { $0.id == id }) {
            internals.append(
                Internal(id: id, worker: JSONText.encode(worker), revision: 0, log: WorkerLog(isInternal: true)))
        }
        guard let index = internals.firstIndex(where: { $0.id == id }) else { return }
        internals[index].revision = data["revision"] as? Int ?? 0
        internals[index].log.take(event)
    }

    mutating func remove(_ data: [String: Any]) {
        let id = (data["worker"] as? [String: Any])?.string("session_id")
        internals.removeAll { $0.id == id }
    }
}

extension WorkerLog.Entry {
    fileprivate init(_ entry: [String: Any]) { self.init(kind: entry.string("kind"), json: JSONText.encode(entry)) }
}

extension [String: Any] {
    /// The string member of that name; empty if there is none.
    func string(_ name: String) -> String { self[name] as? String ?? "" }
}
