import TestSupport
import Testing

@Suite struct `What leaves the machine` {
    private func send(
        to backend: FixtureBackend, base: String? = nil, runtime: String = FixtureBackend.runtimeID,
        worker: String = FixtureBackend.workerID, _ arguments: [String] = ["-m", "x"],
        environment: [String: String] = [:]
    ) throws -> Outcome {
        try Program("yoi-send").run(
            ["--backend", base ?? backend.url, "--runtime-id", runtime, "--worker-id", worker, "--api", "events"]
                + arguments,
            environment: environment)
    }

    @Test(.timeLimit(.minutes(10)), arguments: ids)
    func `ids arrive at the Backend byte for byte`(id: String, encoded: String) throws {
        let backend = try FixtureBackend()
        let outcome = try send(to: backend, runtime: id, worker: id)
        #expect(backend.requests.map(\.path) == ["/api/runtimes/\(encoded)/workers/\(encoded)/input"])
        // The fixture has no such Worker.
        #expect(outcome.status == 67)
        #expect(outcome.errorLines.count == 1)
    }

    @Test(.timeLimit(.minutes(10)), arguments: ids)
    func `yoi-events requests ids byte for byte`(id: String, encoded: String) throws {
        let backend = try FixtureBackend()
        let target = ["--backend", backend.url, "--runtime-id", id, "--worker-id", id, "--api", "events"]
        let outcome = try Program("yoi-events").run(target + ["--retry", "0", "--after", "bo_00000000000000ff"])
        let transcript = try Program("yoi-events").run(target + ["--no-follow", "--retry", "0"])
        let worker = "/api/runtimes/\(encoded)/workers/\(encoded)"
        #expect(
            backend.requests.map(\.path) == [
                worker + "/events/ws?cursor=bo_00000000000000ff", worker + "/transcript?start=0&limit=512",
            ])
        #expect([outcome.status, transcript.status] == [67, 67])
    }

    static let ids = [
        ("plain-1.0_~", "plain-1.0_~"), ("..", ".."), (".", "."), ("../..", "..%2F.."), ("a/b", "a%2Fb"),
        ("%2F", "%252F"), ("%", "%25"), ("a?b=c&d", "a%3Fb%3Dc%26d"), ("a#b", "a%23b"), (" ", "%20"),
        ("\u{200B}", "%E2%80%8B"), ("世界 é😀", "%E4%B8%96%E7%95%8C%20%C3%A9%F0%9F%98%80"),
        ("e\u{301}", "e%CC%81"), ("a\r\nX: y", "a%0D%0AX%3A%20y"), ("-x", "-x"),
        (
            "@+:;,='\"\\<>[]{}|^`!$()*",
            "%40%2B%3A%3B%2C%3D%27%22%5C%3C%3E%5B%5D%7B%7D%7C%5E%60%21%24%28%29%2A"
        ),
    ]

    @Test(.timeLimit(.minutes(10)), arguments: ["", "/", "///", "/yoi", "/a%2Fb/../c//"])
    func `a path prefix of the URL is kept, without trailing slashes`(path: String) throws {
        let backend = try FixtureBackend()
        _ = try send(to: backend, base: backend.url + path)
        var prefix = path
        while prefix.hasSuffix("/") { prefix.removeLast() }
        #expect(backend.requests.map(\.path) == [prefix + "/api/runtimes/runtime-a/workers/worker-00000001/input"])
    }

    @Test(.timeLimit(.minutes(10))) func `the request is a plain POST of JSON`() throws {
        let backend = try FixtureBackend()
        #expect(try send(to: backend).status == 0)
        let request = try #require(backend.requests.first)
        #expect(request.method == "POST")
        #expect(request.version == "HTTP/1.1")
        #expect(request.header("host") == "127.0.0.1:\(backend.port)")
        #expect(request.header("content-type") == "application/json")
        #expect(request.header("content-length") == "29")
        for name in ["expect", "authorization", "transfer-encoding", "cookie"] { #expect(request.header(name) == nil) }
    }

    @Test(.timeLimit(.minutes(10))) func `headers and token are sent, and never shown`() throws {
        let backend = try FixtureBackend(["--script", "http/status-401"])
        let outcome = try send(
            to: backend,
            ["-m", "x", "-v", "-H", "X-Key: s3cret-1", "-H", "Content-Type: application/json; charset=utf-8"],
            environment: ["YOI_TOKEN": "s3cret-2"])
        let request = try #require(backend.requests.first)
        #expect(request.header("x-key") == "s3cret-1")
        #expect(request.header("authorization") == "Bearer s3cret-2")
        let types = (request.headers ?? []).filter { $0.first?.lowercased() == "content-type" }
        #expect(types.map(\.last) == ["application/json; charset=utf-8"])
        #expect(outcome.status == 77)
        #expect(!outcome.description.contains("s3cret"))
    }

    @Test(.timeLimit(.minutes(10))) func `a password in the URL is used and never shown`() throws {
        let backend = try FixtureBackend(["--script", "http/reply-not-json"])
        let outcome = try send(to: backend, base: "http://me:s3cret@127.0.0.1:\(backend.port)", ["-m", "x", "-v"])
        #expect(backend.requests.first?.header("authorization") == "Basic bWU6czNjcmV0")
        #expect(outcome.status == 3)
        #expect(!outcome.description.contains("s3cret"))
    }

    static let workspace = "01a2056e-ca5f-7e32-8fd8-9179681b568a"

    @Test(
        .timeLimit(.minutes(10)),
        arguments: [
            ["--runtime-id", "runtime-a", "--worker-id", "W-2"], ["--worker-id", "W-2"],
            ["--worker-id", "worker-00000002"], ["@URL/w/\(workspace)/runtimes/runtime-a/workers/W-2/console"],
            ["@URL/w/\(workspace)/runtimes/runtime-a/workers/worker-00000002/console"],
        ])
    func `a Worker is found by all its names`(named: [String]) throws {
        let backend = try FixtureBackend(["--workers", "2"], api: .protocol)
        let named = named.map { $0.replacing("@URL", with: backend.url) }
        let outcome = try Program("yoi-send").run(backend.backendOptions + named + ["-m", "hi"])
        #expect(outcome.status == 0 && outcome.stderr.isEmpty, "\(outcome)")
        let socket = backend.requests.compactMap(\.path).last
        #expect(socket?.hasSuffix("/runtimes/runtime-a/workers/worker-00000002/protocol/ws") == true)
    }

    @Test(
        .timeLimit(.minutes(10)),
        arguments: [
            (["--backend", ""], "the Backend URL is empty"),
            (["--backend", "ftp://x"], "does not start with http:// or https://"),
            (["--backend", "HTTP://x"], "does not start with http:// or https://"),
            (["--backend", "http://"], "no host"),
            (["--backend", "http://x/?y"], "'?'"), (["--backend", "http://x y/"], "space"),
            (["--runtime-id", "", "--dry-run"], "no Runtime is named"), (["--worker", ""], "no Worker is named"),
            (["http://h/x"], "this is not the address of a Worker's page"),
            (["http://h/w/a/runtimes/b/workers/c/console"], "another Worker is named beside the address"),
        ])
    func `a wrong target is refused before anything is sent`(wrong: [String], sentence: String) throws {
        let backend = try FixtureBackend()
        let outcome = try send(to: backend, wrong + ["-m", "x"])
        #expect(outcome.status == 64)
        #expect(outcome.errorLines.count == 1)
        #expect(outcome.stderr.contains(sentence))
        #expect(outcome.stdout.isEmpty)
    }

    @Test(.timeLimit(.minutes(10))) func `the target can come from the environment`() throws {
        let backend = try FixtureBackend()
        let outcome = try Program("yoi-send").run(
            ["-m", "x"],
            environment: [
                "YOI_BACKEND": backend.url, "YOI_RUNTIME_ID": "runtime-a", "YOI_WORKER_ID": "worker-00000001",
            ])
        #expect(outcome.status == 0)
        #expect(try Program("yoi-send").run(["-m", "x"]).stderr.contains("YOI_WORKER_ID"))
    }

    @Test(.timeLimit(.minutes(10))) func `a large message arrives whole`() throws {
        let backend = try FixtureBackend()
        let text = String(repeating: "0123456789abcdef", count: 100_000)
        let outcome = try Program("yoi-send").run(backend.target + ["-m", "-"], input: .text(text))
        #expect(outcome.status == 0, "\(outcome)")
        let isWhole = backend.requests.first?.body == "{\"kind\":\"user\",\"content\":\"\(text)\"}"
        #expect(isWhole)
    }
}
