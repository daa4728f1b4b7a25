import Testing

@testable import Shared

@Suite struct `A target` {
    @Test(arguments: [
        ("", "r", "w", TargetError.blankURL), (" \t", "r", "w", .blankURL),
        ("127.0.0.1:8787", "r", "w", .notHTTP), ("HTTP://x", "r", "w", .notHTTP),
        ("ws://me:secret@x/y", "r", "w", .notHTTP),
        ("me:secret@h:8787", "r", "w", .notHTTP), ("me@x:sec/ret@h/y", "r", "w", .notHTTP),
        ("http:/me:secret@h/y", "r", "w", .notHTTP), ("//me:secret@h/y", "r", "w", .notHTTP),
        ("http://", "r", "w", .noHost), ("https:///", "r", "w", .noHost),
        ("http://h:99999", "r", "w", .noHost), ("http://[::1", "r", "w", .noHost), ("https://u@:1/", "r", "w", .noHost),
        ("http://u:80/ss@h", "r", "w", .strayAt), ("https://h/a@b", "r", "w", .strayAt),
        ("http://x y", "r", "w", .strayCharacter),
        ("http://x?y", "r", "w", .strayCharacter),
        ("http://x\r\nHost: y", "r", "w", .strayCharacter),
        ("http://x", "", "w", .noRuntimeID), ("http://x", "r", "", .noWorkerID),
    ])
    func `is refused before any connection`(base: String, runtime: String, worker: String, error: TargetError) {
        #expect(throws: error) { try Target(backend: base, runtimeID: runtime, workerID: worker) }
    }

    @Test(arguments: [
        ("runtime/one", "worker one", "runtime%2Fone/workers/worker%20one"),
        ("..", ".", "../workers/."), ("a%2Fb", "?#", "a%252Fb/workers/%3F%23"),
        ("世", "\u{1F600}~_-.", "%E4%B8%96/workers/%F0%9F%98%80~_-."), (" ", "\u{0}", "%20/workers/%00"),
    ])
    func `encodes ids as path segments`(runtime: String, worker: String, path: String) throws {
        let target = try Target(backend: "http://h:1/base//", runtimeID: runtime, workerID: worker)
        #expect(target.operation(.input) == "http://h:1/base/api/runtimes/\(path)/input")
        #expect(target.label == "\(runtime):\(worker)")
    }

    @Test func `has a URL for every purpose`() throws {
        let target = try Target(backend: "https://h", runtimeID: "r", workerID: "w")
        let base = "https://h/api/runtimes/r/workers/w/"
        #expect(target.worker("protocol/ws") == base + "protocol/ws")
        #expect(target.operation(.stop) == base + "stop")
        #expect(target.worker() == String(base.dropLast()))
        let scoped = try Target(backend: "https://h", workspace: Workspace("a/b"), runtimeID: "r", workerID: "w")
        #expect(scoped.worker() == "https://h/api/w/a%2Fb/runtimes/r/workers/w")
        #expect(scoped.backend.api(scoped.workspace) == "https://h/api/w/a%2Fb")
    }

    @Test func `never shows the user and password of its URL`() throws {
        #expect(try BackendURL("http://user:p@ss@h:80/x/").shown == "http://h:80/x")
    }
}
