@testable import Shared

/// What is wrong with the lines that were printed over two connections.
///
/// Right is: the first connection's messages verbatim; the second one's too, except what its snapshot holds already; one
/// snapshot line without entries; what the Worker committed meanwhile or has open exactly once, kind by kind. What the Worker
/// itself dropped meanwhile may be missing, and what a compaction removed, if a `gap` says so.
struct AttachJudge {
    private(set) var faults: [String] = []

    private let test: AttachCase
    private let trial: AttachCase.Trial
    private let told: StreamContent
    private let uncut: StreamContent
    private let first: ArraySlice<StreamLine>
    private let tail: [StreamLine]
    private let log: [JSON]

    /// - Parameter connections: how many there were after the first one.
    init(_ test: AttachCase, _ trial: AttachCase.Trial, printed: [StreamLine], connections: Int = 1) {
        (self.test, self.trial) = (test, trial)
        first = test.events[..<trial.cut]
        tail = trial.row.then ?? Array(test.events[trial.row.continues...])
        told = StreamContent(printed)
        uncut = StreamContent(test.events)
        log = (trial.row.snapshot.data["entries"]?.elements ?? []).flatMap { entry in
            [entry] + (entry["history"]?.elements ?? [])
        }
        judgeLines(printed, connections)
        if trial.row.then != nil {
            judgeRestart()
        } else if !trial.row.isPlaceholder {
            judgeContent()
        }
    }
}

extension AttachJudge {
    private mutating func judgeLines(_ printed: [StreamLine], _ connections: Int) {
        if printed.prefix(first.count).map(\.text) != first.map(\.text) {
            faults.append("the first connection's events are not verbatim")
        }
        let second = printed.dropFirst(first.count)
        var rest = second.filter { $0.event != "snapshot" }[...]
        for line in tail.dropFirst(trial.row.overlap) {
            guard let index = rest.firstIndex(where: { $0.text == line.text }) else {
                faults.append("not verbatim and in order: \(line.text.prefix(100))")
                break
            }
            rest = rest[(index + 1)...]
        }
        let snapshots = second.filter { $0.event == "snapshot" }
        if snapshots.count != connections {
            faults.append("\(snapshots.count) snapshots on \(connections) later connections")
        }
        if snapshots.contains(where: { $0.data["entries"]?.elements?.isEmpty == false }) {
            faults.append("the snapshot repeats the past")
        }
    }

    private mutating func judgeContent() {
        let away = test.events[trial.cut..<max(trial.cut, trial.row.continues)]
        let isCompacted = away.contains { $0.event == "segment_rotated" && $0.text.contains("compacted_from") }
        let isRewound = away.contains { $0.event == "rewind_applied" }
        let isLoose = isCompacted || isRewound
        judgeMessages(away, isLoose: isLoose)
        judgeCalls(isLoose: isLoose)
        judgeText("text", told.texts, isLoose: isLoose)
        judgeText("thinking", told.thoughts, isLoose: isLoose)
        judgeRuns(away, isCompacted: isCompacted, isRewound: isRewound)
        if isCompacted, told.gaps == 0,
            !Self.lack(of: uncut.users, in: told.users).isEmpty
                || told.texts.joined().elementsEqual(uncut.texts.joined()) == false
        {
            faults.append("something was lost in a compaction, and no gap was said")
        }
    }

    /// Runs that were taken back while the client was away: by where each began.
    private var rolledBack: [Int] {
        test.events.indices.compactMap { end in
            guard test.events[end].string("result") == "rolled_back", trial.cut <= end, end < trial.row.continues else {
                return nil
            }
            return test.events[..<end].lastIndex { ["user_message", "invoke_start"].contains($0.event) }
        }
    }

    private mutating func judgeMessages(_ away: ArraySlice<StreamLine>, isLoose: Bool) {
        let unseen = rolledBack.filter { $0 >= trial.cut && test.events[$0].event == "user_message" }
            .map { test.events[$0].data["segments"]?.canonical ?? "" }
        for (name, told, uncut) in [
            ("user message", told.users, uncut.users), ("system item", told.systemItems, uncut.systemItems),
        ] {
            for extra in Self.lack(of: told, in: uncut) { faults.append("\(name) too often: \(extra.prefix(100))") }
            for missing in Self.lack(of: uncut, in: told + unseen) where !isLoose {
                faults.append("\(name) not printed: \(missing.prefix(100))")
            }
        }
    }

    private mutating func judgeCalls(isLoose: Bool) {
        let logged = Set(
            log.compactMap { entry in
                let item = entry["item"] ?? entry
                return item["kind"]?.string == "tool_call" ? item["call_id"]?.string : nil
            })
        let early = Set(StreamContent(first).calls)
        let late = Set(tail.filter { $0.event == "tool_call_done" }.map { $0.string("id") })
        let toldIDs = told.calls.map(\.id)
        for extra in Self.lack(of: toldIDs, in: uncut.calls.map(\.id)) { faults.append("call too often: \(extra)") }
        for call in uncut.calls where early.contains(call) || logged.contains(call.id) || late.contains(call.id) {
            if !toldIDs.contains(call.id), !isLoose { faults.append("call not printed: \(call)") }
        }
        for call in told.calls {
            guard let right = uncut.calls.first(where: { $0.id == call.id }) else { continue }
            if Self.arguments(right) != Self.arguments(call) { faults.append("arguments differ: \(right) \(call)") }
        }
        let right = Dictionary(grouping: uncut.results, by: \.id)
        for (id, results) in Dictionary(grouping: told.results, by: \.id)
        where results.count > max(1, right[id]?.count ?? 0) {
            faults.append("result too often: \(id)")
        }
        for result in uncut.results where !told.results.contains(result) && !isLoose {
            faults.append("result not printed, or changed: \(result)")
        }
    }

