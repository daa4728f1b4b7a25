internal import Shared

/// The beginning of a text on one line, for those who want no more.
struct Gist {
    /// Bytes that are kept: more than the widest line shows.
    private static let most = 2_000

    private(set) var text = ""
    private var endsInBlank = true

    /// Whether more text changes nothing.
    var isFull: Bool { text.utf8.count >= Self.most }

    /// Of a piece that is longer than all that is kept, the beginning.
    mutating func append(_ piece: WireText) { append(piece.beginning(bytes: 4 * Self.most)) }

    mutating func append(_ piece: some StringProtocol) {
        for character in piece {
            guard !isFull else { return }
            let isBlank = character.isWhitespace
            if !isBlank || !endsInBlank { text.append(isBlank ? " " : character) }
            endsInBlank = isBlank
        }
    }
}
