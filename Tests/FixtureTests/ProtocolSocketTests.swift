import Foundation
import TestSupport
import Testing

/// What only the protocol API does: a quirk that never happens would let every test of it pass.
struct ProtocolSocketTests {
    private let idle = #""status","data":{"status":"idle"}"#
    private let worker = "/api/runtimes/runtime-a/workers/worker-00000001/"

    private func attach(
        _ backend: FixtureBackend, sending: [UInt8] = Frames.close, until text: String? = nil
    ) throws -> [String] {
        try Observation(backend, sending: text == nil ? sending : [], until: text, api: .protocol).frames.map(\.text)
    }

    @Test func `a recorded life arrives byte for byte after the snapshot`() throws {
        let backend = try FixtureBackend(["--on-observe", "attach/think-tools", "--pace", "0"], api: .protocol)
        let seen = try attach(backend, until: #""event":"memory_worker""#)
        let rows = try Fixtures.lines("attach/think-tools.jsonl")
        let lines = rows.filter { $0.hasPrefix(#"{"event":"#) }.compactMap {
            (try? JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: String])?["event"]
        }
        #expect(seen.dropFirst() == lines.dropFirst())
    }

    @Test func `a run that was cut is in the snapshot as far as it was sent`() throws {
        let backend = try FixtureBackend(["--quirks", "0"], api: .protocol)
        try backend.publish(
            #"{"event":"status","data":{"status":"running"}}"#, #"{"event":"text_delta","data":{"text":"one"}}"#)
        let seen = try attach(backend)
        #expect(
            seen.count == 1
                && seen[0].hasSuffix(#""status":"running","in_flight":{"blocks":[{"kind":"text","text":"one"}]}}}"#))
    }

    @Test(arguments: [(0, 0), (100, 1)])
    func `the last events are repeated in as many connections as requested`(share: Int, count: Int) throws {
        let backend = try FixtureBackend(["--quirks", "\(share)"], api: .protocol)
        try backend.publish(
            #"{"event":"status","data":{"status":"running"}}"#, #"{"event":"text_delta","data":{"text":"one"}}"#)
        // Of one delta one can be sent again; not the status before it.
        let seen = try (0..<20).map { _ in try attach(backend).count - 1 }
        #expect(Set(seen).subtracting([0]).count == count)
    }

    @Test(arguments: ["drop", "backlog"])
    func `a client that is cut off gets the reason, or not`(ending: String) throws {
        let backend = try FixtureBackend(
            script: #"{"rules":[{"socket":true,"do":[{"upgrade":true},{"snapshot":true},{"end":"\#(ending)"}]}]}"#,
            api: .protocol)
        let seen = try attach(backend, sending: [])
        #expect(seen.count == (ending == "backlog" ? 2 : 1))
        #expect(ending == "drop" || seen[1].contains("observation backlog was overrun"))
    }

    @Test func `a client that is late is cut off if requested`() throws {
        let deltas = (0..<2_000).map { #"{"event":"text_delta","data":{"text":"\#($0)"}}"# }.joined(separator: "\n")
        let directory = try TemporaryDirectory()
        let run = try directory.write("run.jsonl", deltas)
        let backend = try FixtureBackend(
            ["--on-observe", run, "--pace", "0", "--backlog", "3"],
            script: #"{"rules":[{"socket":true,"shape":{"pause":"5ms"}}]}"#, api: .protocol)
        #expect(try attach(backend, until: "backlog was overrun").count < 2_000)
    }

    @Test func `a Runtime that is down causes an error and a close after the upgrade`() throws {
        let backend = try FixtureBackend(["--runtime-down"], api: .protocol)
        let seen = try attach(backend, sending: [])
        #expect(seen.count == 1 && seen[0].contains("failed to connect runtime protocol WebSocket"))
        try backend.control("runtime", "up")
        #expect(try attach(backend)[0].hasPrefix(#"{"event":"snapshot""#))
    }

    @Test(arguments: [("runtime-a", false), ("embedded-worker-runtime", true)])
    func `a snapshot over 16 MiB passes only where no Runtime is between`(runtime: String, passes: Bool) throws {
        let backend = try FixtureBackend(
            ["--runtime-id", runtime, "--transcript", "1700", "--size", "10000"], api: .protocol)
        let path = "/api/runtimes/\(runtime)/workers/worker-00000001/protocol/ws"
        let seen = try Observation(backend, sending: Frames.close, api: .protocol, path: path)
        #expect(seen.head.hasPrefix("HTTP/1.1 101") && seen.frames.isEmpty != passes)
    }

    @Test func `a stopped Worker has a placeholder as snapshot, and is started by a method`() throws {
        let backend = try FixtureBackend(["--on-input", "hello", "--pace", "1ms"], api: .protocol)
        _ = try LoopbackHTTP.post(port: backend.port, worker + "input", #"{"content":"Hello"}"#)
        try waitUntil("the end of the run") { try attach(backend)[0].contains("run_completed") }
        _ = try LoopbackHTTP.post(port: backend.port, worker + "stop", "{}")
        try waitUntil("the placeholder") { try attach(backend)[0].contains(#""provider":"worker-runtime""#) }
        let run = Frames.text(#"{"method":"run","params":{"input":[]}}"#)
        let seen = try Observation(backend, sending: run, until: idle, api: .protocol).frames.map(\.text)
        #expect(seen.contains(#"{"event":"user_message","data":{"segments":[]}}"#))
        #expect(try attach(backend)[0].contains(#""kind":"user_input","segments":[]"#))
    }

    @Test func `a POSTed cancel ends the Worker for good`() throws {
        let backend = try FixtureBackend(api: .protocol)
        _ = try LoopbackHTTP.post(port: backend.port, worker + "cancel", "{}")
        let answer = try LoopbackHTTP.post(port: backend.port, worker + "input", #"{"content":"Hello"}"#)
        #expect(answer.hasPrefix(#"{"state":"rejected""#))
        let seen = try attach(backend, sending: Frames.text(#"{"method":"run","params":{"input":[]}}"#) + Frames.close)
        #expect(seen.count == 2 && seen[1].contains(#""code":"internal""#))
    }

    @Test func `cancel rolls back a run without output`() throws {
        let backend = try FixtureBackend(["--on-input", "hello", "--pace", "200ms"], api: .protocol)
        _ = try LoopbackHTTP.post(port: backend.port, worker + "input", #"{"content":"Hello"}"#)
        let seen = try Observation(backend, sending: Frames.text(#"{"method":"cancel"}"#), until: idle, api: .protocol)
        #expect(seen.frames.contains { $0.text == #"{"event":"run_end","data":{"result":"rolled_back"}}"# })
        #expect(try !attach(backend)[0].contains("user_input"))
    }

    @Test(arguments: [("runtime-a", false), ("embedded-worker-runtime", true)])
    func `a restart loses what the embedded Runtime was doing`(runtime: String, isLost: Bool) throws {
        let directory = try TemporaryDirectory()
        let options = [
            "--runtime-id", runtime, "--play", "fix-a-test", "--pace", "2ms", "--state", directory.file("state"),
        ]
        let backend = try FixtureBackend(options, api: .protocol)
        let path = "/api/runtimes/\(runtime)/workers/worker-00000001/protocol/ws"
        _ = try Observation(backend, until: #""event":"tool_result""#, api: .protocol, path: path)
        try backend.kill()
        try backend.restart()
        let first = try Observation(backend, sending: Frames.close, api: .protocol, path: path).frames[0].text
        #expect(first.contains(#"},"status":"idle""#) == isLost && first.contains("user_input"))
        guard !isLost else { return }
        _ = try Observation(backend, until: idle, api: .protocol, path: path)
    }

    @Test func `a random life is the same for a seed, and leaves a log`() throws {
        func life() throws -> ([String], String) {
            let directory = try TemporaryDirectory()
            let end = try directory.write("end.jsonl", #"{"event":"alert","data":{"message":"the end"}}"#)
            let options = ["--on-observe", "random/7", "--on-observe", end, "--pace", "0", "--quirks", "0"]
            let backend = try FixtureBackend(options, api: .protocol)
            let seen = try attach(backend, until: "the end")
            return (seen, try attach(backend)[0])
        }
        let (first, second) = (try life(), try life())
        #expect(first.0 == second.0 && first.0.count > 200)
        #expect(first.1.contains("assistant_item"))
    }

    @Test func `a generated run continues, with what was missed in the snapshot`() throws {
        let script = #"{"rules":[{"times":9,"shape":{"cut":[200,12000],"end":"any","seed":3}}]}"#
        let backend = try FixtureBackend(["--generate", "500", "--size", "40"], script: script, api: .protocol)
        for _ in 0..<9 { _ = try Observation(backend, api: .protocol) }
        let whole = try Observation(backend, until: idle, api: .protocol).frames.map(\.text).joined()
        for number in 1...500 { #expect(whole.contains(String(number, radix: 16) + " lorem")) }
    }

    @Test func `several Workers have independent runs`() throws {
        let backend = try FixtureBackend(["--workers", "3", "--pace", "1ms"], api: .protocol)
        for number in 1...3 {
            let path = "/api/runtimes/runtime-a/workers/W-\(number)/input"
            _ = try LoopbackHTTP.post(port: backend.port, path, #"{"content":"to \#(number)"}"#)
        }
        for number in 1...3 {
            let path = "/api/runtimes/runtime-a/workers/worker-0000000\(number)/protocol/ws"
            try waitUntil("the end of its run") {
                let snapshot = try Observation(backend, sending: Frames.close, api: .protocol, path: path).frames[0]
                    .text
                return snapshot.contains("to \(number)") && snapshot.contains(#""result":"finished""#)
            }
        }
    }

    @Test func `a Workspace's socket sends the list of Workers and its changes`() throws {
        let backend = try FixtureBackend(["--workers", "2", "--pace", "1ms"], api: .protocol)
        func request(_ id: String, _ selector: String) -> [UInt8] {
            let params = #"{"request_id":"\#(id)","selector":\#(selector)}"#
            return Frames.text(
                #"{"protocol_version":1,"frame":"request","message":{"method":"subscribe_events","params":\#(params)}}"#
            )
        }
        let lane = #"{"topic":"worker_protocol","worker_id":"worker-00000002","runtime_id":"runtime-a"}"#
        let method = #"{"subscription_id":"workspace-subscription-2","method":{"method":"run","params":{"input":[]}}}"#
        let seen = try Observation(
            backend,
            sending: request("a", #"{"topic":"workspace_workers"}"#) + request("b", lane)
                + request("c", #"{"topic":"runtime_workers"}"#)
                + Frames.text(#"{"protocol_version":1,"frame":"worker_protocol","message":\#(method)}"#),
            until: #""resource_key":"W-2","subject_revision":3"#, api: .protocol,
            path: "/api/w/01a2056e-ca5f-7e32-8fd8-9179681b568a/protocol/ws"
        ).frames.map(\.text)
        for part in [
            #""result":"subscribed","payload":{"request_id":"a""#,
            #""worker_id":"worker-00000002","event":{"event":"snapshot""#,
            #""request_id":"c","code":"unsupported_selector""#, #""event":"worker_upserted""#,
        ] { #expect(seen.contains { $0.contains(part) }, "\(part)") }
        let wrong = try Observation(
            backend, sending: Frames.text("{}"), path: "/api/w/01a2056e-ca5f-7e32-8fd8-9179681b568a/protocol/ws")
        #expect(wrong.frames.isEmpty)
    }

    @Test func `completions of the embedded Runtime freeze the Backend if requested`() throws {
        let backend = try FixtureBackend(["--runtime-id", "embedded-worker-runtime", "--freeze"], api: .protocol)
        let path = "/api/runtimes/embedded-worker-runtime/workers/worker-00000001/"
        let method = Frames.text(#"{"method":"list_completions","params":{"kind":"file","prefix":""}}"#)
        _ = try Observation(backend, sending: method, until: "snapshot", api: .protocol, path: path + "protocol/ws")
        let request = Array("GET /api/workspaces HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n".utf8)
        try waitUntil("silence", limit: .seconds(30)) {
            (try? LoopbackHTTP.exchange(port: backend.port, request)) == nil
        }
    }
}
