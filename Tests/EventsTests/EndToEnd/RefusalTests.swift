import TestSupport
import Testing

/// Backends that say no, in every way HTTP has.
@Suite struct `A Backend that refuses` {
    static let streams: [(script: String, status: Int32, words: String, isFinal: Bool)] = [
        ("refuses-400", 65, "400 Bad Request: the cursor is no cursor", true),
        ("refuses-401", 77, "401 Unauthorized: a token is wanted; check --token-file or YOI_TOKEN", true),
        ("refuses-403", 77, "403 Forbidden: not yours", true),
        ("refuses-404", 67, "404 Not Found: unknown runtime `runtime-a`; yoi-events --list shows the ids", true),
        ("refuses-409", 75, "409 Conflict: busy", false),
        ("refuses-429", 75, "429 Too Many Requests: slow down (Retry-After: 7)", false),
        ("refuses-500", 69, "500 Internal Server Error: it broke", false),
        ("refuses-501", 69, "501 Not Implemented: not yet", false),
        ("refuses-502", 69, "502 Bad Gateway: the Runtime speaks in tongues", false),
        ("refuses-503", 75, "503 Service Unavailable: come back later (Retry-After: 7)", false),
        ("refuses-504", 69, "504 Gateway Timeout: the Runtime is away", false),
    ]

    @Test func `the table of refusals is complete`() {
        let scripts = Fixtures.names(in: "scripts/socket").filter { $0.hasPrefix("refuses-") }
        #expect(scripts == Self.streams.map { $0.script + ".json" })
    }

    @Test(arguments: streams, BackendAPI.allCases)
    func `a refused stream is retried only if that can help`(
        refusal: (script: String, status: Int32, words: String, isFinal: Bool), api: BackendAPI
    ) throws {
        let (script, status, words, isFinal) = refusal
        let backend = try FixtureBackend(["--script", "socket/" + script], api: api)
        let asksToWait = words.contains("Retry-After")
        let retries = isFinal ? "forever" : asksToWait ? "0" : "2"
        let outcome = try backend.follow(["--no-transcript", "--retry", retries, "--retry-delay", "1ms"])
        #expect(outcome.status == status, "\(outcome)")
        #expect(outcome.stderr.contains(words), "\(outcome)")
        #expect(backend.requests.count == (isFinal || asksToWait ? 1 : 3))
        #expect(outcome.errorLines.count == (isFinal || asksToWait ? 1 : 2), "\(outcome)")
        #expect(try outcome.lines.map(gist).count == (isFinal ? 1 : 2), "\(outcome)")
    }

    @Test(arguments: BackendAPI.allCases) func `a refusal with Retry-After is retried after that time`(api: BackendAPI)
        throws
    {
        let backend = try FixtureBackend(
            script: """
                {"rules":[{"socket": true, "times": 1, "do": [
                    {"respond": {"status": 503, "headers": {"retry-after": "1"}}}]}]}
                """, api: api)
        let outcome = try backend.follow(["--no-transcript", "--retry-delay", "1ms", "-n", "1"])
        #expect(outcome.status == 0, "\(outcome)")
        let times = backend.requests.map(\.ms)
        #expect(times.count == 2 && times[1] - times[0] >= 1_000, "\(times)")
    }

    @Test func `a Backend that accepts the stream of an unknown Worker causes one message`() throws {
        let backend = try FixtureBackend()
        let outcome = try backend.follow(["--worker-id", "nobody", "--no-transcript", "--retry", "forever"])
        #expect(outcome.status == 67, "\(outcome)")
        #expect(outcome.lines.count == 1 && outcome.text.contains("backend.worker_not_found"), "\(outcome)")
        #expect(outcome.errorLines.count == 1 && outcome.stderr.contains("yoi-events --list"), "\(outcome)")
        #expect(backend.requests.count == 1)
    }

