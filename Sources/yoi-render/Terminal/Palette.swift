/// What a stretch of text is: its colour is decided in one place, and never says anything that words do not.
enum Role {
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
}

/// The terminal's codes for the roles, or none.
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
    /// ECMA-48 §8.3.117; the eight basic colours only, which every theme keeps readable on its background.
    fileprivate var parameters: StaticString {
        switch self {
        case .plain: "0"
        case .user: "1;36"
        case .name: "1"
        case .quiet: "2"
        case .thinking: "2;3"
        case .good: "32"
        case .bad: "1;31"
        case .warning: "33"
        case .added: "32"
        case .removed: "31"
        }
    }
}
