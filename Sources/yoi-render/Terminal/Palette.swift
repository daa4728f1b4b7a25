/// The role of a stretch of text. Its color is decided in one place, and never says more than the words do.
enum Role: Hashable {
    case plain
    case user
    case name
    case quiet
    case thinking
    case good
    case bad
    case warning
    case added
    case removed
    /// A Worker's name, in one of six colors.
    case speaker1, speaker2, speaker3, speaker4, speaker5, speaker6
    case code
    case quoted
    case link
}

/// The terminal codes for the roles, if there are colors.
struct Palette {
    let isColored: Bool
}

extension Palette {
    func begin(_ role: Role, to out: inout OutputBuffer) {
        guard isColored, role != .plain else { return }
        out.append("\u{1B}[")
        out.append(role.parameters)
        out.append("m")
    }

    func end(_ role: Role, to out: inout OutputBuffer) {
        guard isColored, role != .plain else { return }
        out.append("\u{1B}[0m")
    }
}

extension Role {
    /// The color of the Worker with this number.
    static func speaker(_ number: UInt32) -> Role {
        let all: [Role] = [.speaker1, .speaker2, .speaker3, .speaker4, .speaker5, .speaker6]
        return all[Int(number % 6)]
    }

    /// ECMA-48 §8.3.117. Of the eight basic colors only magenta and red can be read on black as well as on white; the others
    /// are from the palette of 256, whose colors are the same everywhere, with a contrast of at least 4 to 1 on both.
    fileprivate var parameters: StaticString {
        switch self {
        case .plain: "0"
        case .user: "35"
        case .name: "1"
        case .quiet: "2"
        case .thinking: "2;3"
        case .good: "38;5;28"
        case .bad: "1;31"
        case .warning: "38;5;130"
        case .added: "38;5;28"
        case .removed: "31"
        case .speaker1: "1;38;5;27"
        case .speaker2: "1;35"
        case .speaker3: "1;38;5;30"
        case .speaker4: "1;38;5;28"
        case .speaker5: "1;38;5;130"
        case .speaker6: "1;31"
        case .code: "38;5;30"
        case .quoted: "3"
        case .link: "4"
        }
    }
}
