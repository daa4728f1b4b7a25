/// Assigns a role to each character of the model's Markdown on a color terminal.
///
/// It never looks ahead, so a guess may come too late for the first mark of a run; a wrong one ends with the line.
struct MarkdownHighlight {
    private var line = Line.start
    /// The mark and length of the open fence.
    private var fence: (mark: Unicode.Scalar, length: Int)?
    /// The run of equal characters at the end of the text so far.
    private var run: (mark: Unicode.Scalar, length: Int) = ("\n", 0)
    private var isStrong = false
    /// Number of backticks that opened the code span.
    private var codeMarks = 0
    private var isInTarget = false
    /// Number of backticks or tildes at the start of the line.
    private var marks = 0

    private enum Line {
        /// Only space so far.
        case start
        /// Hashes, and perhaps a heading.
        case hashes
        case heading
        case quote
        /// Backticks or tildes at the start.
        case fenceMarks
        /// What follows them.
        case info
        case text
    }
}

extension MarkdownHighlight {
    var isInFence: Bool { fence != nil }

    /// Whether the rest of the line cannot begin or end a fence.
    var isLineDecided: Bool {
        switch line {
        case .heading, .quote, .text: true
        case .info: fence?.mark == "~"
        case .start, .hashes, .fenceMarks: false
        }
    }

    mutating func endLine() {
        if line == .fenceMarks {
            if let open = fence {
                if marks >= open.length { fence = nil }
            } else if marks >= 3 {
                fence = (run.mark, marks)
            }
        }
        (line, run, marks) = (.start, ("\n", 0), 0)
        (isStrong, codeMarks, isInTarget) = (false, 0, false)
    }

    /// - Parameter scalar: not a line feed.
    mutating func role(of scalar: Unicode.Scalar) -> Role {
        let before = run
        run = (scalar, scalar == before.mark ? before.length + 1 : 1)
        if fence != nil {
            noteInFence(scalar)
            return .code
        }
        beginLine(with: scalar, after: before)
        switch line {
        case .hashes, .heading: return .name
        case .fenceMarks, .info: return .code
        case .start: return .plain
        case .quote, .text: return inlineRole(of: scalar, after: before)
        }
    }
}

extension MarkdownHighlight {
    private mutating func noteInFence(_ scalar: Unicode.Scalar) {
        switch line {
        case .start where scalar == " ": break
        case .start where scalar == fence?.mark, .fenceMarks where scalar == fence?.mark:
            line = .fenceMarks
            marks += 1
        case .fenceMarks where scalar == " ": break
        case .info:
            // Backticks after the opening backticks: it is a code span.
            guard scalar == "`", fence?.mark == scalar else { return }
            (line, fence, codeMarks) = (.text, nil, marks)
        default: line = .text
        }
    }

    private mutating func beginLine(with scalar: Unicode.Scalar, after before: (mark: Unicode.Scalar, length: Int)) {
        switch line {
        case .start:
            switch scalar {
            case " ", "\t": break
            case "#": line = .hashes
            case ">": line = .quote
            case "`", "~": (line, marks) = (.fenceMarks, 1)
            default: line = .text
            }
        case .hashes where scalar != "#": line = scalar == " " && before.length <= 6 ? .heading : .text
        case .fenceMarks where scalar == before.mark: marks += 1
        case .fenceMarks where marks >= 3: (line, fence) = (.info, before)
        case .fenceMarks: line = .text
        default: break
        }
    }

    private mutating func inlineRole(
        of scalar: Unicode.Scalar, after before: (mark: Unicode.Scalar, length: Int)
    ) -> Role {
        let surroundings: Role = isStrong ? .name : line == .quote ? .quoted : .plain
        if scalar != "`", before.mark == "`", line != .start {
            codeMarks = codeMarks == 0 ? before.length : codeMarks == before.length ? 0 : codeMarks
        }
        if scalar == "`" || codeMarks > 0 { return .code }
        if isInTarget {
            if scalar == ")" || scalar == " " { isInTarget = false }
            return isInTarget ? .link : surroundings
        }
        if scalar == "(", before.mark == "]" { isInTarget = true }
        if scalar == "*" {
            if run.length == 2 { isStrong.toggle() }
            return .quiet
        }
        // A mark followed by a space opens nothing.
        if scalar == " ", before.mark == "*", before.length == 2 { isStrong = false }
        return isStrong ? .name : surroundings
    }
}
