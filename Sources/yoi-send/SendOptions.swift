import Shared

/// The options of `yoi-send`.
struct SendOptions: Sendable {
    var connection = ConnectionOptions()
    /// The address of the Worker's page.
    var operands: [String] = []
    /// What to send; nil for methods from standard input.
    var shorthand: MethodShorthand?
    /// Paths of files that go with a message.
    var attachments: [String] = []
    /// Why to cancel or stop.
    var reason: String?
    var keepsGoing = false
    var isDryRun = false
    var printsReplies = false
    /// Whether to print the Worker's events until the run is over.
    var follows = false
    /// Whether to wait for a run in progress before sending.
    var waits = false
    /// The time limit for one method, from connecting to the evidence; with `follows`, for everything. Zero for none.
    var timeout: Duration?
    /// The number of retries, as long as nothing can have been carried out.
    var retries = 0
}

extension SendOptions {
    /// The reason, for requests that have one.
    var reasonOrName: String { reason ?? "requested by yoi-send" }

    /// The Worker to send to: from the address of its page, or from the options, where the last use counts.
    ///
    /// - Throws: `Failure` with status 64.
    func selection() throws(Failure) -> TargetSelection {
        if let operand = operands.first(where: { !$0.hasPrefix("http://") && !$0.hasPrefix("https://") }) {
            throw Failure(.usage, "unexpected operand '\(operand)'", advice: "to send a message, write -m TEXT")
        }
        var connection = connection
        connection.workerIDs = connection.workerIDs.suffix(1)
        let selection = try TargetSelection(connection, operands: operands)
        guard !selection.workers.isEmpty else { throw Failure.noWorker }
        return selection
    }

    /// Sets what to send; a second one is refused, since one of the two would be lost.
    mutating func give(_ shorthand: MethodShorthand) throws(ArgumentError) {
        guard self.shorthand == nil else {
            throw ArgumentError("there is something to send already", advice: "run yoi-send once for each")
        }
        self.shorthand = shorthand
    }

    /// Refuses options that contradict each other.
    func check() throws(Failure) {
        switch shorthand {
        case .cancel, .stop, nil: break
        default:
            guard reason == nil else { throw Failure(.usage, at: "--reason", "needs --cancel or --stop") }
        }
        guard follows || !waits else { throw Failure(.usage, at: "--wait", "needs --follow") }
        guard !follows || !isDryRun else {
            throw Failure(.usage, at: "--dry-run, --follow", "nothing is sent that could be followed")
        }
        if case .message = shorthand { return }
        guard attachments.isEmpty else { throw Failure(.usage, at: "--attach", "needs --message or --file") }
    }

    /// The time limit for one method; nil for none.
    var methodLimit: Duration? { timeout.map(\.asLimit) ?? .seconds(30) }

    /// The time limit for everything; nil for none.
    var programLimit: Duration? { follows ? timeout?.asLimit : nil }
}
