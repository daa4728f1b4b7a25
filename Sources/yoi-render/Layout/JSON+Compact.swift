internal import Shared

extension JSON {
    /// The value without white space between tokens and without needless escapes, the same however it was formatted.
    var compact: String { compact(bytes: .max) }

    /// The beginning of that, from about so many bytes.
    func compact(bytes limit: Int) -> String {
        var compact: [UInt8] = []
        let span = bytes.span
        var index = 0
        while index < span.count, compact.count < limit {
            if span[index] == UInt8(ascii: "\""), let string = try? span.scanString(at: &index) {
                let start = bytes.startIndex
                let contents = bytes[start + string.contents.lowerBound..<start + string.contents.upperBound]
                compact += JSON.decoded(contents).encoded
            } else {
                if ![0x20, 0x09, 0x0A, 0x0D].contains(span[index]) { compact.append(span[index]) }
                index += 1
            }
        }
        return String(decoding: compact, as: UTF8.self)
    }
}
