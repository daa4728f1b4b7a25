/// The allowed bytes of a character of two to four bytes, by its first byte.
///
/// The table of RFC 3629 §4, which excludes surrogates, overlong forms and anything above U+10FFFF.
struct UTF8Shape {
    /// The character's length in bytes.
    let length: Int
    /// The range of the second byte; that of the others is 0x80 to 0xBF.
    let second: ClosedRange<UInt8>

    @inline(__always)
    init?(lead: UInt8) {
        switch lead {
        case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        default: return nil
        }
    }
}
