#!/usr/bin/env python3
"""Writes Sources/yoi-render/Terminal/UnicodeTables.swift; docs/unicode.md says when and how to run it.

Properties come from the package `regex`, variation sequences from Debian's `unicode-data`.
"""

import sys
from pathlib import Path

import regex

PINNED = "2026.11.19"
UNICODE = "18.0"
SEQUENCES = Path("/usr/share/unicode/StandardizedVariants.txt")
SEQUENCES_UNICODE = "15.0"
# Unicode 16.0 gave quotation marks a narrow and a wide form.
LATER_SEQUENCES = [(base, selector) for base in (0x2018, 0x2019, 0x201C, 0x201D) for selector in (0xFE00, 0xFE01)]

SCALARS = [value for value in range(0x110000) if not 0xD800 <= value < 0xE000]


def matching(pattern):
    test = regex.compile(pattern, regex.VERSION1).match
    return {value for value in SCALARS if test(chr(value))}


def span(first, last):
    return set(range(first, last + 1))


def joining_letters():
    """Letters and marks of the scripts in which ZWJ and ZWNJ choose forms: cursive ones, and those with a virama."""
    users = matching(r"[\p{jt=D}\p{jt=R}\p{jt=L}\p{InSC=Virama}\p{InSC=Invisible_Stacker}]")
    candidates = matching(r"[\p{L}\p{M}--\p{scx=Latn}]")
    found = set()
    while users:
        # All of a script at once, by the script of any of its characters.
        script = next(name for name in SCRIPTS if regex.match(rf"\p{{sc={name}}}", chr(min(users))))
        users -= matching(rf"\p{{sc={script}}}")
        if script not in ("Common", "Inherited"):
            found |= candidates & matching(rf"\p{{scx={script}}}")
    return found


SCRIPTS = """Common Inherited Adlam Arabic Balinese Bengali Bhaiksuki Brahmi Buhid Chakma Cham Chorasmian Devanagari
Dives_Akuru Dogra Garay Grantha Gujarati Gunjala_Gondi Gurmukhi Gurung_Khema Hanifi_Rohingya Hanunoo Javanese Kaithi
Kannada Kawi Kharoshthi Khmer Khojki Khudawadi Limbu Mahajani Malayalam Mandaic Manichaean Marchen Masaram_Gondi
Meetei_Mayek Modi Mongolian Multani Myanmar Nandinagari Newa Nko Old_Sogdian Old_Uyghur Oriya Phags_Pa
Psalter_Pahlavi Rejang Saurashtra Sharada Siddham Sinhala Sogdian Soyombo Sundanese Syloti_Nagri Syriac Tai_Tham
Takri Tamil Telugu Tibetan Tirhuta Tulu_Tigalari Zanabazar_Square""".split()


def variants():
    """The bases of each variation selector but the emoji's two, which emoji have."""
    bases = {}
    pairs = list(LATER_SEQUENCES)
    lines = SEQUENCES.read_text(encoding="utf-8").splitlines()
    if SEQUENCES_UNICODE not in lines[0]:
        sys.exit(f"{SEQUENCES} is not of Unicode {SEQUENCES_UNICODE}; look at LATER_SEQUENCES")
    for line in lines:
        if fields := line.split("#")[0].split(";")[0].split():
            pairs.append(tuple(int(field, 16) for field in fields))
    for base, selector in pairs:
        bases.setdefault(selector, set()).add(base)
    return bases


def boundaries(values):
    """The first value of each run and the first one after it, in turn."""
    return sorted(value for value in values | {v + 1 for v in values} if (value in values) != (value - 1 in values))


def literal(name, comment, values):
    rows, row = [], "       "
    for number in boundaries(values):
        word = f" 0x{number:X},"
        if len(row + word) > 120:
            rows.append(row)
            row = "       "
        row += word
    return "\n".join([f"    /// {comment}", f"    static let {name} = ScalarSet([", *rows, row, "    ])"])


def tables():
    marks = matching(r"[\p{Mn}\p{Me}\p{Cf}--\p{Prepended_Concatenation_Mark}]")
    hangul = span(0x1160, 0x11FF) | span(0xD7B0, 0xD7FF)
    # EastAsianWidth.txt makes these wide, assigned or not.
    reserved = span(0x3400, 0x4DBF) | span(0x4E00, 0x9FFF) | span(0xF900, 0xFAFF) | span(0x20000, 0x2FFFD)
    reserved |= span(0x30000, 0x3FFFD)
    wide = matching(r"[\p{ea=W}\p{ea=F}--\p{Cn}]") | reserved | matching(r"\p{RI}")
    yield literal(
        "ignorable", "Default_Ignorable_Code_Point: invisible.", matching(r"\p{Default_Ignorable_Code_Point}")
    )
    yield literal("zero", "Marks, and vowels and finals of Hangul: no cell.", marks | hangul)
    yield literal("wide", "East_Asian_Width W and F and regional indicators: two cells.", wide - marks - hangul)
    emoji = matching(r"[\p{Emoji}--\p{ASCII}--\p{RI}]")
    yield literal("emoji", "Emoji but the ASCII ones and regional indicators.", emoji)
    yield literal("ideographs", "Unified_Ideograph.", matching(r"\p{Unified_Ideograph}"))
    yield literal("joining", "Letters and marks of scripts that use ZWJ and ZWNJ.", joining_letters())
    for selector, bases in sorted(variants().items()):
        if selector not in (0xFE0E, 0xFE0F):
            yield literal(f"variants{selector:X}", f"Characters that have a form with U+{selector:X}.", bases)


def selection():
    cases = [s for s in sorted(variants()) if s not in (0xFE0E, 0xFE0F)]
    rows = [f"        case 0x{s:X}: variants{s:X}.contains(base)" for s in cases]
    return "\n".join(
        [
            "    /// Whether a standardized variation sequence of these two exists; emoji's and ideographs' aside.",
            "    static func hasVariant(_ base: Unicode.Scalar, _ selector: Unicode.Scalar) -> Bool {",
            "        switch selector.value {",
            *rows,
            "        default: false",
            "        }",
            "    }",
        ]
    )


if regex.__version__ != PINNED and "--any" not in sys.argv:
    sys.exit(f"regex {PINNED} is wanted, this is {regex.__version__}: see docs/unicode.md")
print(f"// Made by scripts/unicode-tables.py from Unicode {UNICODE}; do not edit.\n")
print("/// Properties of characters.\nenum UnicodeTables {")
print("\n\n".join([*tables(), selection()]))
print("}")
