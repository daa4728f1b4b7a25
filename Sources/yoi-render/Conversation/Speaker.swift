internal import Shared

/// A Worker that is shown, and its items that wait until another has finished.
struct Speaker {
    var conversation: Conversation
    /// The id in its envelopes; `nil` for events without one, and for Workers inside a Worker.
    var id: WorkerID?
    /// How it is shown, kept while other Workers are.
    var style: any Style
    var name: String
    /// How many Workers it is inside of.
    let depth: Int
    /// Items that arrived while another Worker was shown.
    var waiting: [(item: Item, milliseconds: Int64?)] = []
    /// News of the Workers inside it, which wait for the end of its open block.
    var news: [Notice] = []
    var isShown = true
    var totals = RunTotals()
    let envelope: [UInt8]
    /// Picks the color of its name, the same in each run of the program.
    let hash: UInt32

    init(_ options: RenderOptions, id: WorkerID?, name: String, depth: Int) {
        (conversation, style) = (Conversation(options), options.layout)
        (self.id, self.name, self.depth) = (id, name, depth)
        envelope = id?.envelopeMiddle ?? []
        // FNV-1a: the standard library's hashes differ from run to run.
        let key = id.map { "\($0.runtimeID):\($0.workerID)" } ?? name
        hash = key.utf8.reduce(2_166_136_261) { ($0 ^ UInt32($1)) &* 16_777_619 }
    }
}

/// What a Worker's runs used, in total.
struct RunTotals {
    var runs = 0
    var last: RunSummary?
    private(set) var usage = RunSummary()

    mutating func add(_ run: RunSummary) {
        runs += 1
        last = run
        usage.requests += run.requests
        usage.inputTokens = usage.inputTokens.saturatingAdd(run.inputTokens)
        usage.cachedTokens = usage.cachedTokens.saturatingAdd(run.cachedTokens)
        usage.outputTokens = usage.outputTokens.saturatingAdd(run.outputTokens)
    }
}
