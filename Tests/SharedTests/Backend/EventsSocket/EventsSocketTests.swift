import Testing

@testable import Shared

@Suite struct `The events socket` {
    static func frame(
        cursor: String = "bo_0000000000000005", runtime: String = "r", worker: String = "w",
        payload: String = #"{"event":"usage","data":{}}"#
    ) -> String {
        #"{"kind":"event","envelope":{"cursor":"\#(cursor)","event_id":"x","runtime_id":"\#(runtime)","#
            + #""worker_id":"\#(worker)","payload":\#(payload)}}"#
    }

    static func diagnostic(_ code: String) -> String {
        #"{"kind":"diagnostic","diagnostic":{"code":"\#(code)","message":"m"}}"#
    }

    /// What becomes of each frame: the lines printed, and the cursor that a later connection asks for.
    func observe(_ frames: [String], hasTranscript: Bool = false, after: String? = nil) throws -> [String] {
        let target = try Target(backend: "http://h", runtimeID: "r", workerID: "w")
        var socket = EventsSocket(target, after: after.flatMap { EventCursor($0) }, printsHistory: hasTranscript)
        var printer = EventPrinter(EventPrinter.Options(origin: .events))
        _ = printer.add(target)
        if hasTranscript {
            let page = HTTPResponse(status: 200, reason: "", headers: HTTPHeaders(), body: Array(#"{"items":[]}"#.utf8))
            #expect(socket.receive(.success(page), to: &printer) == nil)
            #expect(socket.request == nil && socket.hasPrintedHistory)
        }
        return frames.map { frame in
            printer.bytes = []
            let disconnection = socket.receive(Array(frame.utf8).span, now: .now, to: &printer)
            let lines = String(decoding: printer.bytes, as: UTF8.self).split(separator: "\n").map { line in
                (try? JSON(String(line))["data"]?["kind"]?.string == nil) == true ? String(line) : Self.complaint(line)
            }
            let cursor = socket.socket.firstRange(of: "?cursor=").map {
                UInt64(socket.socket[$0.upperBound...].dropFirst(3), radix: 16) ?? 0
            }
            return (lines + (disconnection.map { ["\($0.next)"] } ?? []) + ["@" + (cursor.map { "\($0)" } ?? "none")])
                .joined(separator: " ")
        }
    }

    /// An `error` event of ours, as kind and message.
    private static func complaint(_ line: Substring) -> String {
        let data = try? JSON(String(line))["data"]
        return "\(data?["kind"]?.string ?? "?"): \(data?["message"]?.string ?? "?")"
    }

    @Test func `the events socket passes on payloads byte for byte`() throws {
        let payload = #"{ "data" : {"n":1.50, "big":12345678901234567890} ,"event":"\u0078" }"#
        #expect(try observe([Self.frame(payload: payload)]) == [payload + " @5"])
    }

    @Test func `the members of a frame can be in any order, however they are escaped`() throws {
        let frame =
            #" {"x":[{}],"envelope":{"payload":{"event":"e"},"worker_id":"\u0077","runtime_id":"r","#
            + #""cursor":"bo_0000000000000001"},"\u006bind":"event"} "#
        #expect(try observe([frame]) == [#"{"event":"e"} @1"#])
    }

    @Test func `the events socket drops events that it has seen`() throws {
        let cursors = ["7", "5", "7", "8"].map { "bo_000000000000000" + $0 }
        let seen = try observe(cursors.map { Self.frame(cursor: $0, payload: #"{"event":"e"}"#) }, after: cursors[1])
        #expect(seen == [#"{"event":"e"} @7"#, "@7", "@7", #"{"event":"e"} @8"#])
    }

    @Test func `the events socket drops the first snapshot after a transcript, and no other`() throws {
        let frames = (1...3).map {
            Self.frame(cursor: "bo_000000000000000\($0)", payload: #"{"event":"snapshot","data":1}"#)
        }
        let snapshot = #"{"event":"snapshot","data":1}"#
        #expect(try observe(frames, hasTranscript: true) == ["@1", snapshot + " @2", snapshot + " @3"])
        #expect(try observe(frames) == [snapshot + " @1", snapshot + " @2", snapshot + " @3"])
    }

    /// What the Backend had stored is `a`; `S` is a snapshot, `p` the answer to our ping, `+` a wait, `!` another
    /// connection; the rest is live.
    @Test(arguments: [
        ("Sp", "S"), ("SpA", "SA"), ("SaSp", "S"), ("SaSaSpAB", "SAB"),
        // The answer overtakes the snapshot, or a live event the answer.
        ("SaaSapSA", "SA"), ("pSA", "SA"), ("SaSApB", "SAB"), ("SaSAp+B", "SAB"), ("SaSAp+SB", "SASB"),
        // No answer comes.
        ("SaSA", ""), ("SaSA+B", "SAB"), ("Sa!SaSpA", "SA"), ("p+A", "A"),
    ])
    func `the events socket can skip what the Backend had stored`(received: String, printed: String) throws {
        let target = try Target(backend: "http://h", runtimeID: "r", workerID: "w")
        var socket = EventsSocket(target, after: nil, printsHistory: true, beginsNow: true)
        var printer = EventPrinter(EventPrinter.Options(origin: .events))
        _ = printer.add(target)
        #expect(socket.request == nil)
        var now = Instant.now
        socket.opened(now: now)
        for (index, step) in received.enumerated() {
            #expect(!socket.wantsPing || socket.checkpoint == nil)
            switch step {
            case "p": socket.pingAnswered(now: now, to: &printer)
            case "+":
                now = try #require(socket.deadline)
                #expect(socket.tick(now: now, to: &printer) == nil)
            case "!":
                _ = socket.ended(Disconnection("x", status: .unavailable), refusal: nil, now: now, to: &printer)
                socket.opened(now: now)
            default:
                let name = step == "S" ? "snapshot" : "\(step)"
                let frame = Self.frame(
                    cursor: "bo_00000000000000" + String(16 + index, radix: 16), payload: #"{"event":"\#(name)"}"#)
                #expect(socket.receive(Array(frame.utf8).span, now: now, to: &printer) == nil)
            }
        }
        let names = try String(decoding: printer.bytes, as: UTF8.self).split(separator: "\n").map { line in
            try JSON(String(line))["event"]?.string ?? "?"
        }
        #expect(names.map { $0 == "snapshot" ? "S" : $0 }.joined() == printed)
    }

    @Test func `more events than the Backend stores are live, even if no ping is answered`() throws {
        let target = try Target(backend: "http://h", runtimeID: "r", workerID: "w")
        var socket = EventsSocket(target, after: nil, printsHistory: false, beginsNow: true)
        var printer = EventPrinter(EventPrinter.Options(origin: .events))
        _ = printer.add(target)
        socket.opened(now: .now)
        for number in 0...1_024 {
            #expect(printer.bytes.isEmpty)
            let cursor = String(0x1_0000 + number, radix: 16)
            let frame = Self.frame(cursor: "bo_00000000000" + cursor)
            #expect(socket.receive(Array(frame.utf8).span, now: .now, to: &printer) == nil)
        }
        #expect(printer.bytes.count { $0 == UInt8(ascii: "\n") } == 1_025)
    }

    @Test func `a payload with a malformed cursor is printed, and the last valid cursor kept`() throws {
        let seen = try observe([Self.frame(), Self.frame(cursor: "bo_x", payload: #"{"event":"e"}"#)])
        #expect(seen[1] == #"bad_frame: The Backend sent a malformed cursor: bo_x {"event":"e"} @5"#)
    }

    @Test(arguments: [("r", "other"), ("other", "w")])
    func `an event of another Worker is dropped, and its cursor ignored`(runtime: String, worker: String) throws {
        let sentence = "The Backend sent an event of \(runtime):\(worker) on the stream of r:w; it was dropped"
        #expect(try observe([Self.frame(runtime: runtime, worker: worker)]) == ["bad_frame: \(sentence) @none"])
    }

    @Test func `the events socket handles diagnostics`() throws {
        let expired = "backend.cursor_unknown_or_expired"
        let seen = try observe(
            [Self.frame(), Self.diagnostic("c"), Self.diagnostic(expired), Self.frame(cursor: "bo_0000000000000001")]
                + [Self.diagnostic("backend.worker_not_found")])
        #expect(
            seen == [
                #"{"event":"usage","data":{}} @5"#,
                "backend_diagnostic: The Backend reports on the event stream [c]: m @5",
                "gap: The Backend reports on the event stream [\(expired)]: m retryNow @none",
                #"{"event":"usage","data":{}} @1"#,
                "not_found: The Backend reports on the event stream [backend.worker_not_found]: m giveUp @1",
            ])
    }

    static let broken: [(String, String)] = [
        ("", "the JSON text ends too early at byte 0"),
        ("[]", "'kind' is missing or not a string"),
        (#"{"kind":7}"#, "'kind' is missing or not a string"),
        (#"{"kind":"event"}"#, "the envelope lacks its cursor"),
        (#"{"kind":"novel"}"#, "its kind is 'novel', which is not known"),
        (#"{"kind":"event","kind":"event"}"#, "'kind' is repeated"),
        (#"{"kind":"diagnostic","diagnostic":{"code":"c"}}"#, "the diagnostic lacks its code or its message"),
        (frame(payload: "[]"), "the payload has no 'event' that is a string"),
        (frame(payload: #"{"event":1}"#), "the payload has no 'event' that is a string"),
        (frame(payload: #"{"event":"a","event":"b"}"#), "'event' is repeated"),
        (frame() + "x", "'x' follows the JSON value at byte \(frame().utf8.count)"),
        (frame(payload: #"{"event":"a","data":01}"#), "found '1' where ',' or '}' should be at byte 138"),
    ]

    @Test(arguments: broken)
    func `a message that is not a frame is reported, and the stream continues`(frame: String, reason: String) throws {
        let seen = try observe([frame, Self.frame()])
        let sentence = "The Backend sent a message that is not an observation frame: " + reason
        #expect(seen == ["bad_frame: \(sentence) @none", #"{"event":"usage","data":{}} @5"#])
    }

    @Test func `every truncated frame is reported`() throws {
        let bytes = Array(Self.frame().utf8)
        for cut in 0..<bytes.count {
            #expect(throws: MessageError.self) { try ObservationFrame(Array(bytes[..<cut]).span) }
        }
    }

    @Test func `a frame that is nested too deep is reported`() throws {
        let deep =
            #"{"event":"e","data":"# + String(repeating: "[", count: 600) + String(repeating: "]", count: 600) + "}"
        #expect(try observe([Self.frame(payload: deep)])[0].contains("nested deeper than 512"))
    }
}
