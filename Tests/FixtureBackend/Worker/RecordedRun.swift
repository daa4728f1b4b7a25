import Foundation

/// The events of one recorded worker run, in order, byte for byte.
struct RecordedRun {
    let events: [String]

    /// A name under the recordings, or a path. The snapshot that a recording begins with is left
    /// out: the Backend sends its own.
    init(_ name: String) throws {
        let lines = try Fixture.lines("recordings/worker", name)
        events = lines.first?.hasPrefix("{\"event\":\"snapshot\"") == true ? Array(lines.dropFirst()) : lines
    }

    /// The same run as if this text had set it off.
    func asked(_ text: String) -> [String] {
        var events = events
        if let question = events.firstIndex(where: { $0.hasPrefix("{\"event\":\"user_message\"") }) {
            events[question] = """
                {"event":"user_message","data":{"segments":[{"kind":"text","content":\(JSONText.string(text))}]}}
                """
        }
        return events
    }
}
