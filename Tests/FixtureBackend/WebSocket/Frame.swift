/// A WebSocket frame, RFC 6455 §5.2, seen from the server: what it reads is masked, what it writes is not, unless a
/// script wants otherwise.
struct Frame {
    enum Opcode {
        static let continuation: UInt8 = 0
        static let text: UInt8 = 1
        static let binary: UInt8 = 2
        static let close: UInt8 = 8
        static let ping: UInt8 = 9
        static let pong: UInt8 = 10
    }

    var opcode: UInt8
    var fin = true
    /// The three reserved bits, as a number from 0 to 7.
    var reserved: UInt8 = 0
    var isMasked = false
    var payload: [UInt8] = []
    /// A length to claim instead of the payload's.
    var claimedLength: UInt64?
}

extension Frame {
    static func text(_ text: String) -> Frame { Frame(opcode: Opcode.text, payload: Array(text.utf8)) }

    static func close(_ code: UInt16?, _ reason: String) -> Frame {
        let number = code.map { [UInt8($0 >> 8), UInt8($0 & 0xff)] } ?? []
        return Frame(opcode: Opcode.close, payload: number + Array(reason.utf8))
    }

    var bytes: [UInt8] {
        let length = claimedLength ?? UInt64(payload.count)
        let maskBit: UInt8 = isMasked ? 0x80 : 0
        var bytes = [(fin ? 0x80 : 0) | reserved << 4 | opcode]
        switch length {
        case ..<126: bytes.append(maskBit | UInt8(length))
        case ..<65_536: bytes += [maskBit | 126] + Self.bigEndian(length, 2)
        default: bytes += [maskBit | 127] + Self.bigEndian(length, 8)
        }
        guard isMasked else { return bytes + payload }
        let key: [UInt8] = [0x11, 0x22, 0x33, 0x44]
        return bytes + key + payload.enumerated().map { $1 ^ key[$0 % 4] }
    }

    /// Takes the next whole frame off the front of the input; nil while it is not complete.
    init?(from input: inout [UInt8]) {
        guard input.count >= 2 else { return nil }
        let (first, second) = (input[0], input[1])
        let extra = second & 0x7f == 127 ? 8 : second & 0x7f == 126 ? 2 : 0
        let maskLength = second & 0x80 == 0 ? 0 : 4
        let head = 2 + extra + maskLength
        guard input.count >= head else { return nil }
        let length = extra == 0 ? Int(second & 0x7f) : input[2..<2 + extra].reduce(0) { $0 << 8 | Int($1) }
        guard length >= 0, input.count - head >= length else { return nil }
        let key = Array(input[head - maskLength..<head])
        let data = input[head..<head + length]
        (opcode, fin, reserved) = (first & 0x0f, first & 0x80 != 0, first >> 4 & 7)
        isMasked = maskLength > 0
        payload = isMasked ? data.enumerated().map { $1 ^ key[$0 % 4] } : Array(data)
        input.removeFirst(head + length)
    }

    private static func bigEndian(_ value: UInt64, _ count: Int) -> [UInt8] {
        (0..<count).reversed().map { UInt8(truncatingIfNeeded: value >> (8 * UInt64($0))) }
    }
}
