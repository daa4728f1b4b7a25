import Testing

/// What is shown by the clock; no test waits for it.
@Suite struct `Live, without any input` {
    private static let call =
        #"{"event":"tool_call_done","data":{"id":"a","name":"Bash","arguments":"{\"command\":\"make\"}"}}"#
    private static let alert =
        #"{"event":"alert","data":{"level":"warn","source":"engine","message":"output cut","timestamp_ms":0}}"#

    private static func command(_ kind: String, _ rest: String) -> String {
        #"{"event":"command","data":{"event":{"kind":"\#(kind)","command_id":"c",\#(rest)}}}"#
    }

    private static func delta(_ text: String) -> String { #"{"event":"text_delta","data":{"text":"\#(text)"}}"# + "\n" }

    @Test func `a command that takes long is mentioned when it has run for ten seconds`() throws {
        var live = try Rendering.live(["--width=0"])
        live.take(Self.call + Self.command("started", #""tool_call_id":"a","observed_at_ms":1000"#), at: 0)
        #expect(live.deadline == 10_000)
        live.tick(9_999)
        #expect(live.output == "● Bash  make\n")
        live.tick(10_000)
        #expect(live.output == "● Bash  make\n\n◆ Bash  has been running for 10 s: make\n")
        #expect(live.deadline == nil)
    }

    @Test func `the time that a command has run before we hear of it counts`() throws {
        var live = try Rendering.live(["--width=0"])
        live.take(Self.command("started", #""tool_call_id":"a","observed_at_ms":1000"#), at: 0)
        live.take(Self.command("output", #""observed_at_ms":7000"#), at: 4_000)
        #expect(live.deadline == 8_000)
        live.take(Self.command("terminal", #""observed_at_ms":8000"#), at: 5_000)
        #expect(live.deadline == nil)
    }

    @Test func `nothing is said of a command whose run is over`() throws {
        var live = try Rendering.live(["--width=0"])
        live.take(Self.command("started", #""tool_call_id":"a","observed_at_ms":1000"#), at: 0)
        live.take(#"{"event":"turn_start","data":{"turn":1}}"#, at: 1_000)
        #expect(live.deadline == nil)
    }

    @Test(arguments: ["full", "compact"]) func `news wait for the end of a line, but not for long`(_ style: String)
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

    @Test func `a text goes on after a question that came in its middle`() throws {
        var live = try Rendering.live(["--width=0"])
        let question = #"{"event":"user_message","data":{"segments":[{"kind":"text","content":"Why?"}]}}"#
        live.take(Self.delta("Half a wo"), at: 0)
        live.take(question, at: 10)
        live.release()
        live.take(Self.delta("rd."), at: 20)
        #expect(live.output == "  Half a wo\n\n> Why?\n\n  rd.")
    }

    @Test func `news wait for the end of a document's text, however long that takes`() throws {
        var live = try Rendering.live(["--style=markdown"])
        live.take(Self.delta("Half a wo"), at: 0)
        live.take(Self.alert, at: 10)
        #expect(live.isHolding == false)
        live.release()
        live.take(Self.delta("rd.") + #"{"event":"llm_call_end","data":{}}"#, at: 20)
        #expect(live.output.hasSuffix("Half a word.\n\n> **engine** output cut\n"))
    }
}
