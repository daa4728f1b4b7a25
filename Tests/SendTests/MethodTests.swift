import TestSupport
import Testing

@Suite struct `Each method, on both APIs` {
    struct Row: Sendable, CustomTestStringConvertible {
        /// As `list_rewind_targets`, or with its parameters.
        let method: String
        /// What the Worker does before, as the name of a run; it is sent in the middle of it.
        var during: String?
        /// On the events API, which offers four methods.
        var events: Int32 = 1
        /// On the protocol API.
        var `protocol`: Int32 = 0
        /// What the protocol API's answer begins with.
        var reply: String?

        var testDescription: String { method + (during.map { " during " + $0 } ?? "") }

        var line: String {
            let parts = method.split(separator: " ", maxSplits: 1)
            return #"{"method":"\#(parts[0])"\#(parts.count > 1 ? #","params":\#(parts[1])"# : "")}"#
        }
    }

    static let rows = [
        Row(method: #"run {"input":[{"kind":"text","content":"hi"}]}"#, events: 0),
        Row(method: #"run {"input":[]}"#),
        Row(method: #"run {"input":[{"kind":"flow","selector":"x"}]}"#, events: 0, protocol: 1),
        Row(method: #"run {"input":[{"kind":"knowledge_ref","slug":"x"}]}"#, events: 0),
        Row(method: #"run {"input":[{"kind":"text","content":"hi"}]}"#, during: "fix-a-test", events: 0, protocol: 1),
        Row(method: #"notify {"message":"x"}"#, events: 0),
        Row(method: "cancel", events: 0, protocol: 1),
        Row(method: "cancel", during: "fix-a-test", events: 0),
        Row(method: "pause", protocol: 1),
        Row(method: "pause", during: "fix-a-test"),
        Row(method: "resume", protocol: 1),
        Row(method: "compact"),
        Row(method: "compact", during: "fix-a-test", protocol: 1),
        // There is no session yet.
        Row(method: "list_rewind_targets", protocol: 1),
        Row(
            method: #"rewind_to {"target":{"segment_id":"x","user_input_entry_index":99},"expected_head_entries":1}"#,
            protocol: 1),
        Row(method: "shutdown", events: 0),
        Row(
            method: #"list_completions {"kind":"file","prefix":"wc"}"#,
            reply: #"{"event":"completions","data":{"kind":"file","entries":[{"value":"wc.py","#),
        Row(method: "list_workers", reply: #"{"event":"workers_listed","#),
        Row(method: #"restore_worker {"name":"worker-00000001"}"#, reply: #"{"event":"worker_restored","#),
        Row(method: #"restore_worker {"name":"nobody"}"#, protocol: 1),
        Row(method: #"register_peer {"name":"worker-00000001"}"#, reply: #"{"event":"peer_registered","#),
        Row(method: #"worker_event {"kind":"turn_ended","worker_name":"x"}"#),
    ]

    private func backend(_ row: Row, _ api: BackendAPI) throws -> FixtureBackend {
        let life = row.during.map { ["--play", $0, "--pace", "300ms"] } ?? ["--on-input", "hello"]
        let backend = try FixtureBackend(life + ["--quirks", "0"], api: api)
        if row.during != nil {
            let watch = backend.target + ["--no-transcript", "--until", "turn_start"]
            #expect(try Program("yoi-events").run(watch).status == 0)
        }
        return backend
    }

    @Test(.timeLimit(.minutes(10)), arguments: rows, BackendAPI.allCases)
    func `each method ends with a status that says what became of it`(row: Row, api: BackendAPI) throws {
        let backend = try backend(row, api)
        let outcome = try Program("yoi-send").run(backend.target + ["-q"], input: .text(row.line))
        #expect(outcome.status == (api == .events ? row.events : row.protocol), "\(outcome)")
        #expect(outcome.errorLines.count == (outcome.status == 0 ? 0 : 1))
        if outcome.status == 0 {
            let reply = api == .protocol ? row.reply : nil
            #expect(outcome.lines.count == (reply == nil ? 0 : 1))
            if let reply { #expect(outcome.text.hasPrefix(reply)) }
        }
    }

    @Test(.timeLimit(.minutes(10)), .enabled(if: Peer.jq.isWanted, "jq is not installed"))
    func `a rewind to one of the Worker's targets is accepted`() throws {
        let backend = try FixtureBackend(["--on-input", "hello", "--quirks", "0"], api: .protocol)
        #expect(try Program("yoi-send").run(backend.target + ["--follow", "-m", "hi"]).status == 0)
        let listed = try Program("yoi-send").run(
            backend.target, input: .text(#"{"method":"list_rewind_targets"}"#))
        #expect(listed.status == 0, "\(listed)")
        let filter = """
            .data | {method: "rewind_to", params: {target: .targets[0].id, expected_head_entries: .head_entries}}
            """
        let rewind = try Peer.jq.program.run(["-c", filter], input: .text(listed.text))
        let outcome = try Program("yoi-send").run(backend.target, input: .text(rewind.text))
        #expect(outcome.status == 0, "\(outcome)")
        #expect(outcome.text.hasPrefix(#"{"event":"rewind_applied","#))
    }

    @Test(.timeLimit(.minutes(10)), arguments: BackendAPI.allCases)
    func `the API is detected once, and further methods use the same socket`(api: BackendAPI) throws {
        let backend = try FixtureBackend(["--on-input", "hello"], api: api)
        let target = [
            "--backend", backend.url, "--runtime-id", FixtureBackend.runtimeID, "--worker-id", FixtureBackend.workerID,
        ]
        let methods = "{\"method\":\"shutdown\"}{\"method\":\"shutdown\"}"
        let outcome = try Program("yoi-send").run(target + ["-q"], input: .text(methods))
        #expect(outcome.status == 0, "\(outcome)")
        let sockets = backend.requests.filter { $0.path?.hasSuffix("protocol/ws") ?? false }
        #expect(sockets.count == 1)
        let posts = backend.requests.filter { $0.method == "POST" }
        #expect(posts.count == (api == .events ? 2 : 0))
    }

    @Test(.timeLimit(.minutes(10))) func `a method without evidence is in doubt, and not sent again`() throws {
        let backend = try FixtureBackend(
            script: """
                {"rules":[{"socket":true,"do":[{"upgrade":true},{"snapshot":true},{"await":"message"},{"end":"drop"}],\
                "times":1},{"socket":true,"do":[{"upgrade":true},{"snapshot":true},{"serve":true}]}]}
                """, api: .protocol)
        let outcome = try Program("yoi-send").run(backend.target + ["-m", "x", "--timeout", "2s"])
        #expect(outcome.status == 3, "\(outcome)")
        #expect(outcome.stderr.contains("it may have been carried out"))
        #expect(backend.log.filter { $0.frame?.text?.contains("\"run\"") ?? false }.count == 1)
        #expect(outcome.text.contains("\"outcome_unknown\""))
    }
}
