/// One line of a table under `Tests/Fixtures`: cells between ` | `, the first one the case's name.
package struct FixtureRow: Sendable, CustomStringConvertible {
    /// All cells, without the blanks around them.
    package let cells: [String]

    /// The case's name.
    package var description: String { cells[0] }

    /// The cell of that number, empty when the line is shorter.
    package subscript(index: Int) -> String { index < cells.count ? cells[index] : "" }
}

extension Fixtures {
    /// The rows of a table; blank lines and lines that begin with `#` are for readers. A table that is not there is one
    /// row named so, which no test can pass.
    package static func table(_ relative: String) -> [FixtureRow] {
        guard let lines = try? lines(relative) else { return [FixtureRow(cells: ["no table \(relative)"])] }
        return lines.filter { !$0.isEmpty && !$0.hasPrefix("#") }.map { line in
            let cells = line.split(separator: " |", omittingEmptySubsequences: false).map { cell in
                String(cell.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
            }
            return FixtureRow(cells: cells)
        }
    }
}
