/// Removes whole color sequences, `CSI … m`, from a tool's output (ECMA-48 §8.3.117).
///
/// Anything else passes, to be made visible, including what only began like one.
struct ColorFilter {
    /// Maximum of parameter bytes; a longer sequence is something else.
    private static let max = 64

    private var held: [Unicode.Scalar] = []
}

extension ColorFilter {
    /// Takes the next character.
    mutating func take(_ scalar: Unicode.Scalar, _ output: (Unicode.Scalar) -> Void) {
        switch (held.count, scalar) {
        case (_, "\u{1B}"), (_, "\u{9B}"):
            release(output)
            held = [scalar]
        case (0, _): output(scalar)
        case (1, "[") where held[0] == "\u{1B}": held.append(scalar)
        case (1, _) where held[0] == "\u{1B}":
            release(output)
            output(scalar)
        case (..<Self.max, "0"..."9"), (..<Self.max, ";"), (..<Self.max, ":"): held.append(scalar)
        case (_, "m"): held = []
        default:
            release(output)
            output(scalar)
        }
    }

    /// Ends the text.
    mutating func release(_ output: (Unicode.Scalar) -> Void) {
        held.forEach(output)
        held = []
    }
}
