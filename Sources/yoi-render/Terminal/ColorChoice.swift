internal import Shared

/// Whether to use colors.
enum ColorChoice: String, ArgumentChoice {
    case auto
    case always
    case never
}

extension ColorChoice {
    /// Decides by the option, then `NO_COLOR`, then `CLICOLOR_FORCE` and `FORCE_COLOR`, then a dumb terminal, then
    /// whether the output is a terminal.
    func decide(environment: Environment, isTerminal: Bool) throws(Failure) -> Bool {
        switch self {
        case .always: return true
        case .never: return false
        case .auto: break
        }
        if try environment.value(of: "NO_COLOR") != nil { return false }
        for name in ["CLICOLOR_FORCE", "FORCE_COLOR"] {
            if let value = try environment.value(of: name), !["0", "false"].contains(value) { return true }
        }
        let isDumb = try environment.value(of: "TERM") == "dumb"
        return isTerminal && !isDumb
    }
}