    static let answers: [(script: String, status: Int32, words: String)] = [
        ("status-400", 65, "400 Bad Request"), ("status-401", 77, "401 Unauthorized: a token is wanted"),
        ("status-403", 77, "403 Forbidden"), ("status-404", 67, "404 Not Found: unknown runtime"),
        ("status-405", 76, "405 Method Not Allowed"), ("status-409", 75, "409 Conflict"),
        ("status-413", 65, "413"), ("status-415", 76, "415"), ("status-422", 65, "unknown variant `robot`"),
        ("status-429", 75, "(Retry-After: 7)"), ("status-500", 69, "it broke"), ("status-501", 69, "501"),
        ("status-502", 69, "502"), ("status-503", 75, "come back later"), ("status-504", 69, "504"),
        ("redirect-301", 76, "(Location: /api/elsewhere)"), ("redirect-302", 76, "302"), ("redirect-307", 76, "307"),
        ("redirect-308", 76, "308"),
        ("drop-before-request", 69, "ended before the answer"), ("drop-within-request", 69, "ended before the answer"),
        ("drop-after-request", 69, "ended before the answer"), ("drop-within-head", 69, "ended before the answer"),
        ("drop-within-reply", 69, "ended before the answer"), ("reset-before-request", 69, "reset by peer"),
        ("reset-after-request", 69, "reset by peer"), ("reset-within-reply", 69, "reset by peer"),
        ("garbage", 76, "does not answer in valid HTTP/1.1"), ("endless-head", 76, "does not answer in valid HTTP/1.1"),
        ("reply-empty", 76, "cannot be used"), ("reply-not-json", 76, "cannot be used"),
    ]

