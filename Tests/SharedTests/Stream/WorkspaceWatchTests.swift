import Testing

@testable import Shared

@Suite struct `A watched list of Workspaces` {
    @Test func `the list of Workspaces is requested again and again, and unusable answers are ignored`() throws {
        var printer = EventPrinter(EventPrinter.Options(origin: .events))
        var now = Instant.now
        var watch = WorkspaceWatch(
            beside: [Workspace("one")], at: try BackendURL("http://h"), interval: .seconds(10), now: now)
        let answers = [
            (200, #"[{"workspace_id":"one"},{"workspace_id":"two"}]"#, ["two"]), (500, "", []), (200, "{}", []),
            (200, #"[{"workspace_id":"three"},{"workspace_id":"two"}]"#, ["three"]),
        ]
        for (status, body, found) in answers {
            #expect(watch.need == .nothing && watch.deadline == now + .seconds(10))
            now = now + .seconds(10)
            watch.tick(now: now, jitter: 0.5, to: &printer)
            #expect(watch.need == .answer("http://h/api/workspaces?limit=200"))
            let response = HTTPResponse(status: status, body: Array(body.utf8))
            watch.answered(.success(response), now: now, jitter: 0.5, to: &printer)
            #expect(watch.found.map(\.id) == found)
            watch.found = []
        }
        #expect(printer.bytes.isEmpty)
    }
}
