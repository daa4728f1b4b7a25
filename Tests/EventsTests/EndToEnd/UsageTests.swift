import Glibc
import TestSupport
import Testing

/// What is refused before anything is asked of a Backend.
@Suite struct `A wrong command line` {
    static let target = ["--backend", "http://127.0.0.1:1", "--runtime", "r", "--worker", "w"]

    static let cases: [([String], Int32, String)] = [
        (["--worker", "w"], 69, "the Worker cannot be looked up: cannot connect"),
        (["--runtime", "r"], 64, "no Worker is named"),
        (["--runtime", "r", "--worker", "w"], 69, "cannot connect"), (["--worker"], 64, "--worker: needs a value"),
        (["--worker", "", "--runtime", "r"], 64, "no Worker is named; give --worker-id ID or set YOI_WORKER_ID"),
        (target + ["--backend", ""], 64, "the Backend URL is empty"),
        (target + ["--backend", "ws://h"], 64, "does not start with http:// or https://"),
        (target + ["--backend", "HTTP://h"], 64, "does not start with http:// or https://"),
        (target + ["--backend", "http://"], 64, "names no host"),
        (target + ["--backend", "http://h:99999"], 64, "an invalid port"),
        (target + ["--backend", "http://h?x"], 64, "'?'"),
        (target + ["--backend", "http://u:secret@h/ x"], 64, "the Backend URL has a space"),
        (target + ["--no-transcript", "--no-follow"], 64, "nothing is left to print"),
        (target + ["--no-follow", "--after", "bo_0000000000000001"], 64, "--no-follow, --after"),
        (target + ["--no-follow", "--cursor-file", "c"], 64, "--no-follow, --cursor-file"),
        (target + ["--list", "--no-follow"], 64, "--list, --no-follow: a list has no events; give one of them"),
        (target + ["--list", "--no-transcript"], 64, "--list, --no-transcript"),
        (target + ["--list", "--after", "bo_0000000000000001"], 64, "--list, --after"),
        (target + ["--list", "--cursor-file", "c"], 64, "--list, --cursor-file"),
        (target + ["--list", "--envelope"], 64, "--list, --envelope"),
        (target + ["--list", "--until", "a"], 64, "--list, --until"),
        (target + ["--list", "--until-idle"], 64, "--list, --until-idle"),
        (target + ["--list", "-n", "1"], 64, "--list, --count"),
        (target + ["--list", "--idle-timeout", "1"], 64, "--list, --idle-timeout"),
        (target + ["--list", "-x"], 64, "--list, --exit-status"),
        (target + ["--list", "--from", "now"], 64, "--list, --from"),
        (target + ["--list", "--ping-interval", "1s"], 64, "--list, --ping-interval"),
        (target + ["--no-follow", "--from=now"], 64, "--no-follow, --from"),
        (target + ["--from", "now", "--after", "bo_0000000000000001"], 64, "--from, --after: both say where to begin"),
        (target + ["--from", "then"], 64, "write held or now"),
        (target + ["--after", "bo_1"], 64, "--after: 'bo_1' is not a cursor"),
        (target + ["--until", "a,,b"], 64, "an empty name"), (target + ["--until="], 64, "an empty name"),
        (target + ["-n", "-1"], 64, "is not a count"), (target + ["-nx"], 64, "-n: 'x' is not a count"),
        (target + ["--count", "99999999999999999999"], 64, "too large"),
        (target + ["--timeout", "soon"], 64, "write for example 500ms, 10s, 2m"),
        (target + ["--timeout", "-1s"], 64, "--timeout"), (target + ["--idle-timeout", ""], 64, "--idle-timeout"),
        (target + ["--retry", "twice"], 64, "--retry"), (target + ["--retry-delay", "1y"], 64, "--retry-delay"),
        (target + ["--ping-interval", "off"], 64, "--ping-interval"),
        (target + ["--max-message", "much"], 64, "write for example 4096, 512k or 64MiB"),
        (target + ["--connect-timeout", "x"], 64, "--connect-timeout"),
        (target + ["--until-idel"], 64, "did you mean --until-idle?"), (target + ["-z"], 64, "unknown option '-z'"),
        (["--list=yes"], 64, "write workers, workspaces or runtimes"),
        (target + ["worker-1"], 64, "--worker-id: several Workers are named; name them all as operands"),
        (target + ["--", "-q"], 64, "--worker-id: several Workers are named"),
        (target + ["--worker-id", "v"], 64, "--worker-id: several Workers are named"),
        (["--all", "w"], 64, "--all, w: --all includes every Worker; give one of them"),
        (["--all", "--worker-id", "w"], 64, "--all, --worker-id w"),
        (["--all", "--after", "bo_0000000000000001"], 64, "--all, --after: a cursor belongs to one Worker"),
        (["--all", "--list"], 64, "--list, --all: a list needs no Worker"),
        (target + ["--state", "running"], 64, "--state: it is about all Workers; give --all too"),
        (target + ["--list-interval", "1"], 64, "--list-interval: it is about all Workers"),
        (["--all", "--state", "running,"], 64, "--state: 'running,' has an empty name in it"),
        (["--list", "w"], 64, "--list, w: a list needs no Worker"),
        (["--list", "--worker-id", "w"], 64, "--list, --worker-id w: a list needs no Worker"),
        (
            ["v", "w", "--after", "bo_0000000000000001"], 64,
            "--after: a cursor belongs to one Worker, and several are named"
        ),
        (["r:"], 64, "the operand 'r:' names no Worker"), (["http://h/x"], 64, "not the address of a Worker's page"),
        (target + ["-H", "X"], 64, "no colon"), (target + ["-H", "Host: x"], 64, "set by the program itself"),
        (target + ["-H", "X: a\r\nY: b"], 64, "control character"),
        (target + ["-H", "@/nonexistent"], 66, "/nonexistent"),
        (target + ["--token-file", "/nonexistent"], 66, "/nonexistent"),
        (target + ["--token-file", "/dev/null"], 65, "the token is empty"),
        (target + ["--cursor-file", ""], 64, "--cursor-file: its name is empty"),
        (target + ["--cursor-file", "/nonexistent/c"], 73, "the cursor cannot be saved"),
    ]