    /// Arguments that were not JSON are `null` live and `{}` in the log.
    private static func arguments(_ call: StreamContent.Call) -> String? {
        let canonical = (try? JSON(call.arguments))?.canonical
        return canonical == "null" ? "{}" : canonical
    }

    private mutating func judgeText(_ kind: String, _ told: [[UInt8]], isLoose: Bool) {
        let blocks = trial.row.snapshot.data["in_flight"]?["blocks"]?.elements ?? []
        let flight = blocks.filter { $0["kind"]?.string == kind }.map { Array(($0["text"]?.string ?? "").utf8) }
        let expected = ExpectedText(
            kind, of: test.events, cut: trial.cut, back: trial.row.continues, flight: flight, isLoose: isLoose,
            log: messages)
        let text = Array(told.joined())
        guard let expected, !expected.fits(text) else { return }
        let pieces = expected.pieces.map { "\($0.isOptional ? "?" : "")«\(String(decoding: $0.text, as: UTF8.self))»" }
        faults.append("\(kind): \(String(decoding: text, as: UTF8.self)) is not \(pieces.joined())")
    }

    /// The logged messages.
    private var messages: [[UInt8]] {
        log.map { $0["item"] ?? $0 }.filter { $0["kind"]?.string == "message" }.map(\.messageText)
    }

    private mutating func judgeRuns(_ away: ArraySlice<StreamLine>, isCompacted: Bool, isRewound: Bool) {
        let rolledBack = rolledBack
        let isUnsure =
            away.contains { line in
                line.text.contains(#""Cancelled""#) || line.text.contains(#""paused""#)
                    || ["llm_continuation", "llm_retry", "error"].contains(line.event)
            } || first.suffix(2).contains { $0.event == "error" }
        let before = first.suffix(1) + away
        let refused = zip(before, away).count {
            $0.event == "error" && $0.text.contains("rejected") && $1.text.contains(#""idle""#)
        }
        let (count, right) = (told.ends.count, uncut.ends.count)
        let isRight =
            if !rolledBack.isEmpty {
                (right - rolledBack.count + rolledBack.count { $0 < trial.cut }...right).contains(count)
            } else if isUnsure {
                isCompacted || (right - refused...right).contains(count)
            } else {
                isCompacted || isRewound || told.ends == uncut.ends
            }
        if !isRight { faults.append("runs ended \(told.ends), should be \(uncut.ends)") }
        if told.status != uncut.status { faults.append("last status \(told.status ?? ""), not \(uncut.status ?? "")") }
        let fewer = isCompacted && 0 < told.rotations && told.rotations < uncut.rotations
        if told.rotations != uncut.rotations, !fewer { faults.append("\(told.rotations) rotations") }
        let logged = Set(log.filter { $0["kind"]?.string == "user_input" }.compactMap { $0["segments"]?.canonical })
        let isUnseen = isRewound && logged.isSuperset(of: StreamContent(first).users)
        if told.rewinds != uncut.rewinds, !isUnseen, !(isRewound && told.ends.contains("rolled_back")) {
            faults.append("\(told.rewinds) rewinds, should be \(uncut.rewinds)")
        }
    }

    private mutating func judgeRestart() {
        let (before, after) = (StreamContent(first), StreamContent(tail))
        let users =
            log.filter { $0["kind"]?.string == "user_input" }.compactMap { $0["segments"]?.canonical } + after.users
        if told.users.sorted() != users.sorted() { faults.append("user messages: \(told.users), not \(users)") }
        let blocks = trial.row.snapshot.data["in_flight"]?["blocks"]?.elements ?? []
        let flight = blocks.filter { $0["kind"]?.string == "text" }.flatMap { Array(($0["text"]?.string ?? "").utf8) }
        let (logged, said) = (messages.flatMap { $0 } + flight, before.texts.flatMap { $0 })
        // The rest of a block that began before the restart ends with the whole of it.
        let later = after.texts.filter { !$0.starts(with: "(its end".utf8) }.flatMap { $0 }
        if told.texts.flatMap({ $0 }) != (logged.count >= said.count ? logged : said) + later { faults.append("text") }
        let calls = log.map { $0["item"] ?? $0 }.filter { $0["kind"]?.string == "tool_call" }.compactMap {
            $0["call_id"]?.string
        }
        let ids = told.calls.map(\.id)
        if Set(ids).count != ids.count || !Set(ids).isSuperset(of: calls) {
            faults.append("calls \(ids), log \(calls)")
        }
        if told.ends.count != users.count { faults.append("runs ended \(told.ends), \(users.count) began") }
    }

    /// What `others` has too few of.
    private static func lack(of all: [String], in others: [String]) -> [String] {
        var others = others
        return all.filter { one in
            guard let index = others.firstIndex(of: one) else { return true }
            others.remove(at: index)
            return false
        }
    }
}
