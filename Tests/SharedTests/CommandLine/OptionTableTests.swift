import Glibc
import Testing

@testable import Shared

/// Options of a made-up program with one option of each sort.
struct SampleOptions: Hashable, Sendable {
    enum Style: String, ArgumentChoice { case full, compact, text }

    var isQuiet = false
    var isLoud = false
    var showsUser = true
    var text: String?
    var delay = Duration.seconds(30)
    var limit = ByteSize.mebibytes(64)
    var count = 3
    var style = Style.full
    var headers: [String] = []
    var operands: [String] = []

    static let table = OptionTable<SampleOptions>(
        program: "sample", synopsis: ["[OPTION]… [FILE]…"], summary: ["Does nothing."], initial: SampleOptions(),
        groups: [
            OptionGroup(
                "All",
                [
                    .flag("quiet", letter: "q", \.isQuiet, help: "say less"),
                    .flag("loud", letter: "l", \.isLoud, help: "say more"),
                    .toggle("user", \.showsUser, help: "show the user's words"),
                    .value("message", letter: "m", "TEXT", \.text, variable: "SAMPLE_TEXT", help: "send TEXT"),
                    .value("delay", "TIME", \.delay, alias: "wait", variable: "SAMPLE_DELAY", help: "wait"),
                    .value("limit", "SIZE", \.limit, help: "at most"),
                    .value("count", letter: "n", "N", \.count, help: "how many"),
                    .value("style", "NAME", \.style, help: "how it looks"),
                    .values("header", letter: "H", "LINE", \.headers, help: "add"),
                ])
        ],
        operands: \.operands, statuses: [StatusRow(.success, "done")],
        examples: [HelpRow("sample -q", "say less")])
}

struct OptionTableTests {
    @Test(
        arguments: [
            ([], SampleOptions()),
            (["-q"], SampleOptions(isQuiet: true)),
            (["--quiet", "--loud"], SampleOptions(isQuiet: true, isLoud: true)),
            (["-ql"], SampleOptions(isQuiet: true, isLoud: true)),
            (["-m", "hello"], SampleOptions(text: "hello")),
            (["-mhello"], SampleOptions(text: "hello")),
            (["-qmhello"], SampleOptions(isQuiet: true, text: "hello")),
            (["-qm", "hello"], SampleOptions(isQuiet: true, text: "hello")),
            (["--message", "hello"], SampleOptions(text: "hello")),
            (["--message=hello"], SampleOptions(text: "hello")),
            (["--message=a=b"], SampleOptions(text: "a=b")),
            (["--message="], SampleOptions(text: "")),
            (["-m", ""], SampleOptions(text: "")),
            (["-m", "-"], SampleOptions(text: "-")),
            (["-m", "--quiet"], SampleOptions(text: "--quiet")),
            (["--message", "--"], SampleOptions(text: "--")),
            (["-m=x"], SampleOptions(text: "=x")),
            (["--delay", "2m"], SampleOptions(delay: .seconds(120))),
            (["--wait=5"], SampleOptions(delay: .seconds(5))),
            (["--delay=1", "--delay=2"], SampleOptions(delay: .seconds(2))),
            (["--limit", "1k"], SampleOptions(limit: ByteSize(bytes: 1_024))),
            (["-n5"], SampleOptions(count: 5)),
            // As Characters, these would be other letters, or one with the sign before them.
            (["-m\u{301}x"], SampleOptions(text: "\u{301}x")),
            (["--message=\u{301}x"], SampleOptions(text: "\u{301}x")),
            (["--style", "text"], SampleOptions(style: .text)),
            (["--no-user"], SampleOptions(showsUser: false)),
            (["--no-user", "--user"], SampleOptions()),
            (["-H", "a: b", "--header=c: d"], SampleOptions(headers: ["a: b", "c: d"])),
            (["a", "-q", "b"], SampleOptions(isQuiet: true, operands: ["a", "b"])),
            (["a", "--", "-q", "--", "b"], SampleOptions(operands: ["a", "-q", "--", "b"])),
            (["-", ""], SampleOptions(operands: ["-", ""])),
        ] as [([String], SampleOptions)])
    func `a command line is parsed by the conventions of POSIX and GNU`(
        arguments: [String], expected: SampleOptions
    ) throws {
        guard case .run(let parsed) = try SampleOptions.table.parse(arguments, environment: Environment()) else {
            Issue.record("no run")
            return
        }
        #expect(parsed == expected)
    }

