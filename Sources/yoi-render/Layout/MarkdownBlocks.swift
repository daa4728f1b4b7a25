/// The block structure of a Markdown text that arrives byte by byte, as far as the rest of the document depends on it
/// (CommonMark §4 and §5): what is open at its end is closed there, and its headings are demoted below ours.
///
/// A line is held until its kind is known: usually for a few bytes, if need be to its end.
struct MarkdownBlocks {
    private var containers: [Container] = []
    private var leaf = Leaf.none
    private var line: [UInt8] = []
    /// Whether the line's kind is known, and the rest of it is only copied.
    private(set) var isInDecidedLine = false
    private var hasTag = false
    private var hasFence = false
    private var backticks = 0
}

extension MarkdownBlocks {
    /// Bytes of a line to hold. A longer one whose kind is unknown is broken.
    private static let maxHeld = 4_096
    /// Maximum nesting of containers; what would open more is escaped.
    private static let maxContainers = 40

    /// Takes a byte of the text and appends to the document.
    mutating func take(_ byte: UInt8, to document: inout [UInt8]) {
        if isInDecidedLine {
            document.append(byte)
            if byte == UInt8(ascii: "\n") { beginLine() }
            return
        }
        line.append(byte)
        backticks = byte == UInt8(ascii: "`") ? backticks + 1 : 0
        if backticks == 3 { hasFence = true }
        switch Unicode.Scalar(byte) {
        case "\n":
            decide(to: &document)
            beginLine()
        case _ where line.count == Self.maxHeld:
            line.append(UInt8(ascii: "\n"))
            decide(to: &document)
            beginLine()
        case "<": hasTag = true
        // Bytes that may precede the one that decides.
        case " ", "\t", "\r", ">", "-", "+", "*", "_", "=", "#", ".", ")", "`", "~", "0"..."9": break
        default:
            guard !needsWholeLine else { return }
            decide(to: &document)
            isInDecidedLine = true
        }
    }

    /// Begins a line after the rest of the previous one was copied.
    mutating func beginLine() {
        line.removeAll(keepingCapacity: true)
        (isInDecidedLine, hasTag, hasFence, backticks) = (false, false, false, 0)
    }

    /// Ends the text: closes what would swallow the rest of the document.
    mutating func end(to document: inout [UInt8]) {
        let isInLine = isInDecidedLine || !line.isEmpty
        // A CR at the end of the text is shown; before a line feed it would not be.
        if line.last == UInt8(ascii: "\r"), !isInDecidedLine {
            line.replaceSubrange((line.count - 1)..., with: "^M".utf8)
        }
        if !line.isEmpty, !isInDecidedLine { decide(to: &document) }
        defer { self = MarkdownBlocks() }
        guard let closing = leaf.closing else { return }
        if isInLine { document.append(UInt8(ascii: "\n")) }
        for container in containers {
            switch container {
            case .quote: document += "> ".utf8
            case .item(let width, _): document += repeatElement(UInt8(ascii: " "), count: width)
            }
        }
        document += closing
    }
}

extension MarkdownBlocks {
    private enum Container {
        case quote
        /// The indentation of the contents, relative to the container's; whether there are any yet.
        case item(width: Int, hasContents: Bool)

        var isNew: Bool { if case .item(_, hasContents: false) = self { true } else { false } }

        mutating func fill() {
            if case .item(let width, _) = self { self = .item(width: width, hasContents: true) }
        }
    }

    private enum Leaf {
        case none
        case paragraph
        case fence(mark: UInt8, length: Int)
        case html(HTMLBlock)

        var isParagraph: Bool { if case .paragraph = self { true } else { false } }

        /// A line that ends it; `nil` if a blank line does.
        var closing: [UInt8]? {
            switch self {
            case .none, .paragraph: nil
            case .fence(let mark, let length): Array(repeating: mark, count: length)
            case .html(let block): block.closing.map { Array($0.utf8) }
            }
        }
    }

    /// Whether the line's kind depends on all of it.
    private var needsWholeLine: Bool {
        if case .html(let block) = leaf, block.closing != nil { return true }
        return hasTag || hasFence
    }

    /// Parses the line, and appends it with an edit that makes it harmless.
    private mutating func decide(to document: inout [UInt8]) {
        var contents = line[...]
        if contents.last == UInt8(ascii: "\n") {
            contents = contents.dropLast()
            if contents.last == UInt8(ascii: "\r") { contents = contents.dropLast() }
        }
        var cursor = MarkdownCursor(contents)
        guard let edit = read(&cursor) else {
            document += line
            return
        }
        document += line[..<edit.offset]
        for _ in 0..<edit.count { document.append(edit.byte) }
        document += line[edit.offset...]
    }

