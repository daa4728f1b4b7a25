import Foundation
import TestSupport

@testable import Shared

/// What one observer of a real Worker was sent, and what others were sent that attached later (`Tests/Fixtures/attach`).
///
/// A file's lines: a header; `{"event"}` for each message of the first observer; `{"entry"}` for the log; and a row for each
/// later client: its `snapshot`, without its `entries`, which are ranges of the log, and where in the events it `continues`.
/// `overlap` events from there, and the `extra` ones, are in the snapshot already. `then` is what followed a restart instead.
struct AttachCase: Sendable, CustomStringConvertible {
    let name: String
    let events: [StreamLine]
    let rows: [Row]

    struct Row: Sendable {
        let after: Int
        let continues: Int
        let overlap: Int
        let extra: [StreamLine]
        let then: [StreamLine]?
        let snapshot: StreamLine

        /// The Worker was stopped: the snapshot does not show it.
        var isPlaceholder: Bool { snapshot.data["greeting"]?["provider"]?.string == "worker-runtime" }
    }

    /// One row, with the number of events that the client has had when it is cut off.
    struct Trial: Sendable {
        let row: Row
        let cut: Int
    }

    var description: String { name }
}

extension AttachCase {
    static let names = Fixtures.names(in: "attach")

    init(_ name: String) throws {
        self.name = name
        let lines = try Fixtures.lines("attach/" + name).map { try JSON($0) }
        let events = try lines.compactMap { $0["event"]?.string }.map(StreamLine.init)
        let entries = lines.compactMap { $0["entry"]?.string }
        self.events = events
        rows = try lines.compactMap { line in
            guard let snapshot = line["snapshot"]?.string else { return nil }
            func number(_ key: String) -> Int? { line[key]?.integer() }
            let ranges = (line["entries"]?.elements ?? []).map {
                $0.elements?.compactMap { $0.integer(as: Int.self) } ?? []
            }
            let log = ranges.flatMap { $0.count == 2 ? entries[$0[0]..<$0[1]] : [] }.joined(separator: ",")
            func messages(_ key: String) throws -> [StreamLine]? {
                try line[key]?.elements?.compactMap(\.string).map(StreamLine.init)
            }
            return Row(
                after: number("after") ?? 0, continues: number("continues") ?? events.count,
                overlap: number("overlap") ?? 0, extra: try messages("extra") ?? [], then: try messages("then"),
                snapshot: try StreamLine(Self.snapshot(snapshot, with: log)))
        }
    }

    private static func snapshot(_ text: String, with log: String) -> String {
        guard let range = text.range(of: #""entries":[]"#) else { return text }
        return text.replacingCharacters(in: range, with: #""entries":["# + log + "]")
    }

    /// Every row, cut where it was, and at `more` other moments before.
    func trials(more: Int) -> [Trial] {
        rows.flatMap { row -> [Trial] in
            guard row.then == nil else { return [Trial(row: row, cut: events.count)] }
            var cuts: Set<Int> = [max(1, min(row.continues, row.after))]
            for step in 0..<more { cuts.insert(1 + (row.continues - 1) * (2 * step + 1) / (2 * more)) }
            return cuts.sorted().map { Trial(row: row, cut: $0) }
        }
    }
}
