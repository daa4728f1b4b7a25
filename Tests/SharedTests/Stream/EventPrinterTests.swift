import Testing

@testable import Shared

@Suite struct `The event printer` {
    static let target = try? Target(backend: "http://h", runtimeID: "r\"1", workerID: "w")

    func printer(_ change: (inout EventPrinter.Options) -> Void = { _ in }) throws -> EventPrinter {
        var options = EventPrinter.Options(origin: .events)
        change(&options)
        var printer = EventPrinter(options)
        _ = printer.add(try #require(Self.target))
        printer.receivedAt = Array("2026-08-23T22:06:16.042Z".utf8)
        return printer
    }

    func line(_ payload: String, enveloped: Bool) throws -> String {
        let text =
            #"{"kind":"event","envelope":{"cursor":"bo_000000000000000A","runtime_id":"r\"1","worker_id":"w","payload":"#
            + payload + "}}"
        let message = Array(text.utf8)
        guard case .event(let envelope) = try ObservationFrame(message.span) else { return "no event" }
        var printer = try printer { $0.printsEnvelopes = enveloped }
        printer.print(message.span, payload: envelope.payload, name: envelope.name, cursor: (envelope.cursor, nil))
        return String(decoding: printer.bytes, as: UTF8.self)
    }

    @Test(arguments: [
        (#"{"event":"x"}"#, #"{"event":"x"}"#),
        ("{ \"event\" :\n\t\"x\",\r\n\"data\": 1.0 }", "{ \"event\" : \t\"x\",  \"data\": 1.0 }"),
        (#"{"data":{"text":"a\nb\r"},"event":"é"}"#, #"{"data":{"text":"a\nb\r"},"event":"é"}"#),
    ])
    func `the printer passes on an event byte for byte, on one line`(payload: String, expected: String) throws {
        #expect(try line(payload, enveloped: false) == expected + "\n")
        let head =
            #"{"cursor":"bo_000000000000000A","runtime_id":"r\"1","worker_id":"w","#
            + #""received_at":"2026-08-23T22:06:16.042Z","payload":"#
        #expect(try line(payload, enveloped: true) == head + expected + "}\n")
    }

    @Test(.timeLimit(.minutes(10))) func `the printer handles a payload of millions of lines in one pass`() throws {
        let payload = { (lineBreak: String) in
            #"{"event":"x","data":["# + String(repeating: "1," + lineBreak, count: 2_000_000) + "1]}"
        }
        #expect(try line(payload("\r\n"), enveloped: false) == payload("  ") + "\n")
    }

    @Test func `events of our own have no cursor and are not counted`() throws {
        let event =
            #"{"event":"error","data":{"code":"internal","message":"m","origin":"yoi-events","kind":"gap"}}"#
        let head =
            #"{"cursor":null,"runtime_id":"r\"1","worker_id":"w","received_at":"2026-08-23T22:06:16.042Z","payload":"#
        for (isEnveloped, expected) in [(false, event), (true, head + event + "}")] {
            var printer = try printer {
                $0.printsEnvelopes = isEnveloped
                $0.maxCount = 1
                $0.lastNames = ["error"]
            }
            printer.report(.gap, "m")
            printer.print(line: Array(event.utf8))
            #expect(!printer.isComplete && printer.isWaiting)
            #expect(String(decoding: printer.bytes, as: UTF8.self) == expected + "\n" + expected + "\n")
        }
    }

    static let running = #"{"event":"status","data":{"status":"running"}}"#
    static let idle = #"{"event":"status","data":{"status":"idle"}}"#

    @Test func `the printer stops when no Worker has a run any more`() throws {
        var printer = try printer {
            $0.stopsWhenIdle = true
            $0.watchesRuns = true
        }
        _ = printer.add(try #require(Self.target))
        let lines: [(source: Int, line: String)] = [
            (0, Self.idle), (0, Self.running), (1, Self.running), (0, Self.idle), (0, Self.running), (1, Self.idle),
        ]
        // A third one has not said anything yet, and ends so.
        let silent = printer.add(try #require(Self.target))
        for (source, line) in lines {
            printer.select(source)
            printer.hear(source)
            printer.print(line: Array(line.utf8))
            #expect(!printer.isComplete)
        }
        printer.select(0)
        printer.print(line: Array(Self.idle.utf8))
        #expect(!printer.isComplete)
        // Nor has a list of Workers.
        printer.awaitsWorkers = true
        printer.end(silent)
        #expect(!printer.isComplete)
        printer.awaitsWorkers = false
        printer.stopIfIdle()
        #expect(printer.isComplete && !printer.isWaiting)
        let count = printer.bytes.count
        printer.print(line: Array(Self.idle.utf8))
        #expect(printer.bytes.count == count)
    }
}
