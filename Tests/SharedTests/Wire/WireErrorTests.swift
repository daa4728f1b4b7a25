import Testing

@testable import Shared

@Suite struct `A value that is not what it should be` {
    static let methods: [(String, String)] = [
        (#"[]"#, "the value should be a method, that is an object, not []"),
        (#"{}"#, "field `method` is missing"),
        (#"{"method":1}"#, "field `method` should be a string, not 1"),
        (#"{"method":"run"}"#, "field `params` is missing"),
        (#"{"method":"run","params":[]}"#, "field `params` should be an object, not []"),
        (#"{"method":"run","params":{}}"#, "field `params.input` is missing"),
        (#"{"method":"run","params":{"input":"hi"}}"#, "field `params.input` should be an array, not \"hi\""),
        (#"{"method":"run","params":{"input":["hi"]}}"#, "field `params.input[0]` should be an object, not \"hi\""),
        (#"{"method":"run","params":{"input":[{"kind":"text"}]}}"#, "field `params.input[0].content` is missing"),
        (
            #"{"method":"run","params":{"input":[{"kind":"text","content":"","contnet":1}]}}"#,
            "field `params.input[0].contnet` is unknown"
        ),
        (
            #"{"method":"run","params":{"input":[{"kind":"paste","id":4294967296,"chars":1,"lines":1,"content":""}]}}"#,
            "field `params.input[0].id` should be a whole number from 0 to 4294967295, not 4294967296"
        ),
        (#"{"method":"run","params":{"input":[]},"x":1}"#, "field `x` is unknown"),
        (#"{"method":"run","method":"run"}"#, "field `method` is repeated"),
        (#"{"method":"notify","params":{"message":"a","message":"b"}}"#, "field `params.message` is repeated"),
        (#"{"method":"cancel","params":{}}"#, "field `params` is unknown"),
        (
            #"{"method":"notify","params":{"message":"\ude00"}}"#,
            "field `params.message` should be a string without half a surrogate pair, not \"\\ude00\""
        ),
        (
            #"{"method":"list_completions","params":{"kind":"color","prefix":""}}"#,
            "field `params.kind` is \"color\"; known are file, knowledge, workflow"
        ),
    ]

    @Test(arguments: methods)
    func `an error names the field, what was found and what should be there`(text: String, sentence: String) throws {
        let json = try JSON(text)
        let error = #expect(throws: WireError.self) { try Method(json: json, mode: .strict) }
        #expect(error?.description == sentence)
    }

    @Test func `an error has the offset of the value`() throws {
        let json = try JSON(#"  {"method": "notify", "params": {"message": 7}}"#)
        let error = #expect(throws: WireError.self) { try Method(json: json, mode: .strict) }
        #expect(error?.offset == 45)
    }

    @Test(arguments: ["cancel", "pause"])
    func `params may be null for a method without parameters`(name: String) throws {
        #expect(try Method(json: JSON(#"{"method":"\#(name)","params":null}"#), mode: .strict).name == name)
    }
}

@Suite struct `An event that is not quite what it should be` {
    /// The event's data, and the parts of the decoded value that say what was kept of it.
    static let events: [(String, [String])] = [
        (#"{"event":"llm_call_start"}"#, ["llmCallStart"]),
        (#"{"event":"turn_start","data":{"turn":-1}}"#, ["turnStart", "nil"]),
        (#"{"event":"alert","data":{"message":"m","timestamp_ms":"noon"}}"#, ["alert", #""m""#, "milliseconds: 0"]),
        (#"{"event":"usage","data":{"input_tokens":1.5,"output_tokens":7}}"#, ["inputTokens: nil", "(7)"]),
        (#"{"event":"run_end","data":{}}"#, [#"runEnd(ended)"#]),
        (#"{"event":"status","data":{"status":"dreaming","since":12345678901234567890}}"#, ["status(dreaming)"]),
        (#"{"seq":1.50,"event":"text_delta","data":{"text":"a","lang":null}}"#, ["textDelta"]),
        (
            #"{"event":"error","data":{"message":"m","kind":"of another version","origin":"yoi-else"}}"#,
            ["kind: nil", "yoi-else"]
        ),
        (#"{"event":"error","data":{"message":"m","kind":"gap"}}"#, ["ErrorKind.gap"]),
        (
            #"{"event":"tool_result","data":{"id":"i","summary":"s","output":[1],"is_error":"no"}}"#,
            [#"summary: "s""#, "output: nil", "is_error is a string", "output is an array"]
        ),
        (
            #"{"event":"user_message","data":{"segments":[{"kind":"text"},7,{"kind":"text","content":"kept"}]}}"#,
            ["unknown", "\"kept\""]
        ),
        (
            #"{"event":"segment_rotated","data":{"entry":{"kind":"segment_start","compacted_from":{"segment_id":"s"}}}}"#,
            [#"compactedFrom: Optional("s")"#]
        ),
        (
            #"{"event":"snapshot","data":{"greeting":{"worker_name":"w","tools":7},"in_flight":[],"entries":{}}}"#,
            [#"workerName: "w""#]
        ),
        (#"{"event":"command","data":{"event":{"kind":"paused"}}}"#, ["Change.unknown"]),
        (#"{"event":"in_flight_cleared"}"#, [#"unknown(name: "in_flight_cleared", data: nil)"#]),
        (#"{"event":"system_item","data":{"item":{"kind":"notification","body":"b"}}}"#, ["SystemItem.unknown"]),
        (#"{"event":"text_done","data":{"text":"a\ud83d b"}}"#, ["textDone"]),
    ]

    @Test(arguments: events)
    func `an invalid event loses only the invalid fields`(line: String, parts: [String]) throws {
        let event = String(reflecting: try Event(json: JSON(line)))
        for part in parts { #expect(event.contains(part), "\(event)") }
    }

    static let faults: [(String, String)] = [
        (#"[]"#, "the value should be an object, not []"), (#"{}"#, "field `event` is missing"),
        (#"{"event":1}"#, "field `event` should be a string, not 1"),
        (#"{"event":"shutdown","event":"status"}"#, "field `event` is repeated"),
        (#"{"event":"text_delta"}"#, "field `data.text` is missing"),
        (#"{"event":"text_delta","data":{"text":1}}"#, "field `data.text` should be a string, not 1"),
        (#"{"event":"user_message","data":{}}"#, "field `data.segments` is missing"),
    ]

    @Test(arguments: faults)
    func `an event with nothing to show is refused`(line: String, sentence: String) throws {
        let json = try JSON(line)
        let error = #expect(throws: WireError.self) { try Event(json: json) }
        #expect(error?.description == sentence)
    }

    @Test(arguments: [
        (#""\ud83d""#, "\u{FFFD}"), (#""a\ude00b""#, "a\u{FFFD}b"), (#""\ud83dA""#, "\u{FFFD}A"),
        (#""\ud83d\u0041""#, "\u{FFFD}A"), (#""\ud83d\ud83d\ude00""#, "\u{FFFD}😀"), (#""\ud83d\n""#, "\u{FFFD}\n"),
    ])
    func `half a surrogate pair becomes a replacement character`(text: String, shown: String) throws {
        let json = try JSON(text)
        #expect(json.string == shown)
        #expect(try WireText(json: json).utf8Count == shown.utf8.count)
        #expect(throws: WireError.self) { try String(json: json, mode: .strict) }
    }
}
