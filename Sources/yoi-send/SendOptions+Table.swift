import Shared

extension SendOptions {
    static let table = OptionTable<SendOptions>(
        program: "yoi-send",
        synopsis: [
            "[OPTION]... <METHODS",
            "[OPTION]... -m TEXT | -F FILE | --notify TEXT | --cancel | ...",
            "[OPTION]... ADDRESS",
        ],
        summary: [
            "Send something to a yoi Worker; the exit status says whether it was accepted. ADDRESS is that of the Worker's"
                + " page in the web console, instead of the options that name it.",
            """
            Without an option that says what to send, methods are read from standard input: JSON objects in any \
            layout, each checked in full and sent as soon as it is complete. For example:
            """,
            #"  {"method":"run","params":{"input":[{"kind":"text","content":"Hello"}]}}"#,
            """
            On success nothing is printed. Errors are printed as error events, which yoi-render can read, and \
            described on standard error.
            """,
        ],
        initial: SendOptions(),
        groups: [
            OptionGroup("What to send", shorthands),
            OptionGroup("How to send it", manners),
            ConnectionOptions.targetGroup.within(\.connection),
            ConnectionOptions.connectionGroup.within(\.connection),
            ConnectionOptions.messagesGroup.within(\.connection),
        ],
        operands: \.operands,
        variables: ConnectionOptions.variables,
        statuses: statuses,
        examples: [
            HelpRow("yoi-send -m 'Please run the tests.'", "send a message to the Worker"),
            HelpRow("yoi-send --follow -m 'Fix the test.' | yoi-render", "ask, and see the answer"),
            HelpRow("git diff | yoi-send -m - --timeout 5s", "send the output of a program"),
            HelpRow(#"jq -nc '{method:"notify",params:{message:"done"}}' | yoi-send"#, "send any method"),
        ])
}

extension SendOptions {
    private static var shorthands: [Option<SendOptions>] {
        [
            .custom(
                "message", letter: "m", "TEXT",
                help: "send TEXT as a message to the Worker; - reads it from standard input"
            ) {
                (options, text) throws(ArgumentError) in
                try options.give(.message(TextSource(argument: text, of: "--message")))
            },
            .custom("file", letter: "F", "FILE", help: "send the text in FILE as a message; - as above") {
                (options, path) throws(ArgumentError) in try options.give(.message(TextSource(path: path)))
            },
            .custom("attach", "PATH", help: "add a reference to a file of the Worker's, with -m or -F; may be repeated")
            {
                (options, path) throws(ArgumentError) in
                guard !path.isEmpty else { throw ArgumentError("the path is empty") }
                options.attachments.append(path)
            },
            .custom("notify", "TEXT", help: "send TEXT as a notification from the system; - as above") {
                (options, text) throws(ArgumentError) in
                try options.give(.notification(TextSource(argument: text, of: "--notify")))
            },
            shorthand(
                "cancel", .cancel,
                "end the run; on the events API this ends the Worker for good: it takes no input afterwards"),
            shorthand("pause", .pause, "interrupt the run; --resume goes on with it"),
            shorthand("resume", .resume, "go on with a paused run"),
            shorthand("compact", .compact, "replace the history with a summary"),
            shorthand("stop", .stop, "shut the Worker down"),
            .value(
                "reason", "TEXT", \.reason, help: "the reason for --cancel or --stop (default 'requested by yoi-send')"),
        ]
    }

    private static func shorthand(_ name: String, _ shorthand: MethodShorthand, _ help: String) -> Option<SendOptions> {
        .flag(name, help: help) { (options) throws(ArgumentError) in try options.give(shorthand) }
    }

    private static var manners: [Option<SendOptions>] {
        [
            .flag(
                "keep-going", letter: "k", \.keepsGoing,
                help: "continue after a method that failed; the exit status is then the highest one"),
            .flag(
                "follow", \.follows,
                help: "print what happens until the run is over; the exit status says how it ended"),
            .flag("wait", \.waits, help: "with --follow: wait for a run in progress to end first"),
            .flag("dry-run", \.isDryRun, help: "print each request as one line of JSON and send nothing"),
            .flag("reply", \.printsReplies, help: "print each reply of the Backend as one line of JSON"),
            .value(
                "timeout", "TIME", \.timeout,
                help: "give up on a method after TIME, with --follow on everything; 0 is never (default 30s)"),
            .value(
                "retry", "N", \.retries,
                help:
                    "try N times more where nothing can have been carried out: no connection, 429, 503 with Retry-After"
            ),
        ]
    }

    private static let statuses = [
        StatusRow(.success, "all was accepted"),
        StatusRow(
            .negative,
            "refused by the Worker, or not offered by its API; with --follow: busy, or the run did not finish"),
        StatusRow(
            .incomplete,
            "sent, but nothing shows whether it was carried out; with --follow: or how the run ended"),
        StatusRow(.usage, "wrong command line or target"),
        StatusRow(.badInput, "the input is not a method, or empty; or the Backend said 400, 413 or 422"),
        StatusRow(.noInput, "a file or the input cannot be read"),
        StatusRow(.notFound, "no such Runtime or Worker (404)"),
        StatusRow(.unavailable, "the Backend cannot be reached: nothing was sent"),
        StatusRow(.software, "a bug in yoi-send"),
        StatusRow(.outputFailed, "standard output failed, other than by a closed pipe"),
        StatusRow(.tryLater, "try later: the Backend said 409, 429, or 503 with Retry-After"),
        StatusRow(.protocolError, "an unexpected refusal, such as 405"),
        StatusRow(.noPermission, "credentials missing or refused (401, 403; 407 from a proxy)"),
        StatusRow(.timedOut, "--timeout was reached before anything was sent; with --follow: at any time"),
    ]
}
