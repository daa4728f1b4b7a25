/// The kinds of HTML blocks, and what begins and ends them (CommonMark §4.6).
enum HTMLBlock: Equatable {
    /// `<pre>`, `<script>`, `<style>`, `<textarea>`.
    case verbatim(String)
    case comment
    case instruction
    case declaration
    case cdata
    /// The tag of a block-level element.
    case element
    /// Any other tag, alone on its line.
    case tag
    /// A block in some versions of CommonMark only.
    case disputed
}

extension HTMLBlock {
    init?(beginning line: ArraySlice<UInt8>) {
        guard line.first == UInt8(ascii: "<") else { return nil }
        if line.starts(with: "<!--".utf8) {
            self = .comment
        } else if line.starts(with: "<?".utf8) {
            self = .instruction
        } else if line.starts(with: "<![CDATA[".utf8) {
            self = .cdata
        } else if line.starts(with: "<!".utf8), let letter = line.dropFirst(2).first, letter.isLetter {
            self = letter & 0x20 == 0 ? .declaration : .disputed
        } else {
            let isEnd = line.dropFirst().first == UInt8(ascii: "/")
            let name = line.dropFirst(isEnd ? 2 : 1).prefix { $0.isLetter || $0.isDigit }
            let lowercased = String(decoding: name, as: UTF8.self).lowercased()
            let after = line[name.endIndex...]
            let isVerbatim = ["pre", "script", "style", "textarea"].contains(lowercased)
            if isVerbatim, !isEnd, after.first.map({ $0.isSpace || $0 == UInt8(ascii: ">") }) ?? true {
                self = .verbatim(lowercased)
            } else if Self.elements.contains(lowercased),
                after.first.map({ $0.isSpace || $0 == UInt8(ascii: ">") }) ?? true || after.starts(with: "/>".utf8)
            {
                self = ["search", "source"].contains(lowercased) ? .disputed : .element
            } else if line.isTagAlone {
                self = isVerbatim ? .disputed : .tag
            } else {
                return nil
            }
        }
    }

    /// The text that ends it; `nil` if a blank line does.
    var closing: String? {
        switch self {
        case .verbatim(let name): "</\(name)>"
        case .comment: "-->"
        case .instruction: "?>"
        case .declaration: ">"
        case .cdata: "]]>"
        case .element, .tag, .disputed: nil
        }
    }

    /// Whether this line is the last of it.
    func ends(in line: ArraySlice<UInt8>, isBeginning: Bool = false) -> Bool {
        switch self {
        case .verbatim:
            let lowercased = line.map { $0.isLetter ? $0 | 0x20 : $0 }
            return ["</pre>", "</script>", "</style>", "</textarea>"].contains { lowercased.contains($0) }
        case .element, .tag, .disputed: return !isBeginning && line.allSatisfy(\.isSpace)
        default: return closing.map { Array(line).contains($0) } ?? false
        }
    }

    private static let elements = Set(
        """
        address article aside base basefont blockquote body caption center col colgroup dd details dialog dir div dl dt \
        fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html iframe legend li link \
        main menu menuitem nav noframes ol optgroup option p param search section source summary table tbody td tfoot th \
        thead title tr track ul
        """.split(separator: " ").map(String.init))
}

extension [UInt8] {
    fileprivate func contains(_ mark: String) -> Bool {
        let mark = Array(mark.utf8)
        return indices.contains { self[$0] == mark[0] && self[$0...].starts(with: mark) }
    }
}

extension ArraySlice<UInt8> {
    /// Whether the line is one tag (§6.6) and nothing else.
    fileprivate var isTagAlone: Bool {
        var rest = dropFirst()
        let isEnd = rest.take("/")
        guard rest.first?.isLetter == true else { return false }
        rest = rest.drop { $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "-") }
        if !isEnd {
            while rest.takeAttribute() {}
        }
        rest = rest.drop(while: \.isSpace)
        if !isEnd { _ = rest.take("/") }
        return rest.take(">") && rest.allSatisfy(\.isSpace)
    }

    private mutating func take(_ byte: Unicode.Scalar) -> Bool {
        guard first == UInt8(ascii: byte) else { return false }
        removeFirst()
        return true
    }

    private mutating func takeAttribute() -> Bool {
        var rest = drop(while: \.isSpace)
        guard rest.count < count, let first = rest.first, first.isLetter || first.isOne(of: "_:") else { return false }
        rest = rest.drop { $0.isLetter || $0.isDigit || $0.isOne(of: "_:.-") }
        self = rest
        rest = rest.drop(while: \.isSpace)
        guard rest.take("=") else { return true }
        rest = rest.drop(while: \.isSpace)
        guard let quote = rest.first else { return false }
        if quote.isOne(of: "\"'") {
            guard let end = rest.dropFirst().firstIndex(of: quote) else { return false }
            rest = rest[(end + 1)...]
        } else {
            let value = rest.prefix { !$0.isSpace && !$0.isOne(of: "\"'=<>`") }
            guard !value.isEmpty else { return false }
            rest = rest[value.endIndex...]
        }
        self = rest
        return true
    }
}

extension UInt8 {
    fileprivate var isLetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20) }
}
