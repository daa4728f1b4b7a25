/// Which worker: the ids of a target, decoded.
struct WorkerName: Hashable, Codable, Sendable {
    static let defaultWorkspace = "01a2056e-ca5f-7e32-8fd8-9179681b568a"
    static let embeddedRuntime = "embedded-worker-runtime"

    var workspace = defaultWorkspace
    var runtime: String
    var worker: String
}

extension WorkerName {
    /// Whether the Backend's own process runs it.
    var isEmbedded: Bool { runtime == Self.embeddedRuntime }

    /// The snapshot that the real Runtime sends on every connection of the events API, and of a worker that is not
    /// running: it knows nothing of the session.
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

    var text: String { "bo_" + String(padded: sequence, 16, radix: 16) }
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
