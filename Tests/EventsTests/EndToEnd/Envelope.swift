import Foundation
import TestSupport

/// A line of several Workers' stream: whose it is, and what it says.
struct Envelope {
    /// Empty where it is about none.
    let worker: String
    /// The event, byte for byte.
    let payload: String

    init(_ line: String) throws {
        guard let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any],
            let worker = object["worker_id"], object["payload"] is [String: Any],
            let time = object["received_at"] as? String, time.hasSuffix("Z"),
            let start = line.firstRange(of: #""payload":"#)?.upperBound, line.hasSuffix("}")
        else { throw TestFailure("no envelope: \(line)") }
        self.worker = worker as? String ?? ""
        payload = String(line[start...].dropLast())
    }
}

extension Envelope {
    /// Whether we report something ourselves.
    var isOurs: Bool { payload.contains(#""origin":"yoi-events""#) }

    var isSnapshot: Bool { payload.hasPrefix(#"{"event":"snapshot""#) }
}
