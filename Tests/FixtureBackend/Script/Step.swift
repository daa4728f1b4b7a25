/// One thing that a script lets the server do on a connection.
enum Step: Sendable {
    /// Raw bytes.
    case send([UInt8])
    case drip([UInt8], every: Duration)
    /// Raw bytes again and again until the client leaves.
    case endless([UInt8])
    case respond(Response)
    case wait(Duration)
    case repeated(Int, [Step])
    case shape(ShapeRule)

    /// Accepts the WebSocket; the accept key can be another one, or (empty) none.
    case upgrade(accept: String?, headers: [String: String])
    case message([UInt8], opcode: UInt8)
    /// An event of the worker's; in the events API in an envelope.
    case event(payload: String, sequence: UInt64?, runtime: String?, worker: String?)
    case snapshot
    /// A recorded run.
    case play(String, pace: Duration)
    /// A text_delta of so many bytes.
    case large(Int)
    case frame(Frame)
    /// Waits for such a frame from the client.
    case await(Socket.Arrival)

    /// Looks after the client as a quiet server does, until it leaves.
    case serve
    /// Reads and says nothing, until the client leaves or the time is over.
    case hang(Duration?)
    /// Does not even read.
    case stall(Duration?)
    case end(Ending)
    /// What would have happened without the script.
    case proceed
}

extension Step: Decodable {
    /// Each step has one verb; some verbs have companions.
    private static let verbs: [String: Set<String>] = [
        "send": [], "hex": [], "drip": ["every"], "endless": [], "respond": [], "wait": [], "repeat": ["do"],
        "shape": [],
        "upgrade": ["accept", "headers"], "text": [], "binary": [], "event": ["sequence", "runtime", "worker"],
        "snapshot": [], "play": ["pace"], "large": [], "ping": [], "pong": [], "close": ["reason"], "frame": [],
        "await": [], "serve": [], "hang": [], "stall": [], "end": [], "continue": [],
    ]

    init(from decoder: any Decoder) throws {
        let fields = try Fields(decoder)
        guard let verb = fields.names.first(where: { Self.verbs[$0] != nil }), let companions = Self.verbs[verb] else {
            throw fields.error("a step without a verb: \(fields.names.sorted())")
        }
        try fields.allow(companions.union([verb]))
        switch verb {
        case "send", "hex": self = .send(try fields.bytes("send", "hex"))
        case "drip": self = .drip(try fields.bytes("drip"), every: try fields.duration("every") ?? .milliseconds(50))
        case "endless": self = .endless(try fields.bytes("endless"))
        case "respond": self = .respond(try fields.required(verb))
        case "wait": self = .wait(try fields.duration(verb) ?? .zero)
        case "repeat": self = .repeated(try fields.required(verb), try fields.required("do"))
        case "shape": self = .shape(try fields.required(verb))
        case "upgrade":
            self = .upgrade(accept: try fields.optional("accept"), headers: try fields.optional("headers") ?? [:])
        case "text": self = .message(try fields.bytes(), opcode: Frame.Opcode.text)
        case "binary": self = .message(try fields.bytes("", "binary"), opcode: Frame.Opcode.binary)
        case "event":
            self = .event(
                payload: try fields.required(verb), sequence: try fields.optional("sequence"),
                runtime: try fields.optional("runtime"), worker: try fields.optional("worker"))
        case "snapshot": self = .snapshot
        case "play": self = .play(try fields.required(verb), pace: try fields.duration("pace") ?? .zero)
        case "large": self = .large(try fields.required(verb))
        case "ping": self = .frame(Frame(opcode: Frame.Opcode.ping, payload: try fields.bytes("ping")))
        case "pong": self = .frame(Frame(opcode: Frame.Opcode.pong, payload: try fields.bytes("pong")))
        case "close": self = .frame(.close(try fields.optional(verb), try fields.optional("reason") ?? ""))
        case "frame": self = .frame(try fields.required(verb))
        case "await": self = .await(try fields.required(verb))
        case "serve": self = .serve
        case "hang": self = .hang((try? fields.duration(verb)) ?? nil)
        case "stall": self = .stall((try? fields.duration(verb)) ?? nil)
        case "end": self = .end(try fields.required(verb))
        default: self = .proceed
        }
    }
}