    @Test(arguments: answers)
    func `a Backend that does not answer a plain request with a list is reported once`(
        script: String, status: Int32, words: String
    ) throws {
        let backend = try FixtureBackend(["--script", "http/" + script])
        for arguments in [["--no-follow"], ["--list"]] {
            let outcome = try backend.follow(arguments + ["--retry", "0"])
            #expect(outcome.status == status, "\(outcome)")
            #expect(outcome.errorLines.count == 1 && outcome.stderr.contains(words), "\(outcome)")
            #expect(outcome.lines.count == (arguments == ["--list"] ? 0 : 1))
            if arguments != ["--list"] { #expect(outcome.text.contains(words), "\(outcome)") }
        }
        // Nothing is asked twice, and nobody else is asked.
        #expect(backend.requests.count <= 2)
    }

    @Test(arguments: [
        (#"{"respond":{"status":503,"headers":{"retry-after":"0"}}}"#, true), (#"{"respond":{"status":502}}"#, true),
        (#"{"end":"reset"}"#, true), (#"{"respond":{"status":200,"body":"no JSON"}}"#, false),
        (#"{"respond":{"status":401}}"#, false),
    ])
    func `a refused list is retried if that can help`(step: String, canHelp: Bool) throws {
        let backend = try FixtureBackend(script: #"{"rules":[{"times":1,"do":[\#(step)]}]}"#)
        let outcome = try backend.follow(["--list", "--retry-delay", "1ms"])
        #expect((outcome.status == 0) == canHelp && outcome.lines.count == (canHelp ? 1 : 0), "\(outcome)")
        #expect(backend.requests.count == (canHelp ? 2 : 1))
        #expect(outcome.errorLines.count == 1 && outcome.stderr.contains("; trying again\n") == canHelp, "\(outcome)")
    }

    @Test func `a list is not retried if the Backend asks for too long a wait`() throws {
        let script = #"{"rules":[{"do":[{"respond":{"status":503,"headers":{"retry-after":"RETRY"}}}]}]}"#
        for (wait, arguments) in [("601", []), ("9", ["--timeout", "5s"])] {
            let backend = try FixtureBackend(script: script.replacing("RETRY", with: wait))
            let outcome = try backend.follow(["--list"] + arguments)
            #expect(outcome.status == 75 && outcome.stderr.contains("try again in \(wait).0 seconds"), "\(outcome)")
            #expect(backend.requests.count == 1)
        }
    }

    @Test(arguments: [
        (#"[{"code":"runtime_unreachable","severity":"warning","message":"no way"}]"#, "", Int32(69)),
        (#"[{"code":"runtime_unreachable","severity":"warning","message":"no way"}]"#, #"{"worker_id":"w"}"#, 0),
        (#"[{"code":"x","severity":"info","message":"no way"}]"#, "", 0), ("[]", "", 0),
    ])
    func `a Backend's remark on an incomplete list is shown`(diagnostics: String, items: String, status: Int32) throws {
        let body = #"{"items":[\#(items)],"diagnostics":\#(diagnostics)}"#.replacing("\"", with: "\\\"")
        let backend = try FixtureBackend(
            script: #"{"rules":[{"do":[{"respond":{"status":200,"body":"\#(body)"}}]}]}"#)
        let outcome = try backend.follow(["--list"])
        #expect(outcome.status == status && outcome.lines.count == (items.isEmpty ? 0 : 1), "\(outcome)")
        let isSaid = outcome.stderr.contains("the Backend remarks on the list [runtime_unreachable]: no way")
        #expect(isSaid == diagnostics.contains("warning") && outcome.errorLines.count == (isSaid ? 1 : 0), "\(outcome)")
    }

    static let advice: [(arguments: [String], status: Int?, end: String)] = [
        (["--list"], 404, "; check --backend and --workspace-id"),
        (["--no-follow", "--retry", "0"], 404, "; yoi-events --list shows the ids"),
        (["--list"], 401, "; check --token-file or YOI_TOKEN"),
        // The server's words, which give no advice.
        (["--no-transcript", "--retry", "0"], 418, "418 Other: longer than the limit"),
        (["--list", "--retry", "0"], nil, "; check --backend, and whether the Backend runs"),
        (["--no-follow", "--retry", "0"], nil, "; check --backend, and whether the Backend runs"),
        (["--no-transcript", "--retry", "0"], nil, "; check --backend, and whether the Backend runs"),
    ]

    @Test(arguments: advice)
    func `the message for a refusal says what helps`(arguments: [String], status: Int?, end: String) throws {
        let answer = #"{"status": \#(status ?? 500), "body": "longer than the limit"}"#
        let backend = try FixtureBackend(script: #"{"rules":[{"do": [{"respond": \#(answer)}]}]}"#)
        let nowhere = ["--backend", "http://127.0.0.1:1"]
        let outcome = try backend.follow(arguments + (status == nil ? nowhere : []))
        #expect(outcome.errorLines.last?.hasSuffix(end) == true, "\(outcome)")
    }

    @Test func `an unreadable item of the transcript does not affect the others`() throws {
        let body =
            #"{\"items\":[{\"role\":\"user\",\"content\":\"a\"},{\"role\":7},{\"role\":\"user\",\"content\":\"b\"}]}"#
        let backend = try FixtureBackend(script: #"{"rules":[{"do":[{"respond":{"status":200,"body":"\#(body)"}}]}]}"#)
        let outcome = try backend.follow(["--no-follow"])
        #expect(outcome.status == 0 && outcome.stderr.isEmpty, "\(outcome)")
        #expect(try outcome.lines.map(gist) == ["snapshot", "user_message a", "error", "user_message b"])
        #expect(outcome.text.contains(#""kind":"bad_frame""#) && outcome.text.contains("items[1]"), "\(outcome)")
    }

    @Test func `without a transcript the live events follow, with their snapshot`() throws {
        let backend = try FixtureBackend(["--script", "http/transcript-is-unavailable", "--play", "hello"])
        let outcome = try backend.follow(["-n", "1", "--retry-delay", "1ms"])
        // It is asked for like the stream itself, and what is missing in the end is not called a success.
        #expect(outcome.status == 69 && outcome.errorLines.count == 2, "\(outcome)")
        #expect(try outcome.lines.map(gist) == ["error", "snapshot"], "\(outcome)")
        #expect(outcome.text.contains("504 Gateway Timeout: the Runtime is away"))
    }
}
