import Shared
import Testing

@testable import yoi_events

@Suite struct `The line writer` {
    func line(_ payload: String, enveloped: Bool) throws -> String {
        let target = try Target(backend: "http://h", runtimeID: "r\"1", workerID: "w")
        let text =
            #"{"kind":"event","envelope":{"cursor":"bo_000000000000000A","runtime_id":"r\"1","worker_id":"w","payload":"#
            + payload + "}}"
        let message = Array(text.utf8)
        guard case .event(let envelope) = try ObservationFrame(message.span) else { return "no event" }
        var output: [UInt8] = []
        LineWriter(envelopesFor: enveloped ? target : nil).append(envelope, of: message.span, to: &output)
        return String(decoding: output, as: UTF8.self)
    }

    @Test(arguments: [
        (#"{"event":"x"}"#, #"{"event":"x"}"#),
        ("{ \"event\" :\n\t\"x\",\r\n\"data\": 1.0 }", "{ \"event\" : \t\"x\",  \"data\": 1.0 }"),
        (#"{"data":{"text":"a\nb\r"},"event":"é"}"#, #"{"data":{"text":"a\nb\r"},"event":"é"}"#),
    ])
    func `passes an event on byte for byte, on one line`(payload: String, expected: String) throws {
        #expect(try line(payload, enveloped: false) == expected + "\n")
        let head = #"{"cursor":"bo_000000000000000A","runtime_id":"r\"1","worker_id":"w","payload":"#
        #expect(try line(payload, enveloped: true) == head + expected + "}\n")
    }

    @Test(.timeLimit(.minutes(1))) func `takes a payload of millions of lines in one pass`() throws {
        let payload = { (lineBreak: String) in
            #"{"event":"x","data":["# + String(repeating: "1," + lineBreak, count: 2_000_000) + "1]}"
        }
        #expect(try line(payload("\r\n"), enveloped: false) == payload("  ") + "\n")
    }

    @Test func `gives events of our own no cursor`() throws {
        let target = try Target(backend: "http://h", runtimeID: "r", workerID: "w")
        let event = #"{"event":"error","data":{"code":"internal","message":"m","origin":"yoi-events","kind":"gap"}}"#
        for (target, expected) in [
            (nil, event), (target, #"{"cursor":null,"runtime_id":"r","worker_id":"w","payload":"# + event + "}"),
        ] {
            var output: [UInt8] = []
            LineWriter(envelopesFor: target).append(.error(kind: .gap, origin: .events, "m"), to: &output)
            #expect(String(decoding: output, as: UTF8.self) == expected + "\n")
        }
    }
}
