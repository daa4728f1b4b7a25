import Testing

@testable import Shared

/// What operands and options select.
@Suite struct `The selection` {
    struct Case: Sendable {
        var operands: [String] = []
        var options: [String] = []
        var fallback: String?
        /// `BACKEND|WORKSPACE|RUNTIME:WORKER…`, or the beginning of the refusal.
        let meaning: String
    }

    private static let page = "http://h:1/p/w/ws%2F1/runtimes/r%201/workers/w-1/console"

    static let cases: [Case] = [
        Case(operands: ["r:w"], meaning: "http://127.0.0.1:8787||r:w"),
        Case(operands: ["w"], meaning: "http://127.0.0.1:8787||w"),
        Case(operands: ["w", "r:v", "x:y:z"], meaning: "http://127.0.0.1:8787||w r:v x:y:z"),
        Case(operands: ["W-3"], options: ["--runtime-id", "r"], meaning: "http://127.0.0.1:8787||r:W-3"),
        Case(operands: ["q:w", "v"], options: ["--runtime-id", "r"], meaning: "http://127.0.0.1:8787||q:w r:v"),
        Case(operands: ["w"], options: ["--runtime-id", ""], meaning: "http://127.0.0.1:8787||w"),
        Case(operands: ["w"], fallback: "v", meaning: "http://127.0.0.1:8787||w"),
        Case(fallback: "v", meaning: "http://127.0.0.1:8787||v"),
        Case(options: ["--worker-id", "a:b"], fallback: "v", meaning: "http://127.0.0.1:8787||a:b"),
        Case(options: ["--worker-id", "w"], fallback: "v", meaning: "http://127.0.0.1:8787||w"),
        Case(options: ["--worker-id", ""], meaning: "http://127.0.0.1:8787||"),
        Case(meaning: "http://127.0.0.1:8787||"),
        Case(operands: ["w"], options: ["--workspace-id", "ws"], meaning: "http://127.0.0.1:8787|ws|w"),
        Case(operands: [page], meaning: "http://h:1/p|ws/1|r 1:w-1"),
        Case(operands: [page + "/?tab=1#x"], meaning: "http://h:1/p|ws/1|r 1:w-1"),
        Case(operands: ["https://h/w/a/runtimes/b/workers/c"], fallback: "v", meaning: "https://h|a|b:c"),
        Case(operands: ["http://u:s3cret@h/w/a/runtimes/b/workers/c/"], meaning: "http://u:s3cret@h|a|b:c"),

        Case(operands: [""], meaning: "the operand '' names no Worker; write RUNTIME:WORKER"),
        Case(operands: [":w"], meaning: "the operand ':w' names no Worker"),
        Case(operands: ["r:"], meaning: "the operand 'r:' names no Worker"),
        Case(operands: ["v"], options: ["--worker-id", "w"], meaning: "--worker-id: several Workers are named"),
        Case(
            options: ["--worker-id", "v", "--worker", "w"],
            meaning: "--worker-id: several Workers are named; name them all as operands"),
        Case(operands: [page, "w"], meaning: "\(page): another Worker is named beside the address of a page"),
        Case(operands: [page], options: ["--worker-id", "w"], meaning: "\(page): another Worker is named"),
        Case(operands: ["http://h/w/a"], meaning: "http://h/w/a: this is not the address of a Worker's page"),
        Case(
            operands: ["http://h/w/a/runtimes/b/workers//console"], meaning: "http://h/w/a/runtimes/b/workers//console"),
        Case(operands: ["http://u:s3cret@h/x"], meaning: "http://h/x: this is not"),
        Case(operands: ["http:///w/a/runtimes/b/workers/c"], meaning: "the Backend URL names no host"),
        Case(operands: ["w"], options: ["--backend", "ftp://h"], meaning: "the Backend URL does not start with"),
    ]

    private static let table = OptionTable(
        program: "test", synopsis: [], summary: [], initial: ConnectionOptions(),
        groups: [ConnectionOptions.targetGroup], operands: \.workerIDs, statuses: [], examples: [])

    @Test(arguments: cases)
    func `operands and options select the target, or are refused`(example: Case) throws {
        let environment = Environment(example.fallback.map { ["YOI_WORKER_ID": $0] } ?? [:])
        guard case .run(let options) = try Self.table.parse(example.options, environment: environment) else {
            Issue.record("no options")
            return
        }
        let meaning: String
        do throws(Failure) {
            let selection = try TargetSelection(options, operands: example.operands)
            let workers = selection.workers.map(\.description).joined(separator: " ")
            // Where the tests run may be a Workspace.
            let workspace = selection.workspace.map { $0.isAssumed ? "" : $0.id } ?? ""
            meaning = "\(selection.backend.base)|\(workspace)|\(workers)"
            #expect(meaning == example.meaning)
        } catch {
            #expect(error.status == .usage && error.description.hasPrefix(example.meaning), "\(error)")
        }
    }

    @Test(arguments: [
        ("W-1", true), ("W-123", true), ("W-", false), ("w-1", false), ("W-1a", false), ("W-٣", false), ("xW-1", false),
    ])
    func `a short key is recognized`(worker: String, isShortKey: Bool) {
        let reference = WorkerReference(runtimeID: "r", worker: worker)
        #expect(reference.isShortKey == isShortKey && reference.isComplete != isShortKey)
    }
}
