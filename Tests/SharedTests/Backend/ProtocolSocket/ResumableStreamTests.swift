import Testing

@testable import Shared

@Suite struct `A resumable stream` {
    static let start = #"{"history":[],"kind":"segment_start","session_id":"s","system_prompt":"p","ts":1}"#
    static let question = [
        #"{"kind":"invoke","trigger":"user_send","ts":2}"#,
        #"{"kind":"user_input","segments":[{"content":"Why?","kind":"text"}],"ts":2}"#,
    ]

    static func snapshot(
        _ entries: [String] = [], status: String = "idle", flight: String? = nil, provider: String = "p"
    ) throws -> StreamLine {
        let blocks = flight.map { #","in_flight":{"blocks":[\#($0)]}"# } ?? ""
        return try StreamLine(
            #"{"event":"snapshot","data":{"entries":[\#(entries.joined(separator: ","))],"#
                + #""greeting":{"provider":"\#(provider)","n":1.50},"status":"\#(status)"\#(blocks)}}"#)
    }

    static func event(_ name: String, _ data: String) throws -> StreamLine {
        try StreamLine(#"{"event":"\#(name)","data":\#(data)}"#)
    }

    static func delta(_ text: String) throws -> StreamLine { try event("text_delta", #"{"text":"\#(text)"}"#) }

    static let running = #"{"status":"running"}"#

    static let bad = [
        "", "[]", "7", "{", #"{"event":7}"#, #"{"data":{}}"#, #"{"event":"text_delta","data":{"text":"x"}"#,
        #"{"event":"text_delta","data":{"text":"x"}}}"#, #"{"event":"status"} x"#,
    ]

    @Test(arguments: bad)
    func `a message that is not an event is refused`(message: String) {
        let bytes = Array(message.utf8)
        #expect(throws: MessageError.self) { try ProtocolMessage(bytes.span) }
    }

    @Test(arguments: [
        #"{"event":"text_delta","data":{"text":"ab"}}"#, #"{"event":"thinking_delta","data":{"text":"é\n"}}"#,
    ])
    func `a delta with any byte changed is read exactly as JSON would be`(delta: String) {
        let bytes = Array(delta.utf8)
        for index in bytes.indices {
            for byte in Array("\"\\{}:, \n1x".utf8) + [0x1F, 0x80, 0xC3, 0xFF] {
                for changed in [
                    bytes[..<index] + [byte] + bytes[(index + 1)...], bytes[..<index] + [byte] + bytes[index...],
                    bytes[..<index] + bytes[(index + 1)...],
                ] {
                    let isEvent = (try? JSON(Array(changed)))?["event"]?.string != nil
                    let message = try? ProtocolMessage(changed.span)
                    #expect((message != nil) == isEvent, "\(String(decoding: changed, as: UTF8.self))")
                }
            }
        }
    }

    @Test func `the name of an event is found anywhere and in any layout`() throws {
        var playback = ProtocolPlayback()
        for text in [#"{ "data" : {"a":[1]} ,"event":"novel"}"#, #"{"event":"text_delta", "data":{"text":"x","y":1}}"#]
        {
            try playback.receive(try StreamLine(text))
        }
        #expect(playback.lines.map(\.event) == ["novel", "text_delta"])
    }

    @Test func `without history the entries of the first snapshot are empty, and the rest is unchanged`() throws {
        var playback = ProtocolPlayback(printsHistory: false)
        try playback.receive(try Self.snapshot([Self.start] + Self.question))
        #expect(playback.lines.map(\.text) == [try Self.snapshot().text])
    }

    /// A snapshot that says idle, though the last run has no end.
    func lost() throws -> ProtocolPlayback {
        var playback = ProtocolPlayback()
        try playback.receive(try Self.snapshot([Self.start]))
        try playback.receive(try Self.event("status", Self.running))
        try playback.receive(try Self.event("invoke_start", #"{"kind":"user_send"}"#))
        try playback.receive(try Self.event("user_message", #"{"segments":[{"kind":"text","content":"Why?"}]}"#))
        playback.reconnect()
        try playback.receive(try Self.snapshot([Self.start] + Self.question))
        playback.wait(.milliseconds(1900))
        #expect(playback.lines.map(\.event) == ["snapshot", "status", "invoke_start", "user_message", "snapshot"])
        return playback
    }

    @Test func `a run is reported as lost after two seconds without a sign of life`() throws {
        var playback = try lost()
        playback.wait(.milliseconds(100))
        #expect(playback.lines.suffix(2).map(\.event) == ["error", "status"])
        #expect(playback.lines.suffix(2).first?.string("kind") == "run_lost")
        #expect(playback.lines.last?.string("status") == "idle")
    }

    @Test func `a run that continues is not lost, and one before another run is lost at once`() throws {
        var goingOn = try lost()
        try goingOn.receive(try Self.event("run_end", #"{"result":"finished"}"#))
        goingOn.wait(.seconds(9))
        #expect(goingOn.lines.last?.event == "run_end")
        var another = try lost()
        try another.receive(try Self.event("status", Self.running))
        #expect(
            another.lines.suffix(3).map { $0.string("kind") + $0.string("status") } == ["run_lost", "idle", "running"])
    }

    @Test func `a notification that is rolled back does not take a user message with it`() throws {
        var playback = ProtocolPlayback()
        try playback.receive(try Self.snapshot([Self.start]))
        func run(_ trigger: String, _ input: StreamLine, _ result: String) throws {
            try playback.receive(try Self.event("status", Self.running))
            try playback.receive(try Self.event("invoke_start", #"{"kind":"\#(trigger)"}"#))
            try playback.receive(input)
            try playback.receive(try Self.event("run_end", #"{"result":"\#(result)"}"#))
            try playback.receive(try Self.event("status", #"{"status":"idle"}"#))
        }
        let question = try Self.event("user_message", #"{"segments":[{"kind":"text","content":"Why?"}]}"#)
        try run("user_send", question, "finished")
        let notice = #"{"kind":"notification","message":"m","body":"b"}"#
        try run("notify", try Self.event("system_item", #"{"item":\#(notice)}"#), "rolled_back")
        playback.reconnect()
        let before = playback.lines.count
        let end = #"{"kind":"run_completed","result":"finished","interrupted":false,"ts":3}"#
        try playback.receive(try Self.snapshot([Self.start] + Self.question + [end]))
        #expect(playback.lines.dropFirst(before).map(\.event) == ["snapshot"])
        // A user's own goes.
        try run("user_send", question, "rolled_back")
        playback.reconnect()
        let after = playback.lines.count
        try playback.receive(try Self.snapshot([Self.start] + Self.question + [end] + Self.question, status: "running"))
        #expect(playback.lines.dropFirst(after).map(\.event) == ["snapshot", "status", "user_message"])
    }

    @Test func `a stopped Worker that comes to life causes one more connection`() throws {
        var playback = ProtocolPlayback()
        try playback.receive(try Self.snapshot([Self.start]))
        for _ in 0..<2 {
            playback.reconnect()
            try playback.receive(try Self.snapshot(provider: "worker-runtime"))
            #expect(!playback.stream.wantsNewConnection)
        }
        #expect(playback.lines.map(\.event) == ["snapshot", "snapshot"])
        try playback.receive(try Self.event("status", Self.running))
        #expect(playback.stream.wantsNewConnection)
        playback.reconnect()
        #expect(!playback.stream.wantsNewConnection)
        try playback.receive(try Self.snapshot([Self.start] + Self.question, status: "running"))
        #expect(playback.lines.suffix(2).map(\.event) == ["snapshot", "user_message"])
    }

    /// A text that was printed to `ab`, and a snapshot that says so.
    func attached() throws -> ProtocolPlayback {
        var playback = ProtocolPlayback()
        try playback.receive(try Self.snapshot([Self.start] + Self.question, status: "running"))
        playback.wait(.milliseconds(50))
        try playback.receive(try Self.delta("ab"))
        playback.reconnect()
        let flight = #"{"kind":"text","text":"abab"}"#
        try playback.receive(try Self.snapshot([Self.start] + Self.question, status: "running", flight: flight))
        let later = playback.lines.suffix(2)
        #expect(later.first?.data["in_flight"]?.text == #"{"blocks":[{"kind":"text","text":"ab"}]}"#)
        #expect(later.last?.text == (try Self.delta("ab").text))
        return playback
    }

    @Test func `events that a later snapshot contains are dropped right after it, and equal ones later are printed`()
        throws
    {
        var playback = try attached()
        let before = playback.lines.count
        try playback.receive(try Self.delta("ab"))
        playback.wait(.milliseconds(50))
        #expect(playback.lines.count == before)
        try playback.receive(try Self.delta("ab"))
        #expect(playback.lines.count == before + 1)
    }

    @Test func `no event is held for longer than repeats take`() throws {
        var playback = try attached()
        let before = playback.lines.count
        for text in ["ab", "c"] { try playback.receive(try Self.delta(text)) }
        #expect(playback.lines.dropFirst(before).map(\.text) == [try Self.delta("c").text])
    }

    @Test func `the state is bounded, and still recognizes a run of thousands of calls`() throws {
        var playback = ProtocolPlayback()
        try playback.receive(try Self.snapshot([Self.start]))
        try playback.receive(try Self.event("invoke_start", #"{"kind":"user_send"}"#))
        try playback.receive(try Self.event("user_message", #"{"segments":[{"kind":"text","content":"Why?"}]}"#))
        var log = [Self.start] + Self.question
        for number in 0..<2000 {
            let (id, text) = ("call-\(number)", "Step \(number % 7).")
            try playback.receive(try Self.event("text_done", #"{"text":"\#(text)"}"#))
            try playback.receive(try Self.event("tool_call_done", #"{"id":"\#(id)","name":"n","arguments":"{}"}"#))
            try playback.receive(try Self.event("tool_result", #"{"id":"\#(id)","summary":"s","is_error":false}"#))
            func item(_ kind: String, _ item: String) { log.append(#"{"item":{\#(item)},"kind":"\#(kind)","ts":3}"#) }
            let content = #""content":[{"kind":"text","text":"\#(text)"}],"#
            item("assistant_item", content + #""kind":"message","role":"assistant""#)
            item("assistant_item", #""arguments":"{}","call_id":"\#(id)","kind":"tool_call","name":"n""#)
            item("tool_result", #""call_id":"\#(id)","kind":"tool_result","summary":"s""#)
        }
        let before = playback.lines.count
        playback.reconnect()
        try playback.restart()
        try playback.receive(try Self.snapshot(log, status: "running"))
        #expect(playback.lines.dropFirst(before).map(\.event) == ["snapshot", "status"])
    }

    @Test func `a checkpoint that is truncated, of another version, or something else is refused`() throws {
        let checkpoint = try attached().stream.checkpoint
        func resumes(_ text: String) throws -> Bool {
            let json = try JSON(text)
            return ResumableStream(checkpoint: json, printsHistory: true, origin: .events) != nil
        }
        #expect(try resumes(checkpoint.text))
        let printed = try #require(checkpoint["printed"]?.string)
        for count in 0..<printed.count {
            #expect(try !resumes(checkpoint.text.replacing(printed, with: printed.prefix(count))))
        }
        #expect(try !resumes(checkpoint.text.replacing(#""version":2"#, with: #""version":1"#)))
        for other in ["null", "[]", "{}", #"{"version":2,"printed":7}"#, #"{"version":2,"printed":"zz"}"#] {
            #expect(try !resumes(other))
        }
    }

    @Test func `no checkpoint of random digits traps`() throws {
        let checkpoint = try attached().stream.checkpoint
        let printed = Array(try #require(checkpoint["printed"]?.string).utf8)
        let flight = #"{"kind":"text","text":"abab"}"#
        let snapshot = Array(
            try Self.snapshot([Self.start] + Self.question, status: "running", flight: flight).text.utf8)
        var resumedCount = 0
        for index in printed.indices {
            for digit in "0f7".utf8 {
                var changed = printed
                changed[index] = digit
                let text = #"{"version":2,"history":true,"printed":"\#(String(decoding: changed, as: UTF8.self))"}"#
                let json = try JSON(text)
                guard var resumed = ResumableStream(checkpoint: json, printsHistory: true, origin: .events) else {
                    continue
                }
                resumed.receive(try ProtocolMessage(snapshot.span), snapshot.span, now: .now) { _ in }
                resumedCount += 1
            }
        }
        #expect(resumedCount > 100)
    }
}
