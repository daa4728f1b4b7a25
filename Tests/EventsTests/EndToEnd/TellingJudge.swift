import Testing

/// Compares what was printed over many connections with what the Worker did.
struct TellingJudge {
    private let life: Told

    init(_ life: Told) { self.life = life }

    /// Nothing twice; nothing that was committed missing, unless a compaction took it and a gap says so; in order.
    func compare(_ told: Told, _ what: Comment) {
        let counts = Dictionary(told.all.map { ($0, 1) }, uniquingKeysWith: +)
        #expect(counts.filter { $0.value > 1 }.isEmpty, what)
        var needed = life.committed.union(life.questions).union(life.notifications).subtracting(life.withdrawn)
        if told.hasGap { needed.subtract(life.compacted) }
        #expect(needed.subtracting(told.all).sorted() == [], what)
        #expect(Set(told.all).subtracting(life.all).sorted() == [], what)
        for kind in ["text", "thinking"] {
            let order = Dictionary(uniqueKeysWithValues: (life.words[kind] ?? []).enumerated().map { ($1, $0) })
            let places = (told.words[kind] ?? []).compactMap { order[$0] }
            #expect(places == places.sorted(), what)
        }
        #expect(told.questions == life.questions.filter(told.questions.contains), what)
        // What a compaction or a pause leaves of an end in the log is not its kind.
        let isSure = { (end: String) in end == "finished" || end == "limit_reached" }
        #expect(told.ends.filter(isSure).count <= life.ends.filter(isSure).count, what)
        if !told.hasGap { #expect(told.ends.filter(isSure) == life.ends.filter(isSure), what) }
        #expect(told.rotations <= life.rotations && told.status == life.status, what)
    }
}
