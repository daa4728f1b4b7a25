@testable import Shared

/// The texts, or the thoughts, of a stream that was not cut, as pieces: which of them a client must have printed.
struct ExpectedText {
    private(set) var pieces: [(text: [UInt8], isOptional: Bool)] = []

    private struct Block {
        var text: [UInt8] = []
        /// The events that it came with, and how long it was then.
        var growth: [(event: Int, count: Int)] = []
        let request: Int
    }

    /// - Parameters:
    ///   - cut, back: after how many events the client was cut off, and came back.
    ///   - flight: the snapshot's blocks of that kind that were in flight.
    ///   - isLoose: the log was compacted or rewound meanwhile.
    ///   - log: the messages that are in the log.
    /// - Returns: nil if words that the Worker dropped were sent again, so that it is not known which ones were
    ///   printed.
    init?(
        _ kind: String, of events: [StreamLine], cut: Int, back: Int, flight: [[UInt8]], isLoose: Bool, log: [[UInt8]]
    ) {
        let blocks = Self.blocks(kind, of: events)
        let finished = Self.finishedRequests(of: events)
        for (number, block) in blocks.enumerated() where !finished.contains(block.request) {
            let told = Array(block.text[..<(block.growth.last { $0.event < cut }?.count ?? 0)])
            guard !told.isEmpty else { continue }
            for (step, next) in blocks[(number + 1)...].prefix(2).enumerated() {
                if next.text.starts(with: told) || told.starts(with: next.text) || next.text.contains(block.text) {
                    return nil
                }
                if step == 0, log.contains(where: { $0.contains(block.text + next.text) }) { return nil }
            }
        }
        let now = events[..<back].count { $0.event == "llm_call_start" }
        for (number, block) in blocks.enumerated() {
            let others = blocks.enumerated().filter { $0.offset != number && !finished.contains($0.element.request) }
                .map(\.element.text)
            var marks: Set<Int> = [0, block.text.count]
            for moment in [cut, back] {
                if let last = block.growth.last(where: { $0.event < moment }) { marks.insert(last.count) }
            }
            let ends = marks.sorted()
            for (start, end) in zip(ends, ends.dropFirst()) {
                let event = block.growth.first { $0.count >= end }?.event ?? 0
                let isAway = cut <= event && event < back
                let isWhole = finished.contains(block.request) && !isLoose
                let isInFlight = block.request == now && flight.contains { $0.starts(with: block.text[..<end]) }
                let isSure = !isAway || !others.contains(block.text) && (isWhole || isInFlight)
                pieces.append((Array(block.text[start..<end]), !isSure))
            }
            // And said again.
            if others.contains(where: { $0.starts(with: block.text) || block.text.starts(with: $0) }) {
                pieces.append((block.text, true))
            }
        }
    }

    /// Whether a text is the pieces in order, where an optional one may be cut short or missing.
    func fits(_ whole: [UInt8]) -> Bool {
        var positions: Set<Int> = [0]
        for (text, isOptional) in pieces {
            var next: Set<Int> = []
            for position in positions {
                let common = zip(text, whole[position...]).prefix { $0 == $1 }.count
                if isOptional {
                    next.formUnion(position...position + common)
                } else if common == text.count {
                    next.insert(position + common)
                }
            }
            positions = next
        }
        return positions.contains(whole.count)
    }
}

extension ExpectedText {
    private static func blocks(_ kind: String, of events: [StreamLine]) -> [Block] {
        var (blocks, current, request) = ([Block](), Block?.none, 0)
        func close() {
            if let block = current, !block.text.isEmpty { blocks.append(block) }
            current = nil
        }
        for (index, line) in events.enumerated() {
            switch line.event {
            case "llm_call_start":
                close()
                request += 1
            case "thinking_start" where kind == "thinking":
                close()
                current = Block(request: request)
            case kind + "_delta":
                var block = current ?? Block(request: request)
                block.text += line.bytes("text")
                block.growth.append((index, block.text.count))
                current = block
            case kind + "_done":
                if current == nil {
                    let text = line.bytes("text")
                    current = Block(text: text, growth: [(index, text.count)], request: request)
                }
                close()
            case "status" where line.string("status") != "running": close()
            default: break
            }
        }
        close()
        return blocks
    }

    /// The requests that ended well: what they said is in the log.
    private static func finishedRequests(of events: [StreamLine]) -> Set<Int> {
        var (finished, request) = (Set<Int>(), 0)
        for (index, line) in events.enumerated() {
            if line.event == "llm_call_start" { request += 1 }
            if line.event == "llm_call_end", events.dropFirst(index + 1).first?.event != "error" {
                finished.insert(request)
            }
        }
        return finished
    }
}
