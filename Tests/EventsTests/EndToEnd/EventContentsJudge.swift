import Testing

/// Compares what was printed over many connections with what the Worker did.
struct EventContentsJudge {
    private let life: EventContents

    init(_ life: EventContents) { self.life = life }

    /// Nothing twice; nothing that was committed missing, unless a compaction took it and a gap says so; in order.
    func compare(_ printed: EventContents, _ what: Comment) {
        let counts = Dictionary(printed.all.map { ($0, 1) }, uniquingKeysWith: +)
        #expect(counts.filter { $0.value > 1 }.isEmpty, what)
        var needed = life.committed.union(life.questions).union(life.notifications).subtracting(life.withdrawn)
        if printed.hasGap { needed.subtract(life.compacted) }
        #expect(needed.subtracting(printed.all).sorted() == [], what)
        #expect(Set(printed.all).subtracting(life.all).sorted() == [], what)
        for kind in ["text", "thinking"] {
            let order = Dictionary(uniqueKeysWithValues: (life.words[kind] ?? []).enumerated().map { ($1, $0) })
            let places = (printed.words[kind] ?? []).compactMap { order[$0] }
            #expect(places == places.sorted(), what)
        }
        #expect(printed.questions == life.questions.filter(printed.questions.contains), what)
        // What a compaction or a pause leaves of an end in the log is not its kind.
        let isSure = { (end: String) in end == "finished" || end == "limit_reached" }
        #expect(printed.ends.filter(isSure).count <= life.ends.filter(isSure).count, what)
        if !printed.hasGap { #expect(printed.ends.filter(isSure) == life.ends.filter(isSure), what) }
        #expect(printed.rotations <= life.rotations && printed.status == life.status, what)
    }
}
