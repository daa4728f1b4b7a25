import Foundation

/// The events of one recorded worker run, in order, byte for byte.
struct RecordedRun {
    let events: [String]

    /// A name under `Tests/Fixtures/recordings/worker`, `attach/NAME`, a path, or `random/SEED`. The snapshot that a recording begins with is left out: the Backend sends its own.
    init(_ name: String) throws {
        if name.hasPrefix("random/"), let seed = UInt64(name.dropFirst(7)) {
            events = RandomLife(seed: seed).events
            return
        }
        let lines = try Fixture.lines(name.hasPrefix("attach/") ? "." : "recordings/worker", name)
        let said = lines.first?.hasPrefix(#"{"name":"#) == true ? try lines.compactMap(Self.event) : lines
        events = said.first?.hasPrefix(#"{"event":"snapshot""#) == true ? Array(said.dropFirst()) : said
    }

    /// The same run as if this text had set it off.
    func asked(_ text: String) -> [String] {
        var events = events
        if let question = events.firstIndex(where: { $0.hasPrefix("{\"event\":\"user_message\"") }) {
            events[question] = Said.question(#"[{"kind":"text","content":\#(JSONText.string(text))}]"#)
        }
        return events
    }

    /// What a row of a recording of attaching clients holds of the one who was there from the beginning.
    private static func event(_ row: String) throws -> String? {
        guard row.hasPrefix(#"{"event":""#) || row.hasPrefix(#"{"event": ""#) else { return nil }
        return JSONText.object(Array(row.utf8))?["event"] as? String
    }
}
