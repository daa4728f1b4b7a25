extension String {
    /// The string as one path segment or query value: every byte except the unreserved ones (RFC 3986 §2.3) as `%XX`.
    var percentEncoded: String {
        percentEncoded { byte in
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: "-._~".utf8.contains(byte)
            }
        }
    }

    /// The string with all other bytes as `%XX`.
    func percentEncoded(except isAllowed: (UInt8) -> Bool) -> String {
        var encoded: [UInt8] = []
        for byte in utf8 {
            if isAllowed(byte) {
                encoded.append(byte)
            } else {
                encoded += "%\(byte.text(radix: 16, minDigits: 2))".utf8
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }

    /// The string with `%XX` replaced by the byte XX.
    var percentDecodedUTF8: [UInt8] {
        let bytes = Array(utf8)
        var decoded: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
                let byte = UInt8(String(decoding: bytes[index + 1...index + 2], as: UTF8.self), radix: 16)
            {
                decoded.append(byte)
                index += 3
            } else {
                decoded.append(bytes[index])
                index += 1
            }
        }
        return decoded
    }
}
