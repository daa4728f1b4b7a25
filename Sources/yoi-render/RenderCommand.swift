internal import Shared

/// The command line of `yoi-render`.
enum RenderCommand {
    static let table = OptionTable<RenderOptions>(
        program: "yoi-render",
        synopsis: ["[OPTION]... [FILE]..."],
        summary: [
            "Renders a yoi Worker's events, as yoi-events prints them, as text for people: as they come, always "
                + "appending, safe for a terminal.",
            "Reads the FILEs, or standard input when there are none or FILE is -. Events may be laid out as they like "
                + "(one to a line, pretty-printed, concatenated) and may be in envelopes.",
        ],
        initial: RenderOptions(),
        groups: [what, how, messages],
        operand: Operand(\.files),
        variables: [
            HelpRow("NO_COLOR", "when set, no color with --color auto"),
            HelpRow("TERM", "when dumb, no color with --color auto"),
            HelpRow(
                "CLICOLOR_FORCE, FORCE_COLOR",
                "when set, but not to 0 or false, color with --color auto even in a pipe"),
            HelpRow("TZ", "the time zone of --timestamps"),
            HelpRow("GITHUB_ACTIONS", "when true, a backslash defuses what would be a workflow command"),
            HelpRow("LC_ALL, LC_CTYPE, LANG", "when the locale is not UTF-8, marks are ASCII"),
        ],
        statuses: [
            StatusRow(.success, "done; with -x: the last run finished"),
            StatusRow(.negative, "with -x: the last run failed, was cancelled, paused or stopped"),
            StatusRow(.incomplete, "with -x: the input ended before a run did"),
            StatusRow(.usage, "wrong usage"),
            StatusRow(.badInput, "with --bad-lines fail: the input has something that is not an event"),
            StatusRow(.noInput, "a FILE cannot be read"),
            StatusRow(.software, "a bug in this program"),
            StatusRow(.outputFailed, "standard output cannot be written"),
        ],
        examples: [
            HelpRow("yoi-events | yoi-render", "watch a Worker"),
            HelpRow("yoi-events --no-follow | yoi-render --style markdown > session.md", "keep what was said and done"),
            HelpRow("yoi-render --tools full --result-lines all run.jsonl | less -R", "read a recorded run in full"),
        ])
}

extension RenderCommand {
    private static let what = OptionGroup<RenderOptions>(
        "What is shown",
        [
            .value(
                "style", "full|compact|text|markdown|answer", \.style,
                help: "everything; a line for each thing; the assistant's words alone; a document to keep; the last "
                    + "text of each run that has ended well"),
            .value("thinking", "hide|show", \.thinking, help: "whether to show more than that there was some"),
            .value(
                "tools", "none|name|short|full", \.tools,
                help: "short: calls, failures and what commands print; full: what all tools print"),
            .value(
                "result-lines", "N", \.resultLines,
                help: "lines of one argument or output, from its head and tail, or all"),
            .value(
                "history", "N", \.history,
                help: "items of the history to show on attaching, beside the last question; all; none"),
            .values("worker", "NAME", \.workers, help: "only this Worker, by its name or id; may be repeated"),
            .value(
                "sub-workers", "show|name|hide", \.subWorkers,
                help: "Workers inside a Worker: all they do; what they were asked and how it ended; nothing"),
            .flag("name", \.showsName, help: "say whose words follow, even if there is only one Worker"),
            .toggle("user", \.showsUser, help: "the user's messages"),
            .toggle("usage", \.showsUsage, help: "requests and tokens of each run"),
            .flag("timestamps", \.showsTimestamps, help: "the local time of each thing, as far as it is known"),
            .flag("utc", \.isUTC, help: "times in UTC"),
            .flag(
                "prefix", \.hasPrefixes,
                help: "each line is a log's: what precedes its first { is shown before the event"),
            .value(
                "bad-lines", "show|skip|fail", \.badLines,
                help: "what to do with input that is not an event; to fail is to end with status 65"),
        ])

    private static let how = OptionGroup<RenderOptions>(
        "How it is shown",
        [
            .value("color", "auto|always|never", \.color, help: "auto: on a terminal, unless NO_COLOR is set"),
            .value(
                "width", "N", \.width,
                help: "break lines at N columns, 20 at least; 0: never (default: the terminal's, else never)"),
            .flag("ascii", \.isASCII, help: "only ASCII marks"),
        ])

    private static let messages = OptionGroup<RenderOptions>(
        "Messages and status",
        [
            .flag("exit-status", letter: "x", \.reportsRunResult, help: "let the status tell how the last run ended"),
            .flag("quiet", letter: "q", help: "say nothing but failures on standard error") { $0.level = .quiet },
        ])
}
