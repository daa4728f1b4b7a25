internal import Glibc

extension [UInt8] {
    /// Makes one line of the JSON from `start` on: line breaks can only stand between its tokens (RFC 8259 §7), and become
    /// spaces.
    package mutating func joinLines(from start: Int = 0) {
        withUnsafeMutableBytes { bytes in
            guard let base = bytes.baseAddress else { return }
            let end = base + bytes.count
            for lineBreak in [UInt8(ascii: "\n"), UInt8(ascii: "\r")] {
                // Behind each hit it goes on: a payload can be millions of short lines.
                var place = base + start
                while let found = memchr(place, Int32(lineBreak), end - place) {
                    found.storeBytes(of: UInt8(ascii: " "), as: UInt8.self)
                    place = found + 1
                }
            }
        }
    }
}
