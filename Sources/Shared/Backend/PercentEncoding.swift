extension String {
    /// The string as one path segment or query value: every byte but the unreserved ones (RFC 3986 §2.3) as `%XX`.
    var percentEncoded: String {
        var encoded: [UInt8] = []
        for byte in utf8 {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                encoded.append(byte)
            default:
                encoded.append(UInt8(ascii: "%"))
                encoded.append(contentsOf: [byte >> 4, byte & 0xF].map { Array("0123456789ABCDEF".utf8)[Int($0)] })
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }
}
