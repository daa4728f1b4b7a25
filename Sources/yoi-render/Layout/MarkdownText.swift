internal import Shared

/// The model's Markdown on its way into a document: invisible characters are spelled out before ``MarkdownBlocks``
/// sees them.
struct MarkdownText {
    private var blocks = MarkdownBlocks()
    private var invisible = InvisibleCharacters()
}

extension MarkdownText {
    /// - Parameter escaped: the bytes are the validated contents of a JSON string; else UTF-8.
    mutating func write(_ bytes: Bytes, escaped: Bool, to page: inout Page) {
        var document: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if blocks.isInDecidedLine, !invisible.isHolding {
                if !document.isEmpty { page.stream(document.span, escaped: false) }
                document.removeAll(keepingCapacity: true)
                let (end, next) = bytes.endOfLine(from: index, levels: escaped ? 1 : 0)
                page.stream(bytes.extracting(index..<next), escaped: escaped)
                index = next
                if next > end {
                    blocks.beginLine()
                    invisible.note("\n")
                }
            } else {
                take(bytes.nextScalar(at: &index, escaped: escaped), to: &document)
            }
        }
        if !document.isEmpty { page.stream(document.span, escaped: false) }
    }

    private mutating func take(_ scalar: Unicode.Scalar, to document: inout [UInt8]) {
        if scalar.isASCII, !invisible.isHolding, !InvisibleCharacters.isSuspect(scalar) {
            invisible.note(scalar)
            return blocks.take(UInt8(truncatingIfNeeded: scalar.value), to: &document)
        }
        var visible = ""
        invisible.take(scalar, into: &visible)
        for byte in visible.utf8 { blocks.take(byte, to: &document) }
    }

    /// Ends the text.
    mutating func end(to page: inout Page) {
        var document: [UInt8] = []
        var visible = ""
        invisible.end(into: &visible)
        for byte in visible.utf8 { blocks.take(byte, to: &document) }
        blocks.end(to: &document)
        if !document.isEmpty { page.stream(document.span, escaped: false) }
    }
}
