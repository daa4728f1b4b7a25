import Shared

/// What the command line of `yoi-send` says.
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
    /// Whether the Worker's events are printed until the run is over.
    var follows = false
    /// Whether a run in progress is waited for before anything is sent.
    var waits = false
    /// Time for one method, from connecting to the evidence; when following, for everything. Zero for as long as it takes.
    var timeout: Duration?
    /// Attempts after the first, as long as nothing can have been carried out.
    var retries = 0
}

extension SendOptions {
    /// Who asks, for requests that carry it.
    var reasonOrName: String { reason ?? "requested by yoi-send" }

    /// Whom to talk to: the address of a Worker's page, or the Worker that the options name, where the last use counts.
    ///
    /// - Throws: `Failure` with status 64.
    func selection() throws(Failure) -> TargetSelection {
        if let operand = operands.first(where: { !$0.hasPrefix("http://") && !$0.hasPrefix("https://") }) {
            throw Failure(.usage, "unexpected operand '\(operand)'", advice: "to send a message, write -m TEXT")
        }
        var connection = connection
        connection.workerIDs = connection.workerIDs.suffix(1)
        let selection = try TargetSelection(connection, operands: operands)
        guard !selection.workers.isEmpty else { throw Failure(.usage, TargetError.noWorkerID.description) }
        return selection
    }

    /// Takes what to send; a second one is refused, since one of the two would be lost.
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
            guard reason == nil else { throw Failure(.usage, at: "--reason", "goes with --cancel or --stop only") }
        }
        guard follows || !waits else { throw Failure(.usage, at: "--wait", "goes with --follow only") }
        guard !follows || !isDryRun else {
            throw Failure(.usage, at: "--dry-run, --follow", "nothing happens that could be followed")
        }
        if case .message = shorthand { return }
        guard attachments.isEmpty else { throw Failure(.usage, at: "--attach", "goes with --message or --file only") }
    }

    /// How long it may take until it is known what became of a method; nil for any time.
    var methodLimit: Duration? { timeout.map(\.asLimit) ?? .seconds(30) }

    /// How long everything may take; nil for any time.
    var programLimit: Duration? { follows ? timeout?.asLimit : nil }
}
