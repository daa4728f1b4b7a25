/// Bytes written for people, in fixture tables and in tests: hexadecimal pairs, 'text in quotes' and repetitions, with
/// spaces between; in a text `\r` and `\n` stand for the line ends.
///
///     bytes("81 05 'Hello'")    bytes("82 7E 0100 256*00")
package func bytes(_ notation: String) -> [UInt8] {
    var result: [UInt8] = []
    for (index, part) in notation.split(separator: "'", omittingEmptySubsequences: false).enumerated() {
        guard index.isMultiple(of: 2) else {
            result += part.replacing("\\r", with: "\r").replacing("\\n", with: "\n").utf8
            continue
        }
        for word in part.split(separator: " ") {
            let factors = word.split(separator: "*")
            let count = factors.count == 2 ? Int(factors[0]) ?? 0 : 1
            let digits = Array(factors[factors.count - 1])
            let unit = stride(from: 0, to: digits.count - 1, by: 2).map {
                UInt8(String(digits[$0...$0 + 1]), radix: 16) ?? 0
            }
            for _ in 0..<count { result += unit }
        }
    }
    return result
}
