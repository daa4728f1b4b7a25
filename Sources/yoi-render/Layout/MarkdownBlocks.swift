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
        switch byte {
        case UInt8(ascii: "\n"):
            decide(to: &document)
            beginLine()
        case _ where line.count == Self.maxHeld:
            line.append(UInt8(ascii: "\n"))
            decide(to: &document)
            beginLine()
        case UInt8(ascii: "<"): hasTag = true
        case _ where byte.isOne(of: Self.marks): break
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

    /// What can come before the first byte that makes a line ordinary.
    private static var marks: StaticString { " \t\r>-+*_=#.)`~0123456789" }

    /// Whether what the line is depends on its end.
    private var needsWholeLine: Bool {
        if case .html(let block) = leaf, block.closing != nil { return true }
        return hasTag || hasFence
    }

    /// Takes the line in, and appends it with what it needs to mean less.
    private mutating func decide(to document: inout [UInt8]) {
        var contents = line[...]
        if contents.last == UInt8(ascii: "\n") {
            contents.removeLast()
            if contents.last == UInt8(ascii: "\r") { contents.removeLast() }
        }
        var cursor = MarkdownCursor(contents)
        guard let edit = read(&cursor) else {
            document += line
            return
        }
        document += line[..<edit.offset]
        document += edit.text.utf8
        document += line[edit.offset...]
    }

    /// Text to be inserted in the line.
    private struct Edit {
        let offset: Int
        let text: String
    }
}

extension MarkdownBlocks {
    /// Phase 1 of the parsing strategy in CommonMark's appendix.
    private mutating func read(_ cursor: inout MarkdownCursor) -> Edit? {
        let matched = matchContainers(&cursor)
        let isWhole = matched == containers.count
        if isWhole, continueLeaf(&cursor) { return nil }
        var open = containers
        if !isWhole { open.removeLast(containers.count - matched) }
        var isInParagraph = isWhole && leaf.isParagraph
        let mayBeLazy = !isWhole && leaf.isParagraph
        var hasOpened = false
        while !cursor.isBlank, cursor.indent < 4 {
            if let edit = openLeaf(&cursor, isInParagraph, mayBeLazy && !hasOpened) {
                if edit.ends {
                    close(to: open, leaf: edit.leaf)
                } else {
                    keep(open, isInParagraph, mayBeLazy && !hasOpened)
                }
                return edit.change
            }
            let start = cursor
            guard let container = cursor.takeContainer(isInParagraph: isInParagraph) else { break }
            guard open.count < Self.maxContainers else {
                keep(open, isInParagraph, mayBeLazy && !hasOpened)
                return Edit(offset: start.offsetOfMark, text: "\\")
            }
            open.append(container > 0 ? .item(width: container, hasContents: false) : .quote)
            (isInParagraph, hasOpened) = (false, true)
        }
        if cursor.isBlank {
            containers = open
            for index in containers.indices.dropLast() { containers[index].fill() }
            leaf = .none
        } else if cursor.indent >= 4, !isInParagraph, !mayBeLazy || hasOpened {
            close(to: open, leaf: .none)
        } else {
            keep(open, isInParagraph, mayBeLazy && !hasOpened)
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

    private func openLeaf(
        _ cursor: inout MarkdownCursor, _ isInParagraph: Bool, _ mayBeLazy: Bool
    ) -> (leaf: Leaf, ends: Bool, change: Edit?)? {
        let offset = cursor.offsetOfMark
        if let level = cursor.headingLevel {
            // Ours are of the first and second level; there are six.
            return (.none, true, Edit(offset: offset, text: String(repeating: "#", count: min(2, 6 - level))))
        }
        if let fence = cursor.fence { return (.fence(mark: fence.mark, length: fence.length), true, nil) }
        if cursor.mark == UInt8(ascii: "<"), let block = HTMLBlock(beginning: cursor.trimmed),
            block != .tag || !isInParagraph
        {
            // Parsers do not agree whether a tag ends a lazy paragraph, either.
            if block == .disputed || block == .tag && mayBeLazy {
                return (.none, false, Edit(offset: offset, text: "\\"))
            }
            return (block.ends(in: cursor.trimmed, isBeginning: true) ? .none : .html(block), true, nil)
        }
        // The underline would make a heading of what has been written already.
        if isInParagraph, cursor.isUnderline { return (.none, false, Edit(offset: offset, text: "\\")) }
        if cursor.isThematicBreak { return (.none, true, nil) }
        return nil
    }

    /// Text, which may go on with the open paragraph although the line is not marked as its containers are.
    private mutating func keep(_ open: [Container], _ isInParagraph: Bool, _ isLazy: Bool) {
        if !isLazy { close(to: open, leaf: .paragraph) }
    }

    private mutating func close(to open: [Container], leaf: Leaf) {
        containers = open
        for index in containers.indices where containers[index].isNew { containers[index].fill() }
        self.leaf = leaf
    }
}
