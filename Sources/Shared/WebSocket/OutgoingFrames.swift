/// What to send, in order, and how much of it has been sent.
struct OutgoingFrames: Sendable {
    private var queue: [UInt8]
    private var sentCount = 0
    private var latePing: [UInt8]?
    private let maskingKey: @Sendable () -> UInt32

    init(request: [UInt8], maskingKey: @escaping @Sendable () -> UInt32) {
        queue = request
        self.maskingKey = maskingKey
    }
}

extension OutgoingFrames {
    /// How many bytes to hold for a server that pings without reading; beyond that, only its latest ping is answered
    /// (RFC 6455 §5.5.3).
    static let pongBacklog = 16 << 10

    var bytes: ArraySlice<UInt8> { queue[sentCount...] }

    mutating func append(_ opcode: Opcode, _ payload: [UInt8]) {
        FrameEncoder.append(opcode, payload: payload.span, maskingKey: maskingKey(), to: &queue)
    }

    mutating func pong(_ payload: [UInt8]) {
        if queue.count - sentCount < Self.pongBacklog {
            append(.pong, payload)
        } else {
            latePing = payload
        }
    }

    mutating func sent(_ count: Int) {
        sentCount += min(max(count, 0), queue.count - sentCount)
        guard sentCount == queue.count else { return }
        queue.removeAll(keepingCapacity: queue.count <= Self.pongBacklog)
        sentCount = 0
        if let payload = latePing {
            latePing = nil
            append(.pong, payload)
        }
    }
}
