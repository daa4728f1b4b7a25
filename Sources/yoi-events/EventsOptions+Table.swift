internal import Shared

extension OptionTable<EventsOptions> {
    /// The command line of `yoi-events`.
    static let yoiEvents = OptionTable(
        program: "yoi-events",
        synopsis: [
            "[OPTION]... [RUNTIME:]WORKER...", "[OPTION]... ADDRESS", "--all [OPTION]...", "--list [OPTION]...",
        ],
        summary: [
            "Follow yoi Workers and print each of their events as one line of JSON.",
            "A Worker is named by its id or its short key (W-3), alone or after its Runtime's, as an operand or with"
                + " --worker-id; or by the ADDRESS of its page in the web console. The lines of several Workers are"
                + " wrapped as with --envelope.",
            "What was said so far comes first (the transcript), then the live events, until told otherwise."
                + " A lost connection is resumed.",
        ],
        initial: EventsOptions(),
        groups: [
            ConnectionOptions.targetGroup.within(\.connection),
            OptionGroup(
                "All Workers",
                [
                    .flag("all", \.followsAll, help: "follow every Worker of the Backend or Workspace, later ones too"),
                    .custom("state", "STATE[,STATE]", help: "with --all: only Workers that are idle, running, ...") {
                        (options, text) throws(ArgumentError) in
                        options.states += try names(in: text, such: "running,idle")
                    },
                    .value(
                        "list-interval", "TIME", \.listInterval,
                        help: "where later Workers are not announced, ask for the list every TIME (default 10s)"),
                ]),
            OptionGroup(
                "What to print",
                [
                    .value(
                        "list", "workers|workspaces|runtimes", \.list, whenBare: .workers,
                        help: "print what the Backend knows, one JSON line each, then end"),
                    .flag(
                        "no-transcript", \.printsHistory, to: false,
                        help: "leave out what was said before, except what the Backend still holds"),
                    .value(
                        "from", "held|now", \.start,
                        help: "begin with what the Backend still holds, or only with what happens from now on"),
                    .flag("no-follow", \.follows, to: false, help: "only what was said before, then end"),
                    .value(
                        "after", "CURSOR", \.after,
                        help: "resume after this event; for the events API, which has cursors"),
                    .value(
                        "cursor-file", "FILE", \.cursorFile,
                        help: "resume from the position in FILE, if it exists, and keep it current"),
                    .flag(
                        "envelope", \.printsEnvelopes,
                        help: "wrap each event as {cursor, runtime_id, worker_id, received_at, payload}"),
                ]),
            OptionGroup(
                "When to end",
                [
                    .custom("until", "NAME[,NAME]", help: "after an event of one of these names") {
                        (options, text) throws(ArgumentError) in
                        options.until += try names(in: text, such: "run_end,error")
                    },
                    .flag(
                        "until-idle", \.stopsWhenIdle,
                        help: "when the Worker's run is over, however it ended; of several, when all are"),
                    .value("count", letter: "n", "N", \.count, help: "after N events"),
                    .value("timeout", "TIME", \.timeout, help: "after TIME, with status 124; 0 is never"),
                    .value(
                        "idle-timeout", "TIME", \.idleTimeout,
                        help: "after TIME without anything new, with status 124 if something was waited for; 0 is never"
                    ),
                    .flag(
                        "exit-status", letter: "x", \.reportsRunResult,
                        help: "0 only if the last run finished, else 1; 3 if no run ended"),
                ]),
            ConnectionOptions.connectionGroup.within(\.connection),
            OptionGroup(
                "Staying connected",
                [
                    .value(
                        "retry", "N", \.retries,
                        help: "connect again N times in one outage, or 'forever'"),
                    .value(
                        "retry-delay", "TIME", \.retryDelay,
                        help: "wait so long first, then twice as long each time, up to 30s"),
                    .value(
                        "ping-interval", "TIME", \.pingInterval,
                        help: "ping a silent server after TIME, give it up after twice that; 0 is never"),
                    .value(
                        "max-message", "SIZE", \.maxMessage,
                        help: "take no message, transcript page or list that is larger than SIZE"),
                ]),
            ConnectionOptions.messagesGroup.within(\.connection),
        ],
        operands: \.workers,
        variables: ConnectionOptions.variables,
        statuses: [
            StatusRow(.success, "done, or the reader of standard output went away"),
            StatusRow(.negative, "with -x: the last run did not finish"),
            StatusRow(.incomplete, "with -x: the stream ended before a run did"),
            StatusRow(.usage, "wrong command line, target, or cursor file of another target"),
            StatusRow(.badInput, "the cursor file or the request is not what it should be"),
            StatusRow(.noInput, "a file cannot be opened"),
            StatusRow(.notFound, "no such Runtime or Worker"),
            StatusRow(.unavailable, "the Backend cannot be reached, or no longer"),
            StatusRow(.software, "a bug in yoi-events"),
            StatusRow(.cannotCreate, "the cursor file cannot be written"),
            StatusRow(.outputFailed, "standard output failed"),
            StatusRow(.tryLater, "try later: the Backend is busy, or another program uses the cursor file"),
            StatusRow(.protocolError, "the Backend broke the protocol, or a message was too large"),
            StatusRow(.noPermission, "credentials missing or refused"),
            StatusRow(.timedOut, "--timeout was reached, or --idle-timeout while waiting for something else"),
        ],
        examples: [
            HelpRow(
                "yoi-events --list | jq -r '[.runtime_id,.worker_id,.state // .status]|@tsv'", "the ids to ask for"),
            HelpRow("yoi-events R:W | yoi-render", "watch a Worker as text"),
            HelpRow("yoi-events --all | yoi-render --style compact", "watch all Workers, one line per item"),
            HelpRow(
                "yoi-events R:W --no-transcript --until-idle -x >run.jsonl",
                "record until the run is over; the status says how it ended"),
        ])

    private static func names(in text: String, such example: String) throws(ArgumentError) -> [String] {
        let names = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard names.allSatisfy({ !$0.isEmpty }) else {
            throw ArgumentError("'\(text)' has an empty name in it", advice: "write for example \(example)")
        }
        return names
    }
}
