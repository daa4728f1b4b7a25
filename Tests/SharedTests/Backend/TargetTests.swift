import Testing

@testable import Shared

@Suite struct `A target` {
    @Test(arguments: [
        ("", "r", "w", "is empty"), (" \t", "r", "w", "is empty"),
        ("127.0.0.1:8787", "r", "w", "does not start with"), ("HTTP://x", "r", "w", "does not start with"),
        ("ws://me:secret@x/y", "r", "w", "does not start with"),
        ("me:secret@h:8787", "r", "w", "does not start with"), ("me@x:sec/ret@h/y", "r", "w", "does not start with"),
        ("http:/me:secret@h/y", "r", "w", "does not start with"), ("//me:secret@h/y", "r", "w", "does not start with"),
        ("http://", "r", "w", "names no host"), ("https:///", "r", "w", "names no host"),
        ("http://h:99999", "r", "w", "names no host"), ("http://[::1", "r", "w", "names no host"),
        ("https://u@:1/", "r", "w", "names no host"),
        ("http://u:80/ss@h", "r", "w", "has an '@'"), ("https://h/a@b", "r", "w", "has an '@'"),
        ("http://x y", "r", "w", "has a space"),
        ("http://x?y", "r", "w", "has a space"),
        ("http://x\r\nHost: y", "r", "w", "has a space"),
        ("http://x", "", "w", "no Runtime"), ("http://x", "r", "", "no Worker"),
    ])
    func `a wrong target is refused before any connection`(
        base: String, runtime: String, worker: String, found: String
    ) {
        let failure = #expect(throws: Failure.self) {
            try Target(backend: base, runtimeID: runtime, workerID: worker)
        }
        #expect(failure?.status == .usage && failure?.diagnostic.found.contains(found) == true)
    }

    @Test(arguments: [
        ("runtime/one", "worker one", "runtime%2Fone/workers/worker%20one"),
        ("..", ".", "../workers/."), ("a%2Fb", "?#", "a%252Fb/workers/%3F%23"),
        ("世", "\u{1F600}~_-.", "%E4%B8%96/workers/%F0%9F%98%80~_-."), (" ", "\u{0}", "%20/workers/%00"),
    ])
    func `ids are encoded as path segments`(runtime: String, worker: String, path: String) throws {
        let target = try Target(backend: "http://h:1/base//", runtimeID: runtime, workerID: worker)
        #expect(target.operation(.input) == "http://h:1/base/api/runtimes/\(path)/input")
        #expect(target.label == "\(runtime):\(worker)")
    }

    @Test func `a target has a URL for every purpose`() throws {
        let target = try Target(backend: "https://h", runtimeID: "r", workerID: "w")
        let base = "https://h/api/runtimes/r/workers/w/"
        #expect(target.worker("protocol/ws") == base + "protocol/ws")
        #expect(target.operation(.stop) == base + "stop")
        #expect(target.worker() == String(base.dropLast()))
        let scoped = try Target(backend: "https://h", workspace: Workspace("a/b"), runtimeID: "r", workerID: "w")
        #expect(scoped.worker() == "https://h/api/w/a%2Fb/runtimes/r/workers/w")
        #expect(scoped.backend.api(scoped.workspace) == "https://h/api/w/a%2Fb")
    }

    @Test func `a target never shows the user and password of its URL`() throws {
        #expect(try BackendURL("http://user:p@ss@h:80/x/").shown == "http://h:80/x")
    }
}
