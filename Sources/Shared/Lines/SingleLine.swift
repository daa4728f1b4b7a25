internal import Glibc

extension [UInt8] {
    /// Makes one line of the JSON from `start` on: replaces line breaks, which can only be between tokens (RFC 8259
    /// §7), by spaces.
    package mutating func joinLines(from start: Int = 0) {
        withUnsafeMutableBytes { bytes in
            guard let base = bytes.baseAddress else { return }
            let end = base + bytes.count
            for lineBreak in [UInt8(ascii: "\n"), UInt8(ascii: "\r")] {
                // Continues after each hit, since a payload can be millions of short lines.
                var next = base + start
                while let found = memchr(next, Int32(lineBreak), end - next) {
                    found.storeBytes(of: UInt8(ascii: " "), as: UInt8.self)
                    next = found + 1
                }
            }
        }
    }
}
