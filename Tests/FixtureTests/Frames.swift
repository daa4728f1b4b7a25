/// A client's frames, masked with zeros so that they can be read.
enum Frames {
    /// A close frame without a code: the server drops the connection when it reads it.
    static let close: [UInt8] = [0x88, 0x80, 0, 0, 0, 0]

    static func text(_ text: String) -> [UInt8] { message(0x81, Array(text.utf8)) }

    static func binary(_ bytes: [UInt8]) -> [UInt8] { message(0x82, bytes) }

    private static func message(_ first: UInt8, _ payload: [UInt8]) -> [UInt8] {
        let length: [UInt8] =
            payload.count < 126
            ? [0x80 | UInt8(payload.count)] : [0xfe, UInt8(payload.count >> 8), UInt8(payload.count & 0xff)]
        return [first] + length + [0, 0, 0, 0] + payload
    }
}
