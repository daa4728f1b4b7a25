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
            "field `params.input[0].contnet` is not known here"
        ),
        (
            #"{"method":"run","params":{"input":[{"kind":"paste","id":4294967296,"chars":1,"lines":1,"content":""}]}}"#,
            "field `params.input[0].id` should be a whole number from 0 to 4294967295, not 4294967296"
        ),
        (#"{"method":"run","params":{"input":[]},"x":1}"#, "field `x` is not known here"),
        (#"{"method":"run","method":"run"}"#, "field `method` is there twice"),
        (#"{"method":"notify","params":{"message":"a","message":"b"}}"#, "field `params.message` is there twice"),
        (#"{"method":"cancel","params":{}}"#, "field `params` is not known here"),
        (
            #"{"method":"list_completions","params":{"kind":"colour","prefix":""}}"#,
            "field `params.kind` is \"colour\"; known are file, knowledge, workflow"
        ),
    ]

    @Test(arguments: methods)
    func `names the field, what was found and what should be there`(text: String, sentence: String) throws {
        let json = try JSON(text)
        let error = #expect(throws: WireError.self) { try Method(json: json, mode: .strict) }
        #expect(error?.description == sentence)
    }

    @Test func `knows the place of the value`() throws {
        let json = try JSON(#"  {"method": "notify", "params": {"message": 7}}"#)
        let error = #expect(throws: WireError.self) { try Method(json: json, mode: .strict) }
        #expect(error?.offset == 45)
    }

    @Test(arguments: ["cancel", "pause"])
    func `may be null where a method takes no parameters`(name: String) throws {
        #expect(try Method(json: JSON(#"{"method":"\#(name)","params":null}"#), mode: .strict).name == name)
    }
}

@Suite struct `What another version may send` {
    @Test(arguments: [
        #"{"event":"command","data":{"event":{"kind":"started"}}}"#,
        #"{"event":"in_flight_cleared"}"#,
        #"{"event":"status","data":{"status":"dreaming","since":12345678901234567890}}"#,
        #"{"seq":1.50,"event":"text_delta","data":{"text":"a","lang":null}}"#,
        #"{"event":"system_item","data":{"item":{"kind":"skill_activation","name":"n","body":"b"}}}"#,
        #"{"event":"user_message","data":{"segments":[{"kind":"flow","selector":"s"}]}}"#,
    ])
    func `survives decoding and encoding`(text: String) throws {
        let json = try JSON(text)
        #expect(try JSON(EventLine(json: json).encoded).canonical == json.canonical)
    }
}
