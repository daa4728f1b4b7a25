internal import Shared

/// Makes a text visible that comes character by character: what a terminal would obey, and what nobody would see, is
/// spelled out, as ``VisibleForm`` spells it.
///
/// Invisible characters stay where they do their job: a joiner inside an emoji or between letters whose script uses it,
/// one variation selector after a character that has such a form, the tags of a flag. What follows decides about joiners
/// and tags, so up to six of them are held.
struct InvisibleCharacters {
    /// What the next character follows, a variation selector aside; NUL where that is nothing that could have a form.
    private var base: Unicode.Scalar = "\0"
    private var hasSelector = false
    private var held: [Unicode.Scalar] = []
}

extension InvisibleCharacters {
    /// Whether a character must be handed to ``take(_:into:)``, unless one ``isHolding`` anyway.
    @inline(__always)
    static func isSuspect(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D, 0x20..<0x7F, 0xA0..<0xAD: false
        default: VisibleText.isUnsafe(scalar) || UnicodeTables.ignorable.contains(scalar)
        }
    }

    var isHolding: Bool { !held.isEmpty }

    /// The last character that was shown as it is.
    var last: Unicode.Scalar { base }

    /// A character that is not suspect has been shown without ``take(_:into:)``.
    @inline(__always)
    mutating func note(_ scalar: Unicode.Scalar) { (base, hasSelector) = (scalar, false) }

    /// Appends what is to be shown of the held characters and of this one. Line breaks and tabs stay.
    mutating func take(_ scalar: Unicode.Scalar, into text: inout String) {
        if isHolding, settle(before: scalar, into: &text) { return }
        if !Self.isSuspect(scalar) {
            text.unicodeScalars.append(scalar)
            note(scalar)
        } else if !hasSelector, Self.isVariation(scalar, of: base) {
            text.unicodeScalars.append(scalar)
            hasSelector = true
        } else if Self.mayJoin(scalar, after: base) || base == Self.flag && Self.beginsFlag([scalar]) {
            held = [scalar]
        } else {
            spell(scalar, into: &text)
        }
    }

    /// The text has ended: what it should have gone on with does not come.
    mutating func end(into text: inout String) {
        for scalar in held { spell(scalar, into: &text) }
        self = InvisibleCharacters()
    }
}

extension InvisibleCharacters {
    /// Decides about what is held, now that it is known what follows.
    ///
    /// - Returns: whether that belongs to it.
    private mutating func settle(before next: Unicode.Scalar, into text: inout String) -> Bool {
        if Self.isTag(held[0]) {
            if Self.beginsFlag(held + [next]) {
                held.append(next)
                guard next == Self.cancelTag else { return true }
                text.unicodeScalars.append(contentsOf: held)
                held = []
                note(next)
                return true
            }
        } else if Self.joins(held[0], base, next) {
            text.unicodeScalars.append(held[0])
            held = []
            return false
        }
        for scalar in held { spell(scalar, into: &text) }
        held = []
        return false
    }

    private mutating func spell(_ scalar: Unicode.Scalar, into text: inout String) {
        text += VisibleForm.spelled(scalar)
        note("\0")
    }
}

extension InvisibleCharacters {
    private static let flag: Unicode.Scalar = "\u{1F3F4}"
    private static let cancelTag: Unicode.Scalar = "\u{E007F}"

    private static func isTag(_ scalar: Unicode.Scalar) -> Bool { 0xE0020...0xE007F ~= scalar.value }

    /// Whether a flag's tags can begin so. The flags of England, Scotland and Wales are all that UTS #51 recommends: of
    /// others fonts show a black flag, and hide the rest.
    private static func beginsFlag(_ tags: [Unicode.Scalar]) -> Bool {
        let letters = tags.map { $0.value &- 0xE0000 }
        return ["gbeng\u{7F}", "gbsct\u{7F}", "gbwls\u{7F}"].contains { flag in
            letters.elementsEqual(flag.unicodeScalars.prefix(letters.count).map(\.value))
        }
    }

    private static func isVariation(_ selector: Unicode.Scalar, of base: Unicode.Scalar) -> Bool {
        switch selector.value {
        case 0xFE0E, 0xFE0F: UnicodeTables.emoji.contains(base) || "0123456789#*".unicodeScalars.contains(base)
        // No ideograph has more than these 32 registered forms (UTS #37).
        case 0xE0100...0xE011F: UnicodeTables.ideographs.contains(base)
        case 0x180B...0x180F, 0xFE00...0xFE0D: UnicodeTables.hasVariant(base, selector)
        default: false
        }
    }

    private static func mayJoin(_ joiner: Unicode.Scalar, after base: Unicode.Scalar) -> Bool {
        switch joiner {
        case "\u{200C}": UnicodeTables.joining.contains(base)
        case "\u{200D}": UnicodeTables.joining.contains(base) || UnicodeTables.emoji.contains(base)
        // The Mongolian vowel separator.
        case "\u{180E}": isMongolian(base)
        default: false
        }
    }

    /// For a joiner that ``mayJoin(_:after:)`` its base.
    private static func joins(_ joiner: Unicode.Scalar, _ base: Unicode.Scalar, _ next: Unicode.Scalar) -> Bool {
        if joiner == "\u{180E}" { return isMongolian(next) }
        let follows = UnicodeTables.joining.contains(base) ? UnicodeTables.joining : UnicodeTables.emoji
        return follows.contains(next)
    }

    private static func isMongolian(_ scalar: Unicode.Scalar) -> Bool { 0x1820...0x18AA ~= scalar.value }
}
