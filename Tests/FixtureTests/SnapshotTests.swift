import Foundation
import TestSupport
import Testing

/// What a client is shown that attaches in the middle of a run, beside what real ones were shown.
struct SnapshotTests {
    /// A recording: what one client saw from the beginning, and the snapshots of those who came later.
    private struct Recording {
        struct Row {
            let continues: Int
            let overlap: Int
            let snapshot: [String: Any]
        }

        var events: [String] = []
        var rows: [Row] = []

        init(_ name: String) throws {
            var entries: [Any] = []
            for line in try Fixtures.lines("attach/" + name) {
                let row = try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
                if let event = row["event"] as? String { events.append(event) }
                if let entry = row["entry"] as? String {
                    entries.append(try JSONSerialization.jsonObject(with: Data(entry.utf8)))
                }
                guard let continues = row["continues"] as? Int, let ranges = row["entries"] as? [[Int]],
                    var snapshot = Self.data(row["snapshot"] as? String)
                else { continue }
                snapshot["entries"] = ranges.flatMap { entries[$0[0]..<$0[1]] }
                rows.append(Row(continues: continues, overlap: row["overlap"] as? Int ?? 0, snapshot: snapshot))
            }
        }

        static func data(_ line: String?) -> [String: Any]? {
            let object = try? JSONSerialization.jsonObject(with: Data((line ?? "").utf8)) as? [String: Any]
            return object?["data"] as? [String: Any]
        }
    }

    /// The lanes raced there: what was said first was logged second.
    private static let raced = ["sub-worker.jsonl"]

    @Test(arguments: Fixtures.names(in: "attach"))
    func `a snapshot is like the recorded one`(name: String) throws {
        let recording = try Recording(name)
        let backend = try FixtureBackend(["--quirks", "0"], api: .protocol)
        let isRaced = Self.raced.contains(name)
        var seen: [[String]] = [[]]
        for event in recording.events.dropFirst() {
            seen.append(try Self.snapshot(backend, isRaced))
            try backend.publish(event)
        }
        seen.append(try Self.snapshot(backend, isRaced))
        for row in recording.rows where row.overlap <= 2 {
            // An event or two may be on its way when a client attaches.
            let from = max(1, row.continues - 2)
            let window = seen[from...min(seen.count - 1, row.continues + 4)]
            let wanted = Self.essence(row.snapshot, isRaced)
            let difference = zip(wanted, seen[row.continues]).first { $0 != $1 }
            #expect(window.contains(wanted), "\(row.continues): \(difference ?? ("", "")), \(wanted.last ?? "")")
        }
    }

    private static func snapshot(_ backend: FixtureBackend, _ isRaced: Bool) throws -> [String] {
        let message = try Observation(backend, sending: Frames.close, api: .protocol).frames.first?.text
        return essence(try #require(Recording.data(message)), isRaced)
    }

    /// All of it but times, signatures, telemetry, and the greeting.
    private static func essence(_ snapshot: [String: Any], _ isRaced: Bool) -> [String] {
        var rest = snapshot
        (rest["greeting"], rest["entries"], rest["internal_workers"]) = (nil, nil, nil)
        var entries = (snapshot["entries"] as? [[String: Any]] ?? []).compactMap(essence)
        if isRaced { entries.sort() }
        let inside = (snapshot["internal_workers"] as? [[String: Any]] ?? []).flatMap { essence($0, false) }
        return entries + inside + [text(rest)]
    }

    private static func essence(entry: [String: Any]) -> String? {
        var entry = entry
        let kind = entry["kind"] as? String
        guard kind != "extension" else { return nil }
        if kind != "segment_start" { entry["ts"] = nil }
        if kind == "llm_usage" { return "llm_usage" }
        entry["extensions"] = nil
        if var item = entry["item"] as? [String: Any] {
            item["signature"] = nil
            entry["item"] = item
        }
        return text(entry)
    }

    private static func text(_ value: Any) -> String {
        let data = try? JSONSerialization.data(withJSONObject: value, options: .sortedKeys)
        return String(decoding: data ?? Data(), as: UTF8.self)
    }
}
