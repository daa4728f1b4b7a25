/// A run of many text deltas that exists only as arithmetic: any part of it can be had again, at memory speed.
///
/// Delta number i (from 1) has the sequence i × 4096, so that each reconnect's snapshot finds a number in between. Its
/// text is i in 13 hex digits and a blank, filled up to the wanted size. Before the first delta comes `status` running,
/// after the last one `status` idle.
struct GeneratedRun {
    static let stride: UInt64 = 4_096
    private static let running: UInt64 = 0x800
    /// Bytes per write: large enough to be quick, small enough not to be wasted on a connection that is cut early.
    private static let batch = 1 << 18

    let count: UInt64
    private let name: WorkerName
    private let size: Int
    /// One frame, and where in it the 13 digits of its number go.
    private let frame: [UInt8]
    private let fields: [Int]

    init(_ name: WorkerName, count: UInt64, size: Int) {
        (self.name, self.count, self.size) = (name, count, size)
        let marker = Array("0123456789abc".utf8)
        frame = Frame.text(Self.message(name, 0x0_1234_5678_9abc, size)).bytes
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
        if cursor < Self.running { try socket.send(name.envelope(Self.running, Self.status("running"))) }
        let first = cursor / Self.stride + 1
        if socket.connection.shape.fragment == nil && socket.connection.shape.ping == nil {
            try sendBatches(from: first, to: socket, attend)
        } else {
            for number in Swift.stride(from: first, through: count, by: 1) {
                try socket.send(Self.message(name, number, size))
                try attend()
            }
        }
        if first <= count + 1 { try socket.send(name.envelope((count + 1) * Self.stride, Self.status("idle"))) }
    }
}

private extension GeneratedRun {
    static func status(_ word: String) -> String { #"{"event":"status","data":{"status":"\#(word)"}}"# }

    static func message(_ name: WorkerName, _ number: UInt64, _ size: Int) -> String {
        let digits = String(number, radix: 16)
        let text = String(repeating: "0", count: 13 - digits.count) + digits + " "
        let filler = String(repeating: "lorem ipsum ", count: max(0, size - 14) / 12 + 1).prefix(max(0, size - 14))
        return name.envelope(number * stride, #"{"event":"text_delta","data":{"text":"\#(text)\#(filler)"}}"#)
    }

    /// The same buffer again and again, with new numbers in it.
    func sendBatches(from first: UInt64, to socket: Socket, _ attend: () throws -> Void) throws {
        let slots = max(1, Self.batch / frame.count)
        var buffer = Self.copies(of: frame, slots)
        var number = first
        while number <= count {
            let used = Int(min(UInt64(slots), count - number + 1))
            try buffer.withUnsafeMutableBytes { buffer in
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
