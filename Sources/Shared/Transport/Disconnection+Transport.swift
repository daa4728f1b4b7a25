package import Shared

extension Disconnection {
    /// There is no connection, or no response to a request that only reads; it does not matter whether that was sent.
    package init(_ error: TransportError) {
        self.init(error.description, status: error.exitStatus)
        switch error.reason {
        case .badURL, .noLibrary: next = .giveUp
        case .bodyTooLarge: (next, advice, report) = (.giveUp, "raise --max-message", .tooLarge)
        case .unresolved, .unconnected, .connectTimeout: advice = "check --backend, and whether the Backend runs"
        default: break
        }
    }

    init(_ ending: WebSocketConnection.Ending) {
        switch ending {
        case .notConnected(let error): self.init(error)
        case .ended(let ending): self.init(ending)
        case .broken(let error):
            self.init(error)
            advice = nil
            if case .closedEarly(let text) = error.reason { reason = "the connection to \(error.peer) broke: \(text)" }
        }
    }
}
