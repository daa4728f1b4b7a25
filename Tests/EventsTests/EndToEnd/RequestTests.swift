import Foundation
import Glibc
import TestSupport
import Testing

/// What the server sees, byte for byte, for the transcript and for the event stream alike.
@Suite struct `A request` {
    static let ids: [(id: String, segment: String)] = [
        ("..", ".."), (".", "."), ("a/b", "a%2Fb"), ("a%2Fb", "a%252Fb"), ("?#", "%3F%23"), (" ", "%20"),
        ("世界", "%E4%B8%96%E7%95%8C"), ("é\u{1F600}", "%C3%A9%F0%9F%98%80"), ("~_-.", "~_-."), ("%", "%25"),
        ("a&b=c;d,e+f:g@h!", "a%26b%3Dc%3Bd%2Ce%2Bf%3Ag%40h%21"), ("\u{1}\u{7F}\"\\", "%01%7F%22%5C"), ("...", "..."),
        ("e\u{301}", "e%CC%81"),
    ]

    @Test(arguments: ids)
    func `requests name Runtime and Worker exactly`(id: String, segment: String) throws {
        let backend = try FixtureBackend(["--prefix", "/a/../b%2F", "--runtime-id", id, "--worker-id", id])
        let arguments = [
            "--backend", backend.url + "//", "--runtime-id", id, "--worker-id=" + id, "--api", "events",
            "--idle-timeout", "200ms",
        ]
        let outcome = try Program("yoi-events").run(arguments)
        #expect(outcome.status == 0, "\(outcome)")
        let worker = "/a/../b%2F/api/runtimes/\(segment)/workers/\(segment)/"
        #expect(
            backend.requests.map { "\($0.method ?? "") \($0.path ?? "") \($0.version ?? "")" } == [
                "GET \(worker)transcript?start=0&limit=512 HTTP/1.1", "GET \(worker)events/ws HTTP/1.1",
            ])
    }

    /// The headers of both requests, by name.
    static func headers(_ backend: FixtureBackend, _ name: String) -> [[String]] {
        backend.requests.map { request in
            (request.headers ?? []).filter { $0.first?.lowercased() == name.lowercased() }.flatMap { $0.dropFirst() }
        }
    }

    @Test func `requests have the headers of the command line as spelled, once, and no others`() throws {
        let backend = try FixtureBackend()
        let folder = try TemporaryDirectory()
        let file = try folder.write("headers", "X-File: one\r\nX-File: two\n\n")
        let outcome = try backend.follow(
            [
                "-H", "X-Mixed-CASE:  a  b\t", "-HX-Empty:", "--header=x-utf8: é", "-H", "@" + file,
                "-H", "User-Agent: mine", "--idle-timeout", "200ms",
            ])
        #expect(outcome.status == 0, "\(outcome)")
        #expect(Self.headers(backend, "x-mixed-case") == [["a  b"], ["a  b"]])
        #expect(Self.headers(backend, "x-empty") == [[""], [""]])
        // The server's log shows each byte as a Latin-1 character.
        #expect(Self.headers(backend, "x-utf8") == [["Ã©"], ["Ã©"]])
        #expect(Self.headers(backend, "x-file") == [["one", "two"], ["one", "two"]])
        #expect(Self.headers(backend, "user-agent") == [["mine"], ["mine"]])
        #expect(Self.headers(backend, "host") == [["127.0.0.1:\(backend.port)"], ["127.0.0.1:\(backend.port)"]])
        let names = backend.requests.map { ($0.headers ?? []).compactMap(\.first) }
        let own = ["X-Mixed-CASE", "X-Empty", "x-utf8", "X-File", "X-File", "User-Agent"]
        #expect(names.first?.sorted() == (own + ["Host", "Accept"]).sorted())
        let handshake = ["Upgrade", "Connection", "Sec-WebSocket-Version", "Sec-WebSocket-Key"]
        #expect(names.last?.sorted() == (own + ["Host"] + handshake).sorted())
    }

    @Test func `requests have a User-Agent`() throws {
        let backend = try FixtureBackend()
        _ = try backend.follow(["--idle-timeout", "200ms"])
        let version = try Program("yoi-events").run(["--version"]).lines.first.map {
            $0.split(separator: " ").prefix(2).joined(separator: "/")
        }
        #expect(Self.headers(backend, "user-agent") == [[version ?? ""], [version ?? ""]])
        #expect(Self.headers(backend, "authorization") == [[], []])
        #expect(Self.headers(backend, "cookie") == [[], []])
    }

    @Test(arguments: [
        (["--token-file", "@token"], [:], "Bearer from-file"), ([], ["YOI_TOKEN": "from-env"], "Bearer from-env"),
        (["--token-file", "@token"], ["YOI_TOKEN": "from-env"], "Bearer from-file"),
        (["-H", "authorization: Own words"], ["YOI_TOKEN": "from-env"], "Own words"),
        (["-H", "@@header"], [:], "Basic bWU6c2VjcmV0"), (["--backend", "@user"], [:], "Basic bWU6cEBzcw=="),
        (["--backend", "@user"], ["YOI_TOKEN": "from-env"], "Bearer from-env"),
    ])
    func `requests have credentials, which no message shows`(
        arguments: [String], environment: [String: String], value: String
    ) throws {
        let backend = try FixtureBackend()
        let folder = try TemporaryDirectory()
        for (name, text) in [("token", "from-file\n"), ("header", "Authorization: Basic bWU6c2VjcmV0\n")] {
            chmod(try folder.write(name, text), 0o600)
        }
        let names = [
            "@token": folder.file("token"), "@@header": "@" + folder.file("header"),
            "@user": "http://me:p%40ss@127.0.0.1:\(backend.port)",
        ]
        let outcome = try backend.follow(
            arguments.map { names[$0] ?? $0 } + ["-v", "--idle-timeout", "200ms"], environment: environment)
        #expect(outcome.status == 0, "\(outcome)")
        #expect(Self.headers(backend, "authorization") == [[value], [value]])
        let said = outcome.stderr + outcome.text
        #expect(["from-file", "from-env", "p%40ss", "p@ss", "Own words", "c2VjcmV0"].allSatisfy { !said.contains($0) })
    }

    @Test func `requests have what the files with credentials contain at that time`() throws {
        let folder = try TemporaryDirectory()
        func say(_ word: String?) throws {
            for name in ["token", "header"] { unlink(folder.file(name)) }
            guard let word else { return }
            chmod(try folder.write("token", word + "\n"), 0o600)
            chmod(try folder.write("header", "X-Key: \(word)\n"), 0o600)
        }
        try say("one")
        // The transcript, too, is asked for twice.
        let script = #"{"rules":[{"path":"*transcript*","times":1,"do":[{"hang":"300ms"},{"end":"drop"}]}]}"#
        let backend = try FixtureBackend(script: script)
        let program = try backend.startFollowing(
            [
                "--token-file", folder.file("token"), "-H", "@" + folder.file("header"), "-H", "@/dev/fd/0",
                "--retry-delay", "50ms",
            ], input: .text("X-Pipe: once\n"))
        try backend.waitForLog("the first request") { $0.path?.contains("transcript") == true }
        try say("two")
        try program.waitForLine { $0.contains("snapshot") }
        // Just being replaced: what was read before is good enough.
        try say(nil)
        try waitUntil("an observer") { try backend.endObservers() == 1 }
        try program.waitForError("No such file or directory; using what it said before")
        try program.waitForLine { $0.contains("snapshot") }
        try say("three")
        try waitUntil("an observer") { try backend.endObservers() == 1 }
        try program.waitForLine { $0.contains("snapshot") }
        program.signal(SIGTERM)
        let outcome = try program.wait()
        let words = ["one", "two", "two", "two", "three"]
        // The test's own requests have none of them.
        #expect(Self.headers(backend, "authorization").flatMap(\.self) == words.map { "Bearer \($0)" }, "\(outcome)")
        #expect(Self.headers(backend, "x-key").flatMap(\.self) == words)
        #expect(Self.headers(backend, "x-pipe").flatMap(\.self) == words.map { _ in "once" })
        #expect(outcome.errorLines.count { $0.contains("using what it said before") } == 1, "\(outcome)")
    }

    @Test func `each handshake has a key of its own`() throws {
        let backend = try FixtureBackend(["--script", "socket/accepts-and-drops"])
        _ = try backend.follow(["--no-transcript", "--retry", "5", "--retry-delay", "0"])
        let keys = Self.headers(backend, "sec-websocket-key").flatMap(\.self)
        #expect(keys.count == 6 && Set(keys).count == 6)
        #expect(keys.allSatisfy { Data(base64Encoded: $0)?.count == 16 })
    }

    @Test func `a long transcript is requested page by page`() throws {
        let backend = try FixtureBackend(["--transcript", "450"])
        let outcome = try backend.follow(["--no-follow"])
        #expect(outcome.status == 0 && outcome.stderr.isEmpty, "\(outcome)")
        #expect(outcome.lines.count == 451)
        let texts = try outcome.lines.map(gist).filter { $0.hasPrefix("user_message ") }
        #expect(texts == (1...450).map { "user_message message \($0)" }.filter { Set(texts).contains($0) })
        #expect(texts.last == "user_message message 450" && texts.count >= 225)
        let starts = backend.requests.compactMap { $0.path?.split(separator: "?").last.map(String.init) }
        #expect(starts == [0, 200, 400].map { "start=\($0)&limit=512" })
    }

    @Test func `a transcript ends if the next page does not advance`() throws {
        let backend = try FixtureBackend(["--script", "http/next-start-stands-still"])
        let outcome = try backend.follow(["--no-follow"])
        #expect(outcome.status == 0, "\(outcome)")
        #expect(backend.requests.count == 1)
    }
}
