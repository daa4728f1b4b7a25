internal import Shared

/// The page and those who speak on it: one Worker at a time, each to the end of a block.
struct Stage: ~Copyable {
    /// Silence in the middle of a block after which others may speak.
    static let patience = Duration.milliseconds(500)
    /// Items that wait at most: who speaks without end must not fill the memory.
    private static let maxWaiting = 10_000

    private let options: RenderOptions
    var presenter: Presenter
    private(set) var speakers: [Speaker] = []
    private var byID: [WorkerID: Int] = [:]
    /// Whose events those without an envelope are.
    private var latest: Int?
    /// Whose words the page is showing.
    private(set) var current: Int?
    /// Those with items that wait, in the order in which they came.
    private var queue: [Int] = []
    private var waitingCount = 0
    /// When the current speaker was last heard.
    private var lastHeard: Duration?
    /// The time since the program began; `nil` for what was recorded.
    var time: Duration?
    /// When the envelope of what is taken next was received, in milliseconds since 1970, where it says so.
    var received: Int64?
    /// Sentences for standard error: why there is no answer.
    private(set) var complaints: [String] = []
    private var subWorkers: [String: SubWorker] = [:]

    /// A Worker inside a Worker.
    private struct SubWorker {
        /// The last event of it that is known.
        var revision: UInt64 = 0
        var isRemoved = false
        var news: SubWorkerNews
        /// Where it is told in full.
        var speaker: Int?
    }

    init(_ options: RenderOptions, page: consuming Page) {
        self.options = options
        presenter = Presenter(options, page: page)
    }
}

extension Stage {
    /// How the last run of the Worker for which that was worst ended, for `--exit-status`.
    var exitStatus: ExitStatus {
        let top = speakers.filter { $0.depth == 0 && $0.isShown }
        return top.map(\.story.exitStatus).max { $0.rawValue < $1.rawValue } ?? .incomplete
    }

    /// Takes an event, and shows what is to be shown now.
    ///
    /// - Parameters:
    ///   - id: which Worker's it is, if the input says so.
    ///   - now: milliseconds since 1970, where it makes sense to say when it came.
    mutating func take(_ event: Event, of id: WorkerID?, at now: Int64?) {
        let index = speaker(for: id)
        latest = index
        take(event, of: index, at: now)
    }

    mutating func take(_ input: InvalidInput, at now: Int64?) {
        let index = speaker(for: nil)
        show(speakers[index].story.take(input), of: index, at: now)
    }

    /// Whether an answer waits for its question.
    var isHolding: Bool { speakers.contains { $0.story.isHolding } || presenter.isHolding }

    /// Nothing has come for a while: what was waited for will not.
    mutating func release(at now: Int64?) {
        for index in speakers.indices where speakers[index].story.isHolding {
            show(speakers[index].story.release(), of: index, at: now)
        }
        presenter.release()
    }

    mutating func takeComplaints() -> [String] {
        defer { complaints = [] }
        return complaints
    }

    /// A file has ended, and with it whatever is open: the next one is about something else.
    mutating func endFile(at now: Int64?) {
        for index in speakers.indices {
            var items = speakers[index].story.end()
            // A Worker inside a Worker that failed never says that its run is over.
            if speakers[index].depth > 0 { items.removeAll { if case .runEnd = $0 { true } else { false } } }
            show(items, of: index, at: now)
        }
        while let next = queue.first { giveFloor(to: next) }
        for index in speakers.indices where !speakers[index].news.isEmpty { tellNews(of: index, at: now) }
        if speakers.count(where: { $0.depth == 0 && $0.isShown }) > 1 { presenter.showTable(of: speakers) }
        (speakers, byID, latest, current, queue, waitingCount) = ([], [:], nil, nil, [], 0)
        subWorkers = [:]
        presenter.forget()
    }

    /// When something is to be shown although nothing comes; `nil` if there is no such time.
    var deadline: Duration? {
        guard showsLines else { return nil }
        let next = queue.isEmpty ? nil : lastHeard.map { $0 + Self.patience }
        let commands = options.tools == .none ? [] : speakers.map(\.story.commands.deadline)
        return ([next] + commands).compactMap(\.self).min()
    }

    /// Lets the others speak when one has been silent for long, and says which commands take long.
    mutating func tick(_ time: Duration) {
        guard let deadline, time >= deadline else { return }
        self.time = time
        if let lastHeard, time >= lastHeard + Self.patience, let next = queue.first { giveFloor(to: next) }
        for index in speakers.indices { show(speakers[index].story.tick(time), of: index, at: nil) }
    }

    /// Whether what comes is shown at once, line by line.
    private var showsLines: Bool { [.full, .compact].contains(options.style) }
}

// MARK: Streaming

