/// Suggests a correct spelling.
package enum SpellingSuggestion {
    /// The word that is most similar to `text`, or begins with it; nil if none is similar.
    package static func nearest(to text: String, among words: [String]) -> String? {
        let written = Array(text.utf8)
        // A longer text is not a misspelling, and the comparison is quadratic.
        guard written.count >= 2, written.count <= 40 else { return nil }
        if let longer = words.first(where: { $0.hasPrefix(text) }) { return longer }
        let distances = words.map { (word: $0, distance: distance(written, Array($0.utf8))) }
        guard let best = distances.min(by: { $0.distance < $1.distance }) else { return nil }
        return best.distance <= max(1, written.count / 3) ? best.word : nil
    }
}

extension SpellingSuggestion {
    /// The number of insertions, deletions, replacements and swaps of neighbors between the two.
    private static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...b.count)
        for (i, left) in a.enumerated() {
            var row = [i + 1]
            for (j, right) in b.enumerated() {
                var least = min(last[j] + (left == right ? 0 : 1), last[j + 1] + 1, row[j] + 1)
                if i > 0, j > 0, left == b[j - 1], a[i - 1] == right { least = min(least, beforeLast[j - 1] + 1) }
                row.append(least)
            }
            (beforeLast, last) = (last, row)
        }
        return last[b.count]
    }
}
