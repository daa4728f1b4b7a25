internal import Glibc
internal import Shared

/// What an envelope says about the event in it.
struct Arrival: Equatable {
    /// The Worker it is from, where the input says so.
    var worker: WorkerID?
    /// When it was received, in milliseconds since 1970.
    var milliseconds: Int64?
}

extension Arrival {
    /// Reads the known members of an envelope; others belong to other programs.
    init(_ envelope: [JSONMember], inside outer: Arrival) {
        worker = WorkerID(envelope) ?? outer.worker
        let time = envelope.first { $0.key == "received_at" }?.value.string
        milliseconds = time.flatMap(Self.milliseconds) ?? outer.milliseconds
    }

    /// Parses a UTC time of RFC 3339: `2026-06-26T07:46:40.123Z`.
    static func milliseconds(_ text: String) -> Int64? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes.last == UInt8(ascii: "Z") else { return nil }
        func number(_ range: Range<Int>) -> Int32? {
            Int32(String(decoding: bytes[range], as: UTF8.self)).flatMap { $0 >= 0 ? $0 : nil }
        }
        guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
            let hour = number(11..<13), let minute = number(14..<16), let second = number(17..<19)
        else { return nil }
        guard 1...12 ~= month, 1...31 ~= day, 0..<24 ~= hour, 0..<60 ~= minute, 0...60 ~= second else { return nil }
        var parts = tm()
        (parts.tm_year, parts.tm_mon, parts.tm_mday) = (year - 1_900, month - 1, day)
        (parts.tm_hour, parts.tm_min, parts.tm_sec) = (hour, minute, second)
        let fraction = bytes[19] == UInt8(ascii: ".") ? bytes[20..<bytes.count - 1].prefix(3) : []
        let milliseconds = Int64(String(decoding: fraction, as: UTF8.self) + "000".dropFirst(fraction.count)) ?? 0
        return Int64(timegm(&parts)) * 1_000 + milliseconds
    }
}