    @Test(
        arguments: [
            (["--quite"], "unknown option '--quite'; did you mean --quiet?"),
            (["--mess"], "unknown option '--mess'; did you mean --message?"),
            (["--no-use"], "unknown option '--no-use'; did you mean --no-user?"),
            (["--no-quiet"], "unknown option '--no-quiet'; see sample --help"),
            (["--zzz=secret"], "unknown option '--zzz'; see sample --help"),
            (["-z"], "unknown option '-z'; see sample --help"),
            (["-quiet"], "unknown option '-u'; did you mean --quiet?"),
            (["-style"], "unknown option '-s'; did you mean --style?"),
            (["--quiet=yes"], "--quiet: takes no value"),
            (["--message"], "--message: needs a value; write --message TEXT"),
            (["-qm"], "-m: needs a value; write -m TEXT"),
            (["--delay", "soon"], "--delay: 'soon' is not a duration; write for example 500ms, 10s, 2m or 1.5h"),
            (["--wait=soon"], "--wait: 'soon' is not a duration; write for example 500ms, 10s, 2m or 1.5h"),
            (["-nx"], "-n: 'x' is not a count; write a whole number such as 10"),
            (["-n-1"], "-n: '-1' is not a count; write a whole number such as 10"),
            (["--style=txt"], "--style: 'txt' is not one of its values; write full, compact or text"),
            (["--\u{1B}[2J"], "unknown option '--\\u{1B}[2J'; see sample --help"),
        ])
    func `a wrong command line causes one sentence with advice`(arguments: [String], sentence: String) {
        let failure = #expect(throws: Failure.self) {
            try SampleOptions.table.parse(arguments, environment: Environment())
        }
        #expect(failure?.status == .usage)
        #expect(failure?.description == sentence)
    }

    @Test func `a program that is started without even its name says so`() throws {
        var pointers: [UnsafeMutablePointer<CChar>?] = [strdup("sample"), strdup("-q"), nil]
        defer { for pointer in pointers { free(pointer) } }
        try pointers.withUnsafeMutableBufferPointer { pointers in
            let argv = try #require(pointers.baseAddress)
            #expect(try Program.arguments(2, argv) == ["-q"])
            let failure = #expect(throws: Failure.self) { try Program.arguments(0, argv) }
            #expect(failure?.status == .usage)
        }
    }

    @Test(arguments: [["--help"], ["-h"], ["-qh"], ["--help", "--wrong"], ["a", "-h"]])
    func `--help takes effect before errors that follow it`(arguments: [String]) throws {
        guard case .help = try SampleOptions.table.parse(arguments, environment: Environment()) else {
            Issue.record("no help")
            return
        }
    }

    @Test(arguments: [["--version"], ["-V"], ["-qV"]])
    func `--version takes effect before errors that follow it`(arguments: [String]) throws {
        guard case .version = try SampleOptions.table.parse(arguments, environment: Environment()) else {
            Issue.record("no version")
            return
        }
    }

    @Test(
        arguments: [
            (["--delay=1"], ["SAMPLE_DELAY": "2"], .seconds(1)), ([], ["SAMPLE_DELAY": "2"], .seconds(2)),
            (["--wait=1"], ["SAMPLE_DELAY": "junk"], .seconds(1)), ([], ["SAMPLE_DELAY": ""], .seconds(30)),
        ] as [([String], [String: String], Duration)])
    func `the command line takes precedence over the environment`(
        arguments: [String], variables: [String: String], delay: Duration
    ) throws {
        guard case .run(let options) = try SampleOptions.table.parse(arguments, environment: Environment(variables))
        else {
            Issue.record("no run")
            return
        }
        #expect(options.delay == delay)
    }

    @Test
    func `the message for a wrong value in the environment names the variable`() {
        let failure = #expect(throws: Failure.self) {
            try SampleOptions.table.parse([], environment: Environment(["SAMPLE_DELAY": "junk"]))
        }
        #expect(failure?.description.hasPrefix("SAMPLE_DELAY: 'junk' is not a duration") == true)
    }

    @Test
    func `help shows every name with its default`() {
        let expected = """
            Usage: sample [OPTION]… [FILE]…

            Does nothing.

            All:
              -q, --quiet             say less
              -l, --loud              say more
                  --[no-]user         show the user's words (default on)
              -m, --message TEXT      send TEXT
                  --delay TIME        wait (also --wait; default 30s)
                  --limit SIZE        at most (default 64MiB)
              -n, --count N           how many (default 3)
                  --style NAME        how it looks (default full)
              -H, --header LINE       add
              -h, --help              print this help and exit
              -V, --version           print the version and exit

            Environment:
              SAMPLE_TEXT             used when --message is not given
              SAMPLE_DELAY            used when --delay is not given

            Exit status:
              0      done
              128+n  ended by signal n

            Examples:
              # say less
              sample -q

            """
        #expect(SampleOptions.table.help == expected)
    }
}
