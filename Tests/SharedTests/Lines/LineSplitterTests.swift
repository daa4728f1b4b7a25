import Testing

@testable import Shared

@Suite struct `The line splitter` {
    static let cases: [(String, [String])] = [
        ("", []), ("\n", [""]), ("a", ["a"]), ("a\n", ["a"]), ("a\nb", ["a", "b"]), ("a\r\nb\r\n", ["a", "b"]),
        ("a\rb\n\r\n\n", ["a\rb", "", ""]), ("a\r", ["a"]), ("é\r\n世\n😀", ["é", "世", "😀"]),
    ]

    @Test(arguments: cases)
    func `finds the same lines however the bytes arrive`(text: String, expected: [String]) {
        let bytes = Array(text.utf8)
        for size in 1...max(bytes.count, 1) {
            var splitter = LineSplitter()
            var lines: [String] = []
            for start in stride(from: 0, to: bytes.count, by: size) {
                splitter.append(bytes[start..<min(start + size, bytes.count)].span)
                while let line = splitter.nextLine() {
                    lines.append(String(decoding: splitter.bytes[line], as: UTF8.self))
                }
            }
            if let line = splitter.lastLine() { lines.append(String(decoding: splitter.bytes[line], as: UTF8.self)) }
            #expect(lines == expected, "in pieces of \(size)")
        }
    }

    @Test func `holds one long line in linear time`() {
        var splitter = LineSplitter()
        let chunk = [UInt8](repeating: 0x61, count: 1000)
        for _ in 0..<10_000 {
            splitter.append(chunk.span)
            #expect(splitter.nextLine() == nil)
        }
        splitter.append([0x0A].span)
        #expect(splitter.nextLine() == 0..<10_000_000)
    }
}