    @Test(arguments: [["--list"], target + ["--no-follow"], target + ["--retry", "0"]])
    func `messages never show a proxy's password`(arguments: [String]) throws {
        let outcome = try Program("yoi-events").run(
            arguments, environment: ["http_proxy": "http://me:s3cret@127.0.0.1:99999"])
        #expect(outcome.status == 69, "\(outcome)")
        #expect(outcome.stderr.contains("127.0.0.1:99999"), "\(outcome)")
        #expect(!(outcome.stderr + outcome.text).contains("s3cret"), "\(outcome)")
    }

    @Test(arguments: cases)
    func `a wrong command line is refused with a sentence`(arguments: [String], status: Int32, words: String) throws {
        let arguments = arguments + (status == 69 ? ["--backend", "http://127.0.0.1:1", "--retry", "0", "-q"] : [])
        let outcome = try Program("yoi-events").run(arguments)
        #expect(outcome.status == status, "\(outcome)")
        #expect(outcome.errorLines.count == 1 && outcome.stderr.hasPrefix("yoi-events: "), "\(outcome)")
        #expect(outcome.stderr.contains(words), "\(outcome)")
        #expect(!outcome.stderr.contains("secret"))
        if status == 64 { #expect(outcome.stdout.isEmpty) }
    }

    @Test(arguments: [
        ("--until", "run_ends", "--until: unknown event 'run_ends'; did you mean run_end?"),
        ("--state", "runing", "--state: unknown state 'runing'; did you mean running?"),
    ])
    func `an unknown name that a later Backend may know only causes a remark`(
        option: String, name: String, words: String
    )
        throws
    {
        let outcome = try Program("yoi-events").run([
            "--all", option, name, "--backend", "http://127.0.0.1:1", "--retry", "0",
        ])
        #expect(outcome.status == 69 && outcome.errorLines.first == "yoi-events: " + words, "\(outcome)")
    }

    @Test(arguments: [mkfifo, mkdir])
    func `a cursor file that would replace something else is refused`(
        make: @Sendable (UnsafePointer<CChar>, mode_t) -> Int32
    ) throws {
        let folder = try TemporaryDirectory()
        #expect(make(folder.file("c"), 0o700) == 0)
        let outcome = try Program("yoi-events").run(Self.target + ["--cursor-file", folder.file("c")])
        #expect(outcome.status == 73 && outcome.stderr.contains("c: this is not a regular file"), "\(outcome)")
    }

    @Test func `a wrong command line has its status even if nobody reads the message`() throws {
        let folder = try TemporaryDirectory()
        #expect(mkfifo(folder.file("pipe"), 0o600) == 0)
        // For a moment the shell is the pipe's reader; afterwards there is none.
        let script = #"exec 3<>"$0" 2>"$0" 3<&-; exec "$@""#
        let arguments = ["-c", script, folder.file("pipe"), try Program("yoi-events").path, "--wrong"]
        #expect(try Program(path: "/bin/sh").run(arguments).status == 64)
    }

    @Test func `a wrong value in the environment is refused with the variable's name`() throws {
        for (variable, value) in [("YOI_BACKEND", "gopher://h"), ("YOI_TOKEN", "two words")] {
            let arguments = ["--runtime", "r", "--worker", "w"]
            let outcome = try Program("yoi-events").run(arguments, environment: [variable: value])
            #expect(outcome.status == 64, "\(outcome)")
            #expect(!outcome.stderr.contains("two words"))
        }
    }
}
