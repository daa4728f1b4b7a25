import Shared
import Testing

@testable import yoi_render

@Suite struct InvisibleCharactersTests {
    @Test(arguments: [
        // Control characters.
        ("\u{0}", "^@"), ("\u{1B}", "^["), ("\u{7}", "^G"), ("\u{7F}", "^?"), ("\u{80}", "<U+0080>"),
        ("\u{9B}", "<U+009B>"), ("\u{61C}", "<U+061C>"), ("\u{202E}", "<U+202E>"), ("\u{2069}", "<U+2069>"),
        ("\u{2028}", "<U+2028>"), ("\u{FEFF}", "<U+FEFF>"),
        // Invisible characters.
        ("a\u{200B}b", "a<U+200B>b"), ("a\u{2060}\u{2064}b", "a<U+2060><U+2064>b"), ("c\u{AD}d", "c<U+00AD>d"),
        ("\u{34F}", "<U+034F>"), ("\u{115F}\u{1160}", "<U+115F><U+1160>"), ("ក\u{17B4}", "ក<U+17B4>"),
        ("a\u{180B}\u{180E}", "a<U+180B><U+180E>"), ("\u{206A}\u{206F}", "<U+206A><U+206F>"),
        ("世\u{3164}界\u{FFA0}", "世<U+3164>界<U+FFA0>"), ("\u{E0001}\u{E0041}", "<U+E0001><U+E0041>"),
        ("\u{FFF0}\u{E01F0}\u{1D173}", "<U+FFF0><U+E01F0><U+1D173>"),
        // Selectors without a form to select, and more than one.
        ("a\u{FE00}", "a<U+FE00>"), ("\u{FE0F}", "<U+FE0F>"), ("😊\u{E0162}\u{E015D}", "😊<U+E0162><U+E015D>"),
        ("❤\u{FE0F}\u{FE0F}", "❤\u{FE0F}<U+FE0F>"), ("葛\u{E0100}\u{E0101}", "葛\u{E0100}<U+E0101>"),
        ("葛\u{E0120}", "葛<U+E0120>"), ("7\n\u{FE0F}", "7\n<U+FE0F>"),
        // Joiners that join nothing.
        ("a\u{200D}b", "a<U+200D>b"), ("\u{200C}", "<U+200C>"), ("👩\u{200D}", "👩<U+200D>"),
        ("👩\u{200D}a", "👩<U+200D>a"),
        ("👩\u{200C}👧", "👩<U+200C>👧"), ("👩\u{200D}\u{200D}👧", "👩<U+200D><U+200D>👧"), ("می\u{200C} ", "می<U+200C> "),
        ("می\u{200C}\u{200C}خ", "می<U+200C><U+200C>خ"), ("م\u{200D}👩", "م<U+200D>👩"),
        ("👩\u{200D}\n👧", "👩<U+200D>\n👧"),
        // Tags that are not a flag's.
        ("🏴\u{E0067}\u{E0062}", "🏴<U+E0067><U+E0062>"), ("🏴\u{E0067}\u{E0062}x", "🏴<U+E0067><U+E0062>x"),
        ("🏴\u{E0068}\u{E0069}\u{E007F}", "🏴<U+E0068><U+E0069><U+E007F>"), ("🏴\u{E007F}", "🏴<U+E007F>"),
        ("🏴\u{E0067}\u{E0067}", "🏴<U+E0067><U+E0067>"),
    ]) func `control and invisible characters are spelled out`(_ text: String, _ form: String) {
        #expect(VisibleForm.of(text).unicodeScalars.elementsEqual(form.unicodeScalars))
        #expect(Self.streamed(text).allSatisfy { $0.elementsEqual(form.utf8) })
    }