    /// Bytes to be inserted in the line.
    private struct Edit {
        let offset: Int
        let byte: UInt8
        let count: Int

        static func escape(at offset: Int) -> Edit { Edit(offset: offset, byte: UInt8(ascii: "\\"), count: 1) }
    }
}

extension MarkdownBlocks {
    /// Phase 1 of the parsing strategy in CommonMark's appendix.
    private mutating func read(_ cursor: inout MarkdownCursor) -> Edit? {
        var open = matchContainers(&cursor)
        let isWhole = open == containers.count
        if isWhole, continueLeaf(&cursor) { return nil }
        var isInParagraph = isWhole && leaf.isParagraph
        // Text may continue the open paragraph without its containers' marks (a lazy continuation line).
        var mayBeLazy = !isWhole && leaf.isParagraph
        while !cursor.isBlank, cursor.indent < 4 {
            if let (leaf, edit) = openLeaf(&cursor, isInParagraph, mayBeLazy) {
                if let leaf { close(to: open, leaf: leaf) } else if !mayBeLazy { close(to: open, leaf: .paragraph) }
                return edit
            }
            let start = cursor.offsetOfMark
            guard let container = cursor.takeContainer(isInParagraph: isInParagraph) else { break }
            guard open < Self.maxContainers else {
                if !mayBeLazy { close(to: open, leaf: .paragraph) }
                return .escape(at: start)
            }
            containers.removeLast(containers.count - open)
            containers.append(container > 0 ? .item(width: container, hasContents: false) : .quote)
            open += 1
            (isInParagraph, mayBeLazy) = (false, false)
        }
        if cursor.isBlank {
            containers.removeLast(containers.count - open)
            for index in containers.indices.dropLast() { containers[index].fill() }
            leaf = .none
        } else if !mayBeLazy {
            close(to: open, leaf: cursor.indent >= 4 && !isInParagraph ? .none : .paragraph)
        }
        return nil
    }

    private func matchContainers(_ cursor: inout MarkdownCursor) -> Int {
        for (index, container) in containers.enumerated() {
            switch container {
            case .quote: guard cursor.takeQuoteMark() else { return index }
            case .item(_, let hasContents) where cursor.isBlank:
                guard hasContents else { return index }
                cursor.skipSpace()
            case .item(let width, _):
                guard cursor.indent >= width else { return index }
                cursor.advance(columns: width)
            }
        }
        return containers.count
    }

    /// Whether the line belongs to the open fence or HTML block, or ends it.
    private mutating func continueLeaf(_ cursor: inout MarkdownCursor) -> Bool {
        switch leaf {
        case .none, .paragraph: return false
        case .fence(let mark, let length):
            if cursor.indent < 4, cursor.closesFence(mark, length) { leaf = .none }
        case .html(let block): if block.ends(in: cursor.rest) { leaf = .none }
        }
        return true
    }

    /// - Returns: `nil` if no leaf begins; a `nil` leaf if an edit turns what would begin one into text.
    private func openLeaf(
        _ cursor: inout MarkdownCursor, _ isInParagraph: Bool, _ mayBeLazy: Bool
    ) -> (leaf: Leaf?, edit: Edit?)? {
        let offset = cursor.offsetOfMark
        if let level = cursor.headingLevel {
            // Ours have levels 1 and 2; there are six.
            return (Leaf.none, Edit(offset: offset, byte: UInt8(ascii: "#"), count: min(2, 6 - level)))
        }
        if let fence = cursor.fence { return (.fence(mark: fence.mark, length: fence.length), nil) }
        if cursor.mark == UInt8(ascii: "<"), let block = HTMLBlock(beginning: cursor.trimmed),
            block != .tag || !isInParagraph
        {
            // Nor do parsers agree on whether a tag interrupts a lazy paragraph.
            if block == .disputed || block == .tag && mayBeLazy { return (nil, .escape(at: offset)) }
            return (block.ends(in: cursor.trimmed, isBeginning: true) ? Leaf.none : .html(block), nil)
        }
        // An underline would turn the paragraph, already written, into a heading.
        if isInParagraph, cursor.isUnderline { return (nil, .escape(at: offset)) }
        return cursor.isThematicBreak ? (Leaf.none, nil) : nil
    }

    /// Closes all but the first `open` containers, which the line has contents for.
    private mutating func close(to open: Int, leaf: Leaf) {
        containers.removeLast(containers.count - open)
        for index in containers.indices where containers[index].isNew { containers[index].fill() }
        self.leaf = leaf
    }
}
