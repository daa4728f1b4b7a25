@testable import Shared

/// JSON texts out of a stream; the same ones must come out however the bytes are cut.
enum SplitterSubject {
    static func take(_ input: [UInt8], by choice: Int) {
        let pieces = Subject.pieces(of: input, by: choice)
        precondition(values(in: [input[...]]) == values(in: pieces), "cut in pieces, there are other values")
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
