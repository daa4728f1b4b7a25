import Testing

@testable import Shared

/// A process that ends while its reader stalls: the next one goes on after the last line that was taken whole.
@Suite struct `A checkpoint of what a slow reader has taken` {
    /// A stream, and what it has printed.
    struct Process {
        private var socket: ProtocolSocket
        private(set) var printer: EventPrinter
        private var now = Instant.now
        private let target: Target

        /// - Parameter log: Where to go on; nil at the beginning.
        init(from log: JSON? = nil) throws {
            target = try Target(backend: "http://h", runtimeID: "r", workerID: "w")
            var options = EventPrinter.Options(origin: .events)
            options.keepsCursors = true
            printer = EventPrinter(options)
            printer.select(printer.add(target))
            socket = ProtocolSocket(target, printsHistory: true, origin: .events, limit: .seconds(5))
            if let log {
                socket = try #require(
                    ProtocolSocket(target, log: log, printsHistory: true, origin: .events, limit: .seconds(5)))
            }
            socket.opened(now: now)
        }

        mutating func receive(_ lines: some Sequence<StreamLine>) {
            for line in lines { _ = socket.receive(Array(line.text.utf8).span, now: now, to: &printer) }
        }

        mutating func wait(_ time: Duration) {
            let end = now + time
            while let due = socket.deadline, due <= end {
                now = max(now, due)
                _ = socket.tick(now: now, to: &printer)
            }
            now = end
        }

        mutating func reconnect() {
            let end = Disconnection("it broke", status: .unavailable, report: nil)
            _ = socket.ended(end, refusal: nil, now: now, to: &printer)
            socket.opened(now: now)
        }

        /// Everything was taken.
        mutating func flush() { printer.noteFlush() }

        mutating func attach(_ row: AttachCase.Row, to test: AttachCase) {
            receive([row.snapshot] + row.extra)
            let rest = row.then?[...] ?? test.events[row.continues...]
            receive(rest.prefix(row.overlap))
            wait(row.then == nil ? .milliseconds(400) : .seconds(4))
            receive(rest.dropFirst(row.overlap))
            wait(.milliseconds(100))
        }

        var lines: [ArraySlice<UInt8>] { printer.bytes.split(separator: UInt8(ascii: "\n")) }

        /// - Parameters:
        ///   - count: How many lines were taken, and half of another one.
        ///   - start: Of how many lines it is already known that they were.
        func checkpoint(afterLines count: Int, from start: Int = 0) -> JSON? {
            let lines = lines
            let end =
                count < lines.count ? (lines[count].startIndex + lines[count].endIndex) / 2 : printer.bytes.endIndex
            let part = printer.bytes[(start < lines.count ? lines[start].startIndex : end)..<end]
            guard case .log(let log) = socket.checkpoint(after: DeliveredLines(part, upTo: end, of: printer)) else {
                return nil
            }
            return log
        }
    }

    /// Every fourth: neighbours are much alike.
    private static func some(of trials: [AttachCase.Trial]) -> [AttachCase.Trial] {
        stride(from: 0, to: trials.count, by: 4).map { trials[$0] }
    }

    private func decoded(_ lines: some Sequence<ArraySlice<UInt8>>) throws -> [StreamLine] {
        try lines.map { try StreamLine(String(decoding: $0, as: UTF8.self)) }
    }

    @Test(arguments: AttachCase.names)
    func `a checkpoint with a slow reader is exact among live events`(name: String) throws {
        let test = try AttachCase(name)
        let trials = test.trials(more: 1)
        for trial in Self.some(of: trials) {
            var process = try Process()
            process.receive(test.events[..<(trial.row.then == nil ? trial.row.continues : trial.cut)])
            process.wait(.milliseconds(150))
            var next = try Process(from: process.checkpoint(afterLines: trial.cut))
            next.attach(trial.row, to: test)
            let printed = try decoded(process.lines[..<trial.cut] + next.lines)
            let faults = AttachJudge(test, trial, printed: printed).faults
            #expect(faults == [], "\(name), \(trial.cut) taken, back after \(trial.row.continues)")
        }
    }

    @Test(arguments: AttachCase.names)
    func `a checkpoint with a slow reader is exact within a later snapshot's events`(name: String) throws {
        let test = try AttachCase(name)
        let trials = test.trials(more: 1).filter { $0.row.then == nil && !$0.row.isPlaceholder }
        for trial in Self.some(of: trials) {
            var process = try Process()
            process.receive(test.events[..<trial.cut])
            process.wait(.milliseconds(150))
            process.reconnect()
            process.flush()
            let before = process.lines.count
            process.receive([trial.row.snapshot])
            let after = process.lines.count
            for taken in Set([before + 1, (before + after) / 2, after - 1]) {
                var next = try Process(from: process.checkpoint(afterLines: taken, from: before))
                next.attach(trial.row, to: test)
                let printed = try decoded(process.lines[..<taken] + next.lines)
                let faults = AttachJudge(test, trial, printed: printed, connections: taken > before ? 2 : 1).faults
                #expect(
                    faults == [],
                    "\(name), cut after \(trial.cut), \(taken - before) of \(after - before) taken, \(trial.row.continues)"
                )
            }
        }
    }
}
