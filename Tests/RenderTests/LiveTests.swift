import Testing

/// Output that depends on the clock; no test waits for it.
@Suite struct `Live, without any input` {
    private static let call =
        #"{"event":"tool_call_done","data":{"id":"a","name":"Bash","arguments":"{\"command\":\"make\"}"}}"#
    private static let alert =
        #"{"event":"alert","data":{"level":"warn","source":"engine","message":"output cut","timestamp_ms":0}}"#

    private static func command(_ kind: String, _ rest: String) -> String {
        #"{"event":"command","data":{"event":{"kind":"\#(kind)","command_id":"c",\#(rest)}}}"#
    }

    private static func delta(_ text: String) -> String { #"{"event":"text_delta","data":{"text":"\#(text)"}}"# + "\n" }

    @Test func `a slow command is announced after ten seconds`() throws {
        var live = try Rendering.live(["--width=0"])
        live.take(Self.call + Self.command("started", #""tool_call_id":"a","observed_at_ms":1000"#), at: 0)
        #expect(live.deadline == 10_000)
        live.tick(9_999)
        #expect(live.output == "● Bash  make\n")
        live.tick(10_000)
        #expect(live.output == "● Bash  make\n\n◆ Bash  has been running for 10 s: make\n")
        #expect(live.deadline == nil)
    }

    @Test func `the time that a command ran before we attached counts`() throws {
        var live = try Rendering.live(["--width=0"])
        live.take(Self.command("started", #""tool_call_id":"a","observed_at_ms":1000"#), at: 0)
        live.take(Self.command("output", #""observed_at_ms":7000"#), at: 4_000)
        #expect(live.deadline == 8_000)
        live.take(Self.command("terminal", #""observed_at_ms":8000"#), at: 5_000)
        #expect(live.deadline == nil)
    }

    @Test func `a command whose run has ended is not announced`() throws {
        var live = try Rendering.live(["--width=0"])
        live.take(Self.command("started", #""tool_call_id":"a","observed_at_ms":1000"#), at: 0)
        live.take(#"{"event":"turn_start","data":{"turn":1}}"#, at: 1_000)
        #expect(live.deadline == nil)
    }

    @Test(arguments: ["full", "compact"]) func `notices wait for the end of a line, but not for long`(_ style: String)
        throws
    {
        var live = try Rendering.live(["--width=0", "--style=\(style)"])
        live.take(Self.delta("Half a wo"), at: 0)
        live.take(Self.alert, at: 10)
        let before = live.output
        #expect(before.hasSuffix("Half a wo"))
        #expect(live.isHolding == true)
        live.release()
        #expect(live.output.hasPrefix(before + "\n"))
        #expect(live.output.contains("output cut"))
        #expect(live.isHolding == false)
        live.take(Self.delta("rd."), at: 20)
        #expect(live.output.hasSuffix("rd."))
    }

    @Test func `a text continues after a question in the middle of it`() throws {
        var live = try Rendering.live(["--width=0"])
        let question = #"{"event":"user_message","data":{"segments":[{"kind":"text","content":"Why?"}]}}"#
        live.take(Self.delta("Half a wo"), at: 0)
        live.take(question, at: 10)
        live.release()
        live.take(Self.delta("rd."), at: 20)
        #expect(live.output == "  Half a wo\n\n> Why?\n\n  rd.")
    }

    @Test func `in a document, notices wait for the end of the text`() throws {
        var live = try Rendering.live(["--style=markdown"])
        live.take(Self.delta("Half a wo"), at: 0)
        live.take(Self.alert, at: 10)
        #expect(live.isHolding == false)
        live.release()
        live.take(Self.delta("rd.") + #"{"event":"llm_call_end","data":{}}"#, at: 20)
        #expect(live.output.hasSuffix("Half a word.\n\n> **engine** output cut\n"))
    }
}
