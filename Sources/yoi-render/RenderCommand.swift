internal import Shared

/// The command line of `yoi-render`.
enum RenderCommand {
    static let table = OptionTable<RenderOptions>(
        program: "yoi-render",
        synopsis: ["[OPTION]... [FILE]..."],
        summary: [
            "Render a yoi Worker's events, as yoi-events prints them, as readable text: while they arrive, always "
                + "appending, safe for a terminal.",
            "Reads the FILEs, or standard input if there are none or FILE is -. Events may be one to a line, "
                + "pretty-printed or concatenated, with or without envelopes.",
        ],
        initial: RenderOptions(),
        groups: [what, how, messages],
        operands: \.files,
        variables: [
            HelpRow("NO_COLOR", "if set, --color auto means no color"),
            HelpRow("TERM", "if dumb, --color auto means no color"),
            HelpRow(
                "CLICOLOR_FORCE, FORCE_COLOR",
                "if set, but not to 0 or false, --color auto means color even in a pipe"),
            HelpRow("TZ", "the time zone of --timestamps"),
            HelpRow("GITHUB_ACTIONS", "if true, a backslash defuses workflow commands in foreign text"),
            HelpRow("LC_ALL, LC_CTYPE, LANG", "if the locale is not UTF-8, marks are ASCII"),
        ],
        statuses: [
            StatusRow(.success, "done; with -x: the last run finished"),
            StatusRow(.negative, "with -x: the last run failed, was cancelled, paused or stopped"),
            StatusRow(.incomplete, "with -x: the input ended before a run did"),
            StatusRow(.usage, "wrong usage"),
            StatusRow(.badInput, "with --bad-lines fail: the input contains something that is not an event"),
            StatusRow(.noInput, "a FILE cannot be read"),
            StatusRow(.software, "a bug in this program"),
            StatusRow(.outputFailed, "standard output cannot be written"),
        ],
        examples: [
            HelpRow("yoi-events | yoi-render", "watch a Worker"),
            HelpRow("yoi-events --no-follow | yoi-render --style markdown > session.md", "keep a record of a session"),
            HelpRow("yoi-render --tools full --result-lines all run.jsonl | less -R", "read a recorded run in full"),
        ])
}

extension RenderCommand {
    private static let what = OptionGroup<RenderOptions>(
        "What is shown",
        [
            .value(
                "style", "full|compact|text|markdown|answer", \.style,
                help: "everything; one line per item; only the assistant's words; a document to keep; only the last "
                    + "text of each run that ended well"),
            .value("thinking", "hide|show", \.thinking, help: "hide: only the first line of each thought"),
            .value(
                "tools", "none|name|short|full", \.tools,
                help: "short: calls, failures and the output of commands; full: the output of all tools"),
            .value(
                "result-lines", "N", \.resultLines,
                help: "show about N lines of each argument or output, from its beginning and end, or all"),
            .value(
                "history", "N", \.history,
                help: "on attaching, show the last N items of the history, or all or none"),
            .values(
                "worker", "NAME", \.workers, help: "show only this Worker, given by its name or id; may be repeated"),
            .value(
                "sub-workers", "show|name|hide", \.subWorkers,
                help: "Workers inside a Worker: everything; what they were asked and how it ended; nothing"),
            .flag("name", \.showsName, help: "name the Worker before its words even if there is only one"),
            .toggle("user", \.showsUser, help: "show the user's messages"),
            .toggle("usage", \.showsUsage, help: "show the requests and tokens of each run"),
            .flag("timestamps", \.showsTimestamps, help: "show the local time of each item, if known"),
            .flag("utc", \.isUTC, help: "show times in UTC"),
            .flag(
                "prefix", \.hasPrefixes,
                help: "read the lines of a log: text before the first { of a line is shown before the event"),
            .value(
                "bad-lines", "show|skip|fail", \.badLines,
                help: "what to do with input that is not an event; fail: end with status 65"),
        ])

    private static let how = OptionGroup<RenderOptions>(
        "How it is shown",
        [
            .value("color", "auto|always|never", \.color, help: "auto: on a terminal, unless NO_COLOR is set"),
            .value(
                "width", "N", \.width,
                help: "break lines at N columns, at least 20; 0: never (default: the terminal's width, else never)"),
            .flag("ascii", \.isASCII, help: "use only ASCII marks"),
        ])

    private static let messages = OptionGroup<RenderOptions>(
        "Messages and status",
        [
            .flag(
                "exit-status", letter: "x", \.reportsRunResult, help: "set the exit status by how the last run ended"),
            .flag("quiet", letter: "q", help: "print only failures on standard error") { $0.level = .quiet },
        ])
}
