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
        private(set) var observation = ProtocolObservation(printsHistory: true, origin: .events)
        private(set) var lines: [String] = []
        private var now = Instant.now

        mutating func take(_ message: String) throws {
            let bytes = Array(message.utf8)
            var new: [String] = []
            try observation.receive(bytes.span, now: now) { output in
                switch output {
                case .message: new.append(message)
                case .line(let line): new.append(String(decoding: line.bytes, as: UTF8.self))
                }
            }
            lines += new
        }

        /// Repeats are no longer waited for after 50 ms.
        mutating func wait() {
            now += .milliseconds(60)
            var new: [String] = []
            observation.tick(now: now) { output in
                if case .line(let line) = output { new.append(String(decoding: line.bytes, as: UTF8.self)) }
            }
            lines += new
        }

        mutating func reconnect(to snapshot: String) throws {
            var new: [String] = []
            observation.connectionEnded(now: now) { output in
                if case .line(let line) = output { new.append(String(decoding: line.bytes, as: UTF8.self)) }
            }
            lines += new
            observation.connectionOpened()
            try take(snapshot)
            wait()
        }
    }

    @Test(arguments: 1...40)
    func `prints all that was committed once`(seed: Int) throws {
        let life = try Life(seed)
        for round in 0..<10 {
            var random = SplitMix(seed: UInt64(seed * 1_000 + round))
            var reader = Reader()
            try reader.take(#"{"event":"snapshot","data":{"entries":[],"greeting":{"provider":"p"},"status":"idle"}}"#)
            var cuts: [String] = []
            var index = 0
            while index < life.events.count {
                if index > 0 && random.chance(4) {
                    // Away for a while; what is said meanwhile is in the snapshot only.
                    let back = min(life.events.count - 1, index + Int.random(in: 0...40, using: &random))
                    cuts.append("\(index)-\(back)")
                    try reader.reconnect(to: life.snapshots[back])
                    index = back + 1
                } else {
                    try reader.take(life.events[index])
                    index += 1
                }
                if reader.observation.wantsNewConnection { try reader.reconnect(to: life.snapshots[index - 1]) }
            }
            reader.wait()
            let (told, wanted) = (try Told(reader.lines), TellingJudge(try Told(life.events)))
            let what = Comment("\(seed) \(round) \(cuts)")
            wanted.compare(told, what)
        }
    }
}
