import Foundation
import TestSupport

/// Runs of `yoi-events` on a fixture backend's worker.
extension FixtureBackend {
    /// Follows the worker to the program's own end.
    func follow(
        _ arguments: [String], environment: [String: String] = [:], output: OutputSink = .kept,
        limit: Duration = .seconds(20)
    ) throws -> Outcome {
        try startFollowing(arguments, environment: environment, output: output).wait(limit: limit)
    }

    /// Follows the worker, or another one that is named, and returns at once.
    func startFollowing(
        _ arguments: [String], environment: [String: String] = [:], input: InputSource = .none,
        output: OutputSink = .kept
    ) throws -> RunningProgram {
        // A list is asked for without a Worker.
        let isElsewhere = arguments.contains("--list") || arguments.contains("--worker-id")
        let target = isElsewhere ? backendOptions + ["--runtime-id", Self.runtimeID] : self.target
        return try Program("yoi-events").start(
            target + arguments, environment: environment, input: input, output: output)
    }
}

/// An event line in a word or two: `snapshot`, `text_delta a`, `status idle`, `error`.
func gist(_ line: String) throws -> String {
    guard let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] else {
        throw TestFailure("no object: \(line)")
    }
    let event = object["payload"] as? [String: Any] ?? object
    guard let name = event["event"] as? String else { throw TestFailure("no event: \(line)") }
    let data = event["data"] as? [String: Any] ?? [:]
    let word = name == "snapshot" ? nil : data["text"] ?? data["status"] ?? data["result"] ?? text(of: data["segments"])
    return word.map { "\(name) \($0)" } ?? name
}

/// A script that accepts the event stream, sends a snapshot and goes on with these steps.
func afterSnapshot(_ steps: String) -> String {
    #"{"rules":[{"socket": true, "do": [{"upgrade": true}, {"snapshot": true}, \#(steps)]}]}"#
}

/// The event line of a delta.
func textDelta(_ text: String) -> String { #"{"event":"text_delta","data":{"text":"\#(text)"}}"# }

/// The texts of all deltas among the lines.
func texts(_ lines: [String]) throws -> [String] {
    try lines.map(gist).filter { $0.hasPrefix("text_delta ") }.map { String($0.dropFirst("text_delta ".count)) }
}

/// The numbers that a generated run's deltas begin with, in the order of the lines.
func numbers(_ lines: some Sequence<String>) -> [Int] {
    lines.compactMap { line in
        guard line.contains(#""text_delta""#), let quote = line.firstRange(of: #""text":""#) else { return nil }
        return Int(line[quote.upperBound...].prefix(13), radix: 16)
    }
}

private func text(of segments: Any?) -> Any? { (segments as? [[String: Any]])?.first?["content"] }
