/// Which worker: the two ids of a target, decoded.
struct WorkerName: Hashable, Codable, Sendable {
    var runtime: String
    var worker: String
}

extension WorkerName {
    /// The snapshot that the real Runtime sends on every connection: it knows nothing of the session.
    var snapshot: String {
        """
        {"event":"snapshot","data":{"entries":[],"greeting":{"worker_name":\(JSONText.string(worker)),"cwd":"",\
        "provider":"worker-runtime","model":"worker-runtime","scope_summary":"runtime worker observation","tools":[],\
        "context_window":0,"context_tokens":0},"status":"idle"}}
        """
    }

    /// The observation message that carries an event; the payload goes in byte for byte.
    func envelope(_ sequence: UInt64, _ payload: String) -> String {
        let cursor = Cursor(sequence: sequence).text
        return """
            {"kind":"event","envelope":{"cursor":"\(cursor)","event_id":"\(cursor)",\
            "runtime_id":\(JSONText.string(runtime)),"worker_id":\(JSONText.string(worker)),"payload":\(payload)}}
            """
    }

    static func diagnostic(_ code: String, _ message: String) -> String {
        """
        {"kind":"diagnostic","diagnostic":{"code":\(JSONText.string(code)),"message":\(JSONText.string(message))}}
        """
    }
}

/// `bo_` and 16 hex digits: a place in the Backend's sequence of events.
struct Cursor {
    var sequence: UInt64

    var text: String {
        let digits = String(sequence, radix: 16)
        return "bo_" + String(repeating: "0", count: 16 - digits.count) + digits
    }
}

extension Cursor {
    init?(text: String) {
        let digits = text.dropFirst(3)
        guard text.hasPrefix("bo_"), digits.utf8.count == 16, digits.allSatisfy(\.isHexDigit),
            let sequence = UInt64(digits, radix: 16)
        else { return nil }
        self.init(sequence: sequence)
    }
}
