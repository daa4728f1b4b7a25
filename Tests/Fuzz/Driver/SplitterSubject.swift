@testable import Shared

/// Lines and JSON texts; the same ones must come out however the bytes are cut.
enum SplitterSubject {
    static func take(_ input: [UInt8], by choice: Int) {
        let pieces = Subject.pieces(of: input, by: choice)
        precondition(lines(in: [input[...]]) == lines(in: pieces), "cut in pieces, there are other lines")
        precondition(values(in: [input[...]]) == values(in: pieces), "cut in pieces, there are other values")
    }

    private static func lines(in pieces: [ArraySlice<UInt8>]) -> [[UInt8]] {
        var splitter = LineSplitter()
        var lines: [[UInt8]] = []
        for piece in pieces {
            splitter.append(piece.span)
            while let range = splitter.nextLine() { lines.append(Array(splitter.bytes[range])) }
        }
        if let range = splitter.lastLine() { lines.append(Array(splitter.bytes[range])) }
        return lines
    }

    private static func values(in pieces: [ArraySlice<UInt8>]) -> [[UInt8]] {
        var splitter = ValueSplitter()
        var values: [[UInt8]] = []
        for piece in pieces {
            let chunk = Array(piece)
            var offset = 0
            while let value = splitter.next(in: chunk.span, at: &offset) {
                switch value {
                case .inChunk(let range): values.append(Array(chunk[range]))
                case .joined(let bytes): values.append(bytes)
                }
            }
        }
        if case .joined(let bytes)? = splitter.end() { values.append(bytes) }
        return values
    }
}
