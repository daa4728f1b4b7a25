import Shared

/// What the command line of `yoi-send` says.
struct SendOptions: Sendable {
    var connection = ConnectionOptions()
    /// What to send; nil for methods from standard input.
    var order: Order?
    /// Paths of files that go with a message.
    var attachments: [String] = []
    /// Why to cancel or stop.
    var reason: String?
    var keepsGoing = false
    var isDryRun = false
    var printsReplies = false
    /// Time for one method, from connecting to the whole reply; zero for as long as it takes.
    var timeout = Duration.seconds(30)
    /// Attempts after the first, as long as nothing can have been carried out.
    var retries = 0
}

extension SendOptions {
    /// Who asks, for requests that carry it.
    var reasonOrName: String { reason ?? "requested by yoi-send" }

    /// Takes an order; a second one is refused, since one of the two would be lost.
    mutating func give(_ order: Order) throws(ArgumentError) {
        guard self.order == nil else {
            throw ArgumentError("there is something to send already", advice: "run yoi-send once for each")
        }
        self.order = order
    }

    /// Refuses options that contradict each other.
    func check() throws(Failure) {
        switch order {
        case .message, .notification:
            guard reason == nil else { throw Failure(.usage, at: "--reason", "goes with --cancel or --stop only") }
        case .cancel, .stop, nil: break
        }
        if case .message = order { return }
        guard attachments.isEmpty else { throw Failure(.usage, at: "--attach", "goes with --message or --file only") }
    }
}