extension Stage {
    /// Whether the next events may be pieces of the text that is being shown, and nothing else is to be done for them.
    var streamsText: Bool {
        guard let current, current == latest, speakers[current].isShown else { return false }
        return speakers[current].story.takesMoreText && presenter.takesMoreText && speakers[current].waiting.isEmpty
    }

    /// The same for thinking that is not shown.
    var dropsThinking: Bool {
        guard let current, current == latest else { return false }
        return speakers[current].story.takesMoreThinking && presenter.dropsMoreThinking
    }

    /// What sets the current speaker's envelopes apart.
    var envelope: [UInt8] { current.map { speakers[$0].envelope } ?? [] }

    /// A piece of the text that is being shown, which did not become an event.
    @inline(__always)
    mutating func stream(_ contents: Bytes, escaped: Bool) {
        guard let current else { return }
        lastHeard = time
        speakers[current].story.noteText(contents)
        presenter.stream(contents, escaped: escaped)
    }

    mutating func noteThinking(bytes: Int) { if let current { speakers[current].story.noteThinking(bytes: bytes) } }
}

// MARK: Speakers

extension Stage {
    private mutating func speaker(for id: WorkerID?) -> Int {
        if let id, let known = byID[id] { return known }
        if id == nil, let latest { return latest }
        // Events without an envelope went before: they were about the same Worker.
        if let id, speakers.count == 1, speakers[0].id == nil {
            var adopted = Speaker(options, id: id, name: id.shortName, depth: 0)
            (adopted.story, adopted.style) = (speakers[0].story, speakers[0].style)
            (adopted.waiting, adopted.totals) = (speakers[0].waiting, speakers[0].totals)
            if let name = adopted.story.workerName { adopted.name = name.withoutMiddle() }
            adopted.isShown = isWanted(adopted)
            speakers[0] = adopted
            byID[id] = 0
            return 0
        }
        return add(Speaker(options, id: id, name: id?.shortName ?? "", depth: 0))
    }

    private mutating func add(_ speaker: Speaker) -> Int {
        speakers.append(speaker)
        let index = speakers.count - 1
        if let id = speaker.id { byID[id] = index }
        speakers[index].isShown = isWanted(speaker)
        return index
    }

    private func isWanted(_ speaker: Speaker) -> Bool {
        guard !options.workers.isEmpty, speaker.depth == 0 else { return true }
        let names = [
            speaker.id?.workerID, speaker.id.map { "\($0.runtimeID):\($0.workerID)" }, speaker.story.workerName,
        ]
        return options.workers.contains { names.contains($0) }
    }

    private mutating func take(_ event: Event, of index: Int, at now: Int64?) {
        switch event {
        case .internalWorker(let inner): return take(inner, of: index, in: "", at: now)
        case .internalWorkerRemoved(let worker): return remove(worker, of: index, in: "", at: now)
        default: break
        }
        let items = speakers[index].story.take(event, at: received, heard: time)
        if case .snapshot(let snapshot) = event {
            if !snapshot.greeting.workerName.isEmpty {
                speakers[index].name = snapshot.greeting.workerName.withoutMiddle()
                speakers[index].isShown = isWanted(speakers[index])
            }
            show(items, of: index, at: now)
            for worker in snapshot.internalWorkers { take(worker, of: index, in: "", at: now) }
        } else {
            show(items, of: index, at: now)
        }
    }
}

// MARK: Workers inside a Worker

extension Stage {
    /// - Parameter path: the session ids of the Workers between, each with a slash after it.
    private mutating func take(_ inner: InternalWorkerEvent, of parent: Int, in path: String, at now: Int64?) {
        guard options.subWorkers != .hide else { return }
        let key = note(inner.worker, of: parent, in: path)
        guard let known = subWorkers[key], !known.isRemoved, inner.revision > known.revision else { return }
        subWorkers[key]?.revision = inner.revision
        switch inner.event {
        case .internalWorker(let nested): take(nested, of: parent, in: key + "/", at: now)
        case .internalWorkerRemoved(let nested): remove(nested, of: parent, in: key + "/", at: now)
        case let event:
            if let speaker = known.speaker { return take(event, of: speaker, at: now) }
            let notices = subWorkers[key]?.news.take(event) ?? []
            tell(notices, of: parent, at: now)
        }
    }

    private mutating func take(_ snapshot: InternalWorkerSnapshot, of parent: Int, in path: String, at now: Int64?) {
        guard options.subWorkers != .hide else { return }
        let key = note(snapshot.worker, of: parent, in: path)
        subWorkers[key]?.revision = snapshot.revision
        subWorkers[key]?.isRemoved = false
        if let speaker = subWorkers[key]?.speaker {
            let items = speakers[speaker].story.take(.snapshot(Snapshot(of: snapshot)), at: received, heard: time)
            show(items, of: speaker, at: now)
        } else {
            let notices = subWorkers[key]?.news.take(snapshot) ?? []
            tell(notices, of: parent, at: now)
        }
        for nested in snapshot.internalWorkers { take(nested, of: parent, in: key + "/", at: now) }
    }