    @Test(arguments: [
        " ~\t\n", "\u{A0}é", "世界", "\u{FFFD}", "👩‍👩‍👧‍👦", "❤️‍🔥", "👁️‍🗨️", "🕵🏽‍♂️", "☝🏽", "🐈‍⬛", "🏴‍☠️", "1️⃣", "#️⃣", "☺︎", "🇩🇪",
        "\u{1F3F4}\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}",
        "\u{1F3F4}\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}x", "می\u{200C}خواهم", "क्\u{200D}ष",
        "ක්\u{200D}ර",
        "葛\u{E0100}城", "∩\u{FE00}", "0\u{FE00}", "“\u{FE00}", "ᠠ\u{180B}", "ᠨ\u{180E}ᠠ", "ᄒ\u{1161}\u{11AB}",
        "神\u{FE00}",
    ]) func `joiners and selectors with a purpose are kept`(_ text: String) {
        #expect(VisibleForm.of(text).unicodeScalars.elementsEqual(text.unicodeScalars))
        #expect(Self.streamed(text).allSatisfy { $0.elementsEqual(text.utf8) })
    }

    /// The same text in one delta, and cut in two at each of its characters.
    private static func streamed(_ text: String) -> [[UInt8]] {
        let scalars = Array(text.unicodeScalars)
        return scalars.indices.flatMap { cut in
            [false, true].map { isEscaped in
                let collector = Collector()
                var out = OutputBuffer { collector.append($0) }
                var lines = LineBreaker(palette: Palette(isColored: false), isASCII: false, isInWorkflow: false)
                var flow = TextFlow(.exact)
                for part in [scalars[..<cut], scalars[cut...]] {
                    let bytes = isEscaped ? escaped(part) : Array(String(String.UnicodeScalarView(part)).utf8)
                    flow.write(bytes.span, escaped: isEscaped, on: &lines, to: &out)
                }
                flow.finish(on: &lines, to: &out)
                out.flush()
                return collector.bytes
            }
        }
    }

    private static func escaped(_ scalars: ArraySlice<Unicode.Scalar>) -> [UInt8] {
        scalars.flatMap { UTF16.encode($0).map(Array.init) ?? [] }.flatMap { unit in
            let digits = String(unit, radix: 16)
            return Array(("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).utf8)
        }
    }

    @Test func `exactly the ignorable and the unsafe characters are spelled out`() {
        for scalar in (0...0x10FFFF as ClosedRange<UInt32>).lazy.compactMap(Unicode.Scalar.init) {
            let isIgnorable = scalar.properties.isDefaultIgnorableCodePoint
            let isKept = [0x09, 0x0A, 0x0D].contains(scalar.value)
            let isSpelled = !VisibleForm.of(String(scalar)).unicodeScalars.elementsEqual([scalar])
            #expect(isSpelled == (!isKept && (isIgnorable || VisibleText.isUnsafe(scalar))), "U+\(hex(scalar))")
        }
    }

    /// The standard library's tables are older: what they do not know yet is left out.
    @Test func `our Unicode tables agree with the standard library's`() {
        for scalar in (0x300...0x10FFFF as ClosedRange<UInt32>).lazy.compactMap(Unicode.Scalar.init) {
            let properties = scalar.properties
            guard properties.generalCategory != .unassigned else { continue }
            let isRegional = 0x1F1E6...0x1F1FF ~= scalar.value
            #expect(UnicodeTables.emoji.contains(scalar) == (properties.isEmoji && !isRegional), "U+\(hex(scalar))")
            #expect(UnicodeTables.ideographs.contains(scalar) == properties.isUnifiedIdeograph, "U+\(hex(scalar))")
            if properties.isEmojiPresentation { #expect(CellWidth.of(scalar) == 2, "U+\(hex(scalar))") }
            if [.nonspacingMark, .enclosingMark].contains(properties.generalCategory) {
                #expect(CellWidth.of(scalar) == 0, "U+\(hex(scalar))")
            }
        }
    }

    private func hex(_ scalar: Unicode.Scalar) -> String { String(scalar.value, radix: 16, uppercase: true) }
}
