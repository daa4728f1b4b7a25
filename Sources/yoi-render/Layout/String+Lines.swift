extension StringProtocol where SubSequence == Substring {
    /// The lines without their endings, LF or CRLF; an empty text has none.
    var lines: [Substring] {
        var lines: [Substring] = []
        var start = startIndex
        while start < endIndex { lines.append(line(from: &start)) }
        return lines
    }

    /// The first line.
    var firstLine: Substring {
        var start = startIndex
        return line(from: &start)
    }

    /// The line that begins at `start`, which is moved past it.
    fileprivate func line(from start: inout Index) -> Substring {
        let end = utf8[start...].firstIndex(of: 0x0A) ?? endIndex
        defer { start = end < endIndex ? utf8.index(after: end) : end }
        return self[start..<end].withoutReturn
    }
}

extension Substring {
    /// Without the CR at its end. By bytes: as characters, CR and LF are one.
    var withoutReturn: Substring { utf8.last == 0x0D ? Substring(utf8.dropLast()) : self }
}
