internal import Shared

/// A Worker whose story is told, and what of it waits until another has finished.
struct Speaker {
    var story: Story
    /// Whose envelopes are its own; `nil` for events without one, and for Workers inside a Worker.
    var id: WorkerID?
    /// What the page has to remember of it while others speak.
    var style: any Style
    var name: String
    /// Workers around it.
    let depth: Int
    /// Of all that will be said of it, what came while another spoke.
    var waiting: [(item: Item, milliseconds: Int64?)] = []
    /// News of the Workers inside it, which wait for the end of what it says.
    var news: [Notice] = []
    var isShown = true
    var totals = RunTotals()
    let envelope: [UInt8]
    /// Says which color its name has, in every run of the program the same.
    let hash: UInt32

    init(_ options: RenderOptions, id: WorkerID?, name: String, depth: Int) {
        (story, style) = (Story(options), options.layout)
        (self.id, self.name, self.depth) = (id, name, depth)
        envelope = id?.envelopeMiddle ?? []
        // FNV-1a: the standard library's hashes differ from run to run.
        let key = id.map { "\($0.runtimeID):\($0.workerID)" } ?? name
        hash = key.utf8.reduce(2_166_136_261) { ($0 ^ UInt32($1)) &* 16_777_619 }
    }
}

/// What the runs of a Worker took.
struct RunTotals {
    var runs = 0
    var last: RunSummary?
    var requests = 0
    var inputTokens: UInt64 = 0
    var outputTokens: UInt64 = 0

    mutating func add(_ run: RunSummary) {
        runs += 1
        last = run
        requests += run.requests
        inputTokens = inputTokens.saturatingAdd(run.inputTokens)
        outputTokens = outputTokens.saturatingAdd(run.outputTokens)
    }
}
