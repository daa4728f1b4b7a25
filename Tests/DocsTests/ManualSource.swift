import Foundation
import TestSupport

/// The source of a manual page in mdoc(7), taken apart.
struct ManualSource {
    /// An entry of a list: an event, a method, a segment.
    struct Entry {
        let name: String
        /// The members that its description lists.
        let fields: Set<String>
        /// Its example.
        let example: String
    }

    let lines: [String]

    init(_ page: String) throws { lines = try Fixtures.lines("../../docs/man/\(page)") }

    static let pages = Fixtures.names(in: "../../docs/man")

    /// What follows a heading, up to the next one of its kind: `.Sh EXAMPLES`, `.Ss Methods`.
    func section(_ heading: String) -> [String] {
        let kind = heading.prefix(4)
        return lines.drop { $0 != heading }.dropFirst().prefix { !$0.hasPrefix(kind) && !$0.hasPrefix(".Sh ") }
            .map(\.self)
    }

    /// The entries of the lists in these lines.
    static func entries(in lines: [String]) -> [Entry] {
        let starts = lines.indices.filter { lines[$0].hasPrefix(".It Ic ") }
        return zip(starts, starts.dropFirst() + [lines.count]).map { start, end in
            let body = Array(lines[start..<end])
            let fields = body.filter { $0.hasPrefix(".It Va ") }.flatMap { line in
                line.dropFirst(7).components(separatedBy: " Pq ")[0].components(separatedBy: ", ")
            }
            return Entry(
                name: String(lines[start].dropFirst(7)), fields: Set(fields), example: displays(in: body).first ?? "")
        }
    }

    /// The displays in these lines, as they are shown.
    static func displays(in lines: [String]) -> [String] {
        lines.split { $0.hasPrefix(".Bd") }.dropFirst().map { rest in
            rest.prefix { $0 != ".Ed" }.joined(separator: "\n").replacingOccurrences(of: "\\e", with: "\\")
        }
    }
}
