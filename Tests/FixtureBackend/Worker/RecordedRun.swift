import Foundation

/// The events of one recorded worker run, in order, byte for byte.
struct RecordedRun {
    let events: [String]

    /// A name under the recordings, or a path if it holds a slash. The snapshot that a recording begins with is left
    /// out: the Backend sends its own.
    init(_ name: String) throws {
        let lines = try Recordings.lines("worker", name)
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

/// The recorded data files, found from this source file's own place.
enum Recordings {
    static func lines(_ folder: String, _ name: String) throws -> [String] {
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let file =
            name.contains("/")
            ? URL(fileURLWithPath: name)
            : tests.appendingPathComponent("Fixtures/recordings/\(folder)/\(name).jsonl")
        guard let data = try? Data(contentsOf: file) else { throw Failure("no recording \(file.path)") }
        return data.split(separator: 10).map { String(decoding: $0, as: UTF8.self) }
    }
}