    private mutating func remove(_ worker: InternalWorker, of parent: Int, in path: String, at now: Int64?) {
        guard options.subWorkers != .hide else { return }
        let key = note(worker, of: parent, in: path)
        for (other, known) in subWorkers where other == key || other.hasPrefix(key + "/") {
            subWorkers[other]?.isRemoved = true
            if let speaker = known.speaker {
                var items = speakers[speaker].story.end()
                items.removeAll { if case .runEnd = $0 { true } else { false } }
                show(items + [.notice(Notice(.info, "removed", "the Worker is gone"))], of: speaker, at: now)
            } else {
                let notices = subWorkers[other]?.news.remove() ?? []
                tell(notices, of: parent, at: now)
            }
        }
    }

    /// - Returns: what a Worker inside a Worker is known by.
    private mutating func note(_ worker: InternalWorker, of parent: Int, in path: String) -> String {
        let path = path.isEmpty ? "\(parent)/" : path
        let key = path + worker.sessionID
        guard subWorkers[key] == nil else { return key }
        let outer = subWorkers[String(path.dropLast())]
        let name = (outer.map { $0.news.name + " > " } ?? "") + worker.name
        var known = SubWorker(news: SubWorkerNews(name))
        if options.subWorkers == .show {
            let depth = (outer?.speaker ?? parent)
            var speaker = Speaker(options, id: nil, name: name, depth: speakers[depth].depth + 1)
            speaker.story.directory = speakers[parent].story.directory
            known.speaker = add(speaker)
            speakers[speakers.count - 1].isShown = speakers[parent].isShown
        }
        subWorkers[key] = known
        return key
    }
}

// MARK: The floor

extension Stage {
    /// Shows news of the Workers inside a Worker, once what it says has ended.
    private mutating func tell(_ news: [Notice], of index: Int, at now: Int64?) {
        speakers[index].news += news
        if current == index, presenter.isInBlock, speakers[index].news.count < Self.maxWaiting { return }
        tellNews(of: index, at: now)
    }

    private mutating func tellNews(of index: Int, at now: Int64?) {
        let news = speakers[index].news
        speakers[index].news = []
        show(news.map { .notice($0) }, of: index, at: now)
    }

    private mutating func show(_ items: [Item], of index: Int, at now: Int64?) {
        for case .runEnd(let summary) in items {
            speakers[index].totals.add(summary)
            if speakers[index].isShown, speakers[index].depth == 0 { note(summary) }
        }
        guard !items.isEmpty, speakers[index].isShown else { return }
        // A block that was broken off for others has ended on the page already.
        let isBrokenOff = current != index && speakers[index].waiting.isEmpty && [.full, .text].contains(options.style)
        if isBrokenOff, items.allSatisfy({ $0 == .textEnd || $0 == .thinkingEnd }) { return }
        if current == index && speakers[index].waiting.isEmpty || queue.isEmpty && !isHeld {
            present(items.map { ($0, now) }, of: index)
        } else {
            if speakers[index].waiting.isEmpty { queue.append(index) }
            speakers[index].waiting += items.map { ($0, now) }
            waitingCount += items.count
        }
        if !speakers[index].news.isEmpty, !presenter.isInBlock { tellNews(of: index, at: now) }
        while let next = queue.first, !isHeld || waitingCount > Self.maxWaiting { giveFloor(to: next) }
    }

    /// Who asked for words alone is told why there are none.
    private mutating func note(_ summary: RunSummary) {
        guard let complaint = summary.complaint else { return }
        let isExpected = summary.ending == nil || summary.ending == .result(.paused)
        if options.style == .answer || options.style == .text && !isExpected { complaints.append(complaint) }
    }

    /// Whether the current speaker is in the middle of something that no other may break into.
    private var isHeld: Bool {
        guard let current else { return false }
        switch options.style {
        case .answer: return false
        case .full, .compact, .text: return presenter.isInBlock
        case .markdown: return presenter.isInBlock || speakers[current].story.run.isUnderWay
        }
    }

    /// All that waits of one speaker is shown.
    private mutating func giveFloor(to index: Int) {
        queue.removeAll { $0 == index }
        let waiting = speakers[index].waiting
        speakers[index].waiting = []
        waitingCount -= waiting.count
        present(waiting, of: index)
    }

    private mutating func present(_ items: [(item: Item, milliseconds: Int64?)], of index: Int) {
        if current != index {
            presenter.suspend()
            if let current { presenter.exchange(&speakers[current].style) }
            presenter.exchange(&speakers[index].style)
            current = index
            presenter.announce(speakers[index], isOneOfMany: speakers.count(where: \.isShown) > 1)
        }
        lastHeard = time
        let directory = speakers[index].story.directory
        for (item, milliseconds) in items { presenter.show(item, directory: directory, at: milliseconds) }
    }
}
