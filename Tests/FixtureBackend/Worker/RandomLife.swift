/// A life of many runs that a seed decides: what can happen to a Worker happens, in any order and mixture.
struct RandomLife {
    private(set) var events: [String] = []
    private var random: SplitMix
    private let tag: String
    /// Counts whatever must be unlike all others: words, ids, questions.
    private var count = 0
    private var turn = 0
    private var call = 0
    private var hasSegment = false
    private var wasInterrupted = false

    init(seed: UInt64, runs: Int = 12) {
        random = SplitMix(seed: seed)
        tag = String(seed, radix: 36)
        for _ in 0..<runs { run() }
    }
}

private extension RandomLife {
    mutating func chance(_ share: Int) -> Bool { Int.random(in: 0..<100, using: &random) < share }

    mutating func unique(_ stem: String) -> String {
        count += 1
        return "\(stem)-\(tag)-\(count)"
    }

    mutating func say(_ name: String, _ data: String? = nil) {
        events.append(data.map { #"{"event":"\#(name)","data":\#($0)}"# } ?? #"{"event":"\#(name)"}"#)
    }

    mutating func run() {
        if hasSegment && chance(10) { compact() }
        say("status", #"{"status":"running"}"#)
        if !hasSegment { rotate(compactedFrom: nil) }
        if wasInterrupted { events.append(Said.interrupt) }
        wasInterrupted = false
        if chance(20) {
            say("invoke_start", #"{"kind":"notify"}"#)
            say("turn_start", #"{"turn":\#(turn)}"#)
            events.append(Said.notification(unique("notice")))
        } else {
            ask()
            say("turn_start", #"{"turn":\#(turn)}"#)
        }
        answer()
        if chance(30) { alert() }
    }

    /// By POST it is said twice.
    mutating func ask() {
        say("invoke_start", #"{"kind":"user_send"}"#)
        let question = Said.question(#"[{"content":"\#(unique("question"))","kind":"text"}]"#)
        events.append(question)
        if chance(25) { events.append(question) }
    }

    mutating func answer() {
        for _ in 0..<Int.random(in: 0...3, using: &random) {
            say("llm_call_start", #"{"llm_call":\#(call)}"#)
            if chance(8) { return breakOff() }
            let calls = blocks(wantsCall: true)
            endCall()
            results(of: calls)
            if chance(8) { compactInRun() }
            if chance(15) { events.append(Said.notification(unique("aside"))) }
            say("turn_start", #"{"turn":\#(turn)}"#)
        }
        say("llm_call_start", #"{"llm_call":\#(call)}"#)
        if chance(10) { return breakOff() }
        if chance(10) { pauseAndResume() }
        _ = blocks(wantsCall: false)
        endCall()
        say("run_end", #"{"result":"\#(chance(10) ? "limit_reached" : "finished")"}"#)
        say("status", #"{"status":"idle"}"#)
    }

    mutating func endCall() {
        say("usage", #"{"input_tokens":1000,"output_tokens":20,"cache_read_input_tokens":900}"#)
        say("llm_call_end", #"{"llm_call":\#(call)}"#)
        say("turn_end", #"{"turn":\#(turn),"result":"finished"}"#)
        turn += 1
        call += 1
    }

    /// Thoughts, words and calls as they come; the calls' ids.
    mutating func blocks(wantsCall: Bool) -> [String] {
        var calls: [String] = []
        if chance(40) { think() }
        for _ in 0..<Int.random(in: wantsCall ? 0...2 : 1...2, using: &random) {
            speak()
            if wantsCall && chance(50) { calls.append(callTool()) }
        }
        if wantsCall && calls.isEmpty { calls.append(callTool()) }
        return calls
    }

    mutating func words(_ kind: String, done: Bool = true) {
        var whole = ""
        for _ in 0..<Int.random(in: 1...8, using: &random) {
            let part =
                unique(["é語🎉 ", "\\\"quoted\\\" ", "word ", "line\\n"].randomElement(using: &random) ?? "") + " "
            whole += part
            say(kind + "_delta", #"{"text":"\#(part)"}"#)
        }
        if done { say(kind + "_done", #"{"text":"\#(whole)"}"#) }
    }

    mutating func speak() { words("text") }

    mutating func think() {
        say("thinking_start")
        words("thinking")
    }

    mutating func callTool() -> String {
        let id = unique("call")
        say("tool_call_start", #"{"id":"\#(id)","name":"Bash"}"#)
        let command = #"{\"command\":\"\#(unique("echo"))\"}"#
        say("tool_call_args_delta", #"{"id":"\#(id)","json":"\#(command.prefix(12))"}"#)
        say("tool_call_args_delta", #"{"id":"\#(id)","json":"\#(command.dropFirst(12))"}"#)
        say("tool_call_done", #"{"id":"\#(id)","name":"Bash","arguments":"\#(command)"}"#)
        return id
    }

    mutating func results(of calls: [String]) {
        for id in calls where chance(50) {
            let command = unique("command")
            say(
                "command",
                #"{"event":{"kind":"started","command_id":"\#(command)","tool_call_id":"\#(id)","observed_at_ms":1}}"#)
            let output = unique("output")
            say(
                "command",
                """
                {"event":{"kind":"output","command_id":"\(command)","stream":"stdout","start_offset":0,\
                "end_offset":\(output.utf8.count),"content":"\(output)","observed_at_ms":2}}
                """)
            say(
                "command",
                """
                {"event":{"kind":"terminal","command_id":"\(command)","status":"completed","exit_code":0,\
                "stdout_end_offset":\(output.utf8.count),"stderr_end_offset":0,"observed_at_ms":3}}
                """)
        }
        for id in calls {
            let output = chance(70) ? #","output":"\#(unique("result"))""# : ""
            say(
                "tool_result", #"{"id":"\#(id)","summary":"\#(unique("summary"))"\#(output),"is_error":\#(chance(20))}"#
            )
        }
    }

    /// A run that does not come to its end: cancelled, failed, or rolled back before it said anything.
    mutating func breakOff() {
        let spoke =
            events.last(where: { $0.hasPrefix(#"{"event":"invoke_start""#) || $0.contains(#"_delta""#) })?.contains(
                "_delta") == true
        if chance(30) && !spoke {
            say("run_end", #"{"result":"rolled_back"}"#)
        } else {
            let isCancelled = chance(50)
            words("text", done: false)
            say("usage", #"{"input_tokens":1000,"output_tokens":1}"#)
            if isCancelled {
                events.append(Said.cancelled)
            } else {
                events.append(Said.error("provider_error", unique("the provider failed")))
            }
            wasInterrupted = true
        }
        say("status", #"{"status":"idle"}"#)
    }

    /// The request is said again from its beginning.
    mutating func pauseAndResume() {
        words("text", done: false)
        say("usage", #"{"input_tokens":1000,"output_tokens":1}"#)
        say("run_end", #"{"result":"paused"}"#)
        say("status", #"{"status":"paused"}"#)
        say("status", #"{"status":"running"}"#)
        say("turn_start", #"{"turn":\#(turn)}"#)
        say("llm_call_start", #"{"llm_call":\#(call)}"#)
    }

    mutating func compact() {
        say("compact_start")
        rotate(compactedFrom: "01a00000-0000-7000-8001-000000000001")
        say("compact_done", #"{"new_segment_id":"01a00000-0000-7000-8001-000000000002"}"#)
    }

    mutating func compactInRun() {
        say("turn_start", #"{"turn":\#(turn)}"#)
        say("turn_end", #"{"turn":\#(turn),"result":"finished"}"#)
        compact()
    }

    mutating func rotate(compactedFrom old: String?) {
        count += 1
        hasSegment = true
        let from = old.map { #""compacted_from":{"at_turn_index":1,"segment_id":"\#($0)"},"# } ?? ""
        let summary =
            old == nil
            ? "" : #"{"content":[{"kind":"text","text":"\#(unique("summary"))"}],"kind":"message","role":"system"}"#
        events.append(
            Said.rotation(
                """
                {\(from)"config":\(WorkerLog.config),"history":[\(summary)],"kind":"segment_start",\
                "session_id":"01a00000-0000-7000-8000-000000000001","system_prompt":"(the system prompt)",\
                "ts":\(1_795_646_660_000 + count * 100_000)}
                """))
    }

    mutating func alert() { events.append(Said.alert(unique("note"))) }
}
