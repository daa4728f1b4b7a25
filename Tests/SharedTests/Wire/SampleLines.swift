import Foundation

/// The lines of the fixtures: samples of everything, and real Workers' recordings.
enum SampleLines {
    static let fixtures = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Fixtures")
    static let events = lines("samples/events.jsonl")
    /// What today's Workers say beyond that.
    static let today = lines("samples/today.jsonl")
    static let methods = lines("samples/methods.jsonl")

    static func lines(_ path: String) -> [String] {
        let text = (try? String(contentsOf: fixtures.appending(path: path), encoding: .utf8)) ?? ""
        return text.split(separator: "\n").map(String.init)
    }

    static var recorded: [String] {
        let folder = fixtures.appending(path: "recordings/worker")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.sorted().flatMap { lines("recordings/worker/" + $0) }
    }
}
