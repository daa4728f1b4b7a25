import Shared
import TestSupport
import Testing

/// Random disconnections in random lives of a Worker, without a socket between: what a snapshot shows is printed once.
@Suite struct `Resuming in a random life` {
    /// Events of a life, each with the snapshot of the moment after it.
    private struct Life {
        let events: [String]
        let snapshots: [String]

        init(_ seed: Int) throws {
            let lines = try Program("fixture-backend").run(["--print", "random/\(seed)", "--snapshots"]).lines
            events = stride(from: 0, to: lines.count, by: 2).map { lines[$0] }
            snapshots = stride(from: 1, to: lines.count, by: 2).map { lines[$0] }
        }
    }

    /// A reader, and what it has printed.
    private struct Reader {
        private var socket: ProtocolSocket
        private var printer = EventPrinter(EventPrinter.Options(origin: .events))
        private var now = Instant.now
        /// Whether a new connection shows more.
        private(set) var wantsNewConnection = false

        init() throws {
            let target = try Target(backend: "http://h", runtimeID: "r", workerID: "w")
            socket = ProtocolSocket(target, printsHistory: true, origin: .events, limit: .seconds(5))
            _ = printer.add(target)
            socket.opened(now: now)
        }

        var lines: [String] { String(decoding: printer.bytes, as: UTF8.self).split(separator: "\n").map(String.init) }

        mutating func take(_ message: String) {
            wantsNewConnection = socket.receive(Array(message.utf8).span, now: now, to: &printer) != nil
        }

        /// Repeats are no longer waited for after 50 ms.
        mutating func wait() {
            now = now + .milliseconds(60)
            _ = socket.tick(now: now, to: &printer)
        }

        mutating func reconnect(to snapshot: String) {
            let lost = Disconnection("it broke", status: .unavailable)
            _ = socket.ended(lost, refusal: nil, now: now, to: &printer)
            socket.opened(now: now)
            take(snapshot)
            wait()
        }
    }

    @Test(arguments: 1...40)
    func `resuming at random prints everything that was committed once`(seed: Int) throws {
        let life = try Life(seed)
        for round in 0..<10 {
            var random = SplitMix(seed: UInt64(seed * 1_000 + round))
            var reader = try Reader()
            reader.take(#"{"event":"snapshot","data":{"entries":[],"greeting":{"provider":"p"},"status":"idle"}}"#)
            var cuts: [String] = []
            var index = 0
            while index < life.events.count {
                if index > 0 && random.chance(4) {
                    // Away for a while; what is said meanwhile is in the snapshot only.
                    let back = min(life.events.count - 1, index + Int.random(in: 0...40, using: &random))
                    cuts.append("\(index)-\(back)")
                    reader.reconnect(to: life.snapshots[back])
                    index = back + 1
                } else {
                    reader.take(life.events[index])
                    index += 1
                }
                if reader.wantsNewConnection { reader.reconnect(to: life.snapshots[index - 1]) }
            }
            reader.wait()
            let printed = try EventContents(reader.lines)
            let wanted = EventContentsJudge(try EventContents(life.events))
            let what = Comment("\(seed) \(round) \(cuts)")
            wanted.compare(printed, what)
        }
    }
}
