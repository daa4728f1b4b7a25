/// The block structure of a Markdown text that comes byte by byte, as far as the rest of a document depends on it
/// (CommonMark §4 and §5): what is open at its end is closed there, and its headings are made smaller than ours.
///
/// A line is held until it is known what begins there: mostly a few bytes, the whole line where that decides.
struct MarkdownBlocks {
    private var containers: [Container] = []
    private var leaf = Leaf.none
    private var line: [UInt8] = []
    /// Whether the rest of the line is copied: nothing in it decides anything.
    private(set) var isInDecidedLine = false
    private var hasTag = false
    private var hasFence = false
    private var backticks = 0
}

extension MarkdownBlocks {
    /// Bytes of a line that are looked at. A longer one that is undecided goes on in a new line.
    private static let maxHeld = 4_096
    /// Blocks in one another; what would open more is escaped.
    private static let maxContainers = 40

    /// Takes a byte of the text and appends what the document gets.
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
        // What can come before the first byte that makes a line ordinary.
        case " ", "\t", "\r", ">", "-", "+", "*", "_", "=", "#", ".", ")", "`", "~", "0"..."9": break
        default:
            guard !needsWholeLine else { return }
            decide(to: &document)
            isInDecidedLine = true
        }
    }

    /// The line ended where the copy of a decided line did.
    mutating func beginLine() {
        line.removeAll(keepingCapacity: true)
        (isInDecidedLine, hasTag, hasFence, backticks) = (false, false, false, 0)
    }

    /// The text has ended: closes what would swallow the rest of the document.
    mutating func end(to document: inout [UInt8]) {
        let isInLine = isInDecidedLine || !line.isEmpty
        // A return at the end of the text is shown; with a line feed after it, it would not be.
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
        /// Where the contents begin, from where those around it do; whether there are any yet.
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

        /// A line that ends what no blank line ends.
        var closing: [UInt8]? {
            switch self {
            case .none, .paragraph: nil
            case .fence(let mark, let length): Array(repeating: mark, count: length)
            case .html(let block): block.closing.map { Array($0.utf8) }
            }
        }
    }

    /// Whether what the line is depends on its end.
    private var needsWholeLine: Bool {
        if case .html(let block) = leaf, block.closing != nil { return true }
        return hasTag || hasFence
    }

    /// Takes the line in, and appends it with what it needs to mean less.
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
        // Text may go on with the open paragraph although the line is not marked as its containers are.
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

    /// Whether the line belongs to the open fence or HTML, or ends it.
    private mutating func continueLeaf(_ cursor: inout MarkdownCursor) -> Bool {
        switch leaf {
        case .none, .paragraph: return false
        case .fence(let mark, let length):
            if cursor.indent < 4, cursor.closesFence(mark, length) { leaf = .none }
        case .html(let block): if block.ends(in: cursor.rest) { leaf = .none }
        }
        return true
    }

    /// - Returns: `nil` where no leaf begins; its `leaf` is `nil` where an edit makes text of what would begin one.
    private func openLeaf(
        _ cursor: inout MarkdownCursor, _ isInParagraph: Bool, _ mayBeLazy: Bool
    ) -> (leaf: Leaf?, edit: Edit?)? {
        let offset = cursor.offsetOfMark
        if let level = cursor.headingLevel {
            // Ours are of the first and second level; there are six.
            return (Leaf.none, Edit(offset: offset, byte: UInt8(ascii: "#"), count: min(2, 6 - level)))
        }
        if let fence = cursor.fence { return (.fence(mark: fence.mark, length: fence.length), nil) }
        if cursor.mark == UInt8(ascii: "<"), let block = HTMLBlock(beginning: cursor.trimmed),
            block != .tag || !isInParagraph
        {
            // Parsers do not agree whether a tag ends a lazy paragraph, either.
            if block == .disputed || block == .tag && mayBeLazy { return (nil, .escape(at: offset)) }
            return (block.ends(in: cursor.trimmed, isBeginning: true) ? Leaf.none : .html(block), nil)
        }
        // The underline would make a heading of what has been written already.
        if isInParagraph, cursor.isUnderline { return (nil, .escape(at: offset)) }
        return cursor.isThematicBreak ? (Leaf.none, nil) : nil
    }

    /// Ends what is open beyond the first containers; the line has contents in them.
    private mutating func close(to open: Int, leaf: Leaf) {
        containers.removeLast(containers.count - open)
        for index in containers.indices where containers[index].isNew { containers[index].fill() }
        self.leaf = leaf
    }
}
