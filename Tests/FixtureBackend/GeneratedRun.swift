/// A run of many text deltas that exists only as arithmetic: any part of it can be had again, at memory speed.
///
/// Delta number i (from 1) has the sequence i × 4096, so that each reconnect's snapshot finds a number in between. Its
/// text is i in 13 hex digits and a blank, filled up to the wanted size. Before the first delta comes `status` running,
/// after the last one `status` idle. On the protocol API the worker goes on whether anybody got what it said or not: a
/// later connection finds that in its snapshot.
struct GeneratedRun {
    static let stride: UInt64 = 4_096
    private static let running: UInt64 = 0x800
    /// Bytes per write: large enough to be quick, small enough not to be wasted on a connection that is cut early.
    private static let batch = 1 << 18

    let count: UInt64
    private let name: WorkerName
    private let size: Int
    private let api: API
    /// One frame, and where in it the 13 digits of its number go.
    private let frame: [UInt8]
    private let fields: [Int]

    init(_ name: WorkerName, count: UInt64, size: Int, api: API) {
        (self.name, self.count, self.size, self.api) = (name, count, size, api)
        let marker = Array("0123456789abc".utf8)
        frame = Frame.text(Self.message(name, 0x0_1234_5678_9abc, size, api)).bytes
        let frame = frame
        fields = frame.indices.filter { frame[$0...].starts(with: marker) }
    }
}

extension GeneratedRun {
    /// Whether a client can have got this cursor from us.
    func knows(_ cursor: UInt64) -> Bool { cursor < (count + 2) * Self.stride }

    /// Sends everything above the cursor, a snapshot first; `attend` is called between batches.
    func send(after cursor: UInt64, snapshot: String, to socket: Socket, attend: () throws -> Void) throws {
        try socket.send(name.envelope(cursor + 1, snapshot))
        if cursor < Self.running { try socket.send(name.envelope(Self.running, Said.status("running"))) }
        let first = cursor / Self.stride + 1
        try sendAll(from: first, to: socket, attend)
        if first <= count + 1 { try socket.send(name.envelope((count + 1) * Self.stride, Said.status("idle"))) }
    }

    /// Goes on from where the worker is: a snapshot that holds what it has said, then the rest.
    func live(_ progress: GeneratedProgress, to socket: Socket, attend: () throws -> Void) throws {
        let (said, isOver) = progress.state
        try socket.send(snapshot(said, isOver))
        guard !isOver else { return }
        if said == 0 { try socket.send(Said.status("running")) }
        try sendAll(from: said + 1, to: socket, progress: progress, attend)
        progress.end()
        try socket.send(Said.status("idle"))
    }
}

private extension GeneratedRun {
    static func text(_ number: UInt64, _ size: Int) -> String {
        String(padded: number, 13, radix: 16) + " "
            + String(repeating: "lorem ipsum ", count: max(0, size - 14) / 12 + 1).prefix(max(0, size - 14))
    }

    static func message(_ name: WorkerName, _ number: UInt64, _ size: Int, _ api: API) -> String {
        let delta = #"{"event":"text_delta","data":{"text":"\#(text(number, size))"}}"#
        return api == .events ? name.envelope(number * stride, delta) : delta
    }

    func snapshot(_ said: UInt64, _ isOver: Bool) -> String {
        var log = WorkerLog()
        let text = JSONText.string((0..<said).map { Self.text($0 + 1, size) }.joined())
        log.take(Said.rotation(log.segmentStart))
        log.take(Said.status(said > 0 && !isOver ? "running" : "idle"))
        if said > 0 { log.take(#"{"event":"text_delta","data":{"text":\#(text)}}"#) }
        if isOver {
            log.take(#"{"event":"text_done","data":{"text":\#(text)}}"#)
            log.take(#"{"event":"llm_call_end","data":{"llm_call":0}}"#)
            log.take(Said.runEnd("finished"))
        }
        return log.snapshot(of: name, early: false)
    }

    func sendAll(
        from first: UInt64, to socket: Socket, progress: GeneratedProgress? = nil, _ attend: () throws -> Void
    ) throws {
        if socket.connection.shape.fragment == nil && socket.connection.shape.ping == nil {
            return try sendBatches(from: first, to: socket, progress, attend)
        }
        for number in Swift.stride(from: first, through: count, by: 1) {
            progress?.said(number)
            try socket.send(Self.message(name, number, size, api))
            try attend()
        }
    }

    /// The same buffer again and again, with new numbers in it.
    func sendBatches(
        from first: UInt64, to socket: Socket, _ progress: GeneratedProgress?, _ attend: () throws -> Void
    ) throws {
        let slots = max(1, Self.batch / frame.count)
        var buffer = Self.copies(of: frame, slots)
        var number = first
        while number <= count {
            let used = Int(min(UInt64(slots), count - number + 1))
            try buffer.withUnsafeMutableBytes { buffer in
                progress?.said(number + UInt64(used) - 1)
                for slot in 0..<used { patch(buffer, at: slot * frame.count, number + UInt64(slot)) }
                try socket.connection.send(UnsafeRawBufferPointer(rebasing: buffer[..<(used * frame.count)]))
            }
            number += UInt64(used)
            try attend()
        }
    }

    /// By memory copy: these bytes are made for every connection, in unoptimised builds too.
    static func copies(of frame: [UInt8], _ count: Int) -> [UInt8] {
        Array(unsafeUninitializedCapacity: frame.count * count) { buffer, used in
            let bytes = UnsafeMutableRawBufferPointer(buffer)
            for slot in 0..<count {
                UnsafeMutableRawBufferPointer(rebasing: bytes[(slot * frame.count)...]).copyBytes(from: frame)
            }
            used = buffer.count
        }
    }

    func patch(_ buffer: UnsafeMutableRawBufferPointer, at start: Int, _ number: UInt64) {
        var rest = number
        for place in Swift.stride(from: start + fields[0] + 12, through: start + fields[0], by: -1) {
            let digit = UInt8(truncatingIfNeeded: rest & 15)
            buffer[place] = digit < 10 ? 48 + digit : 87 + digit
            rest >>= 4
        }
        guard let base = buffer.baseAddress else { return }
        for field in fields.dropFirst() {
            (base + start + field).copyMemory(from: base + start + fields[0], byteCount: 13)
        }
    }
}
