extension Notice.Kind {
    var looks: (Symbol, Role) {
        switch self {
        case .info: (.notice, .plain)
        case .success: (.success, .plain)
        case .warning: (.warning, .warning)
        case .error: (.failure, .bad)
        case .retry: (.retry, .warning)
        case .detail: (.notice, .quiet)
        }
    }
}
