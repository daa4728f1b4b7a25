internal import Shared

/// Interleaves what several Workers say on one page: one at a time, each to the end of a block.
struct Interleaver: ~Copyable {
    /// Silence in the middle of a block after which another Worker's items are shown.
    static let maxSilence = Duration.milliseconds(500)
    /// Items that wait at most: a Worker whose block never ends must not fill the memory.
    private static let maxWaiting = 10_000

    private let options: RenderOptions
    var presenter: Presenter
    private(set) var speakers: [Speaker] = []
    private var byID: [WorkerID: Int] = [:]
    /// The Worker that events without an envelope belong to.
    private var latest: Int?
    /// The Worker that is being shown.
    private(set) var current: Int?
    /// Workers with items that wait, in order of arrival.
    private var queue: [Int] = []
    private var waitingCount = 0
    /// When the current speaker was last heard.
    private var lastHeard: Duration?
    /// The time since the program began; `nil` for what was recorded.
    var time: Duration?
    /// When the envelope of what is taken next was received, in milliseconds since 1970, where it says so.
    var received: Int64?
    /// Sentences for standard error that say why there is no answer.
    private(set) var complaints: [String] = []
    /// Workers asked for by `--worker` that have not been seen.
    private(set) var missingWorkers: [String]
    private var subWorkers: [String: SubWorker] = [:]

    /// A sub-Worker: a Worker inside a Worker.
    private struct SubWorker {
        /// The number of its latest event.
        var revision: UInt64 = 0
        var isRemoved = false
        var news: SubWorkerNews
        /// Its index in `speakers`, if all it does is shown.
        var speaker: Int?
    }

    init(_ options: RenderOptions, page: consuming Page) {
        self.options = options
        missingWorkers = options.workers
        presenter = Presenter(options, page: page)
    }
}

extension Interleaver {
    /// How the Workers' last runs ended, the worst of them, for `--exit-status`.
    var exitStatus: ExitStatus {
        let top = speakers.filter { $0.depth == 0 && $0.isShown }
        return top.map(\.conversation.exitStatus).max { $0.rawValue < $1.rawValue } ?? .incomplete
    }

    /// Takes an event, and shows what is to be shown now.
    ///
    /// - Parameters:
    ///   - id: the Worker it belongs to, if the input says so.
    ///   - now: when it arrived, in milliseconds since 1970; `nil` where that means nothing.
    mutating func take(_ event: Event, of id: WorkerID?, at now: Int64?) {
        let index = speaker(for: id)
        latest = index
        take(event, of: index, at: now)
    }

    mutating func take(_ input: InvalidInput, at now: Int64?) {
        let index = speaker(for: nil)
        latest = index
        show(speakers[index].conversation.take(input), of: index, at: now)
    }

    /// Whether an answer waits for its question.
    var isHolding: Bool { speakers.contains { $0.conversation.isHolding } || presenter.isHolding }

    /// Nothing has arrived for a while: what was waited for will not come.
    mutating func release(at now: Int64?) {
        for index in speakers.indices where speakers[index].conversation.isHolding {
            show(speakers[index].conversation.release(), of: index, at: now)
        }
        presenter.release()
    }

    mutating func takeComplaints() -> [String] {
        defer { complaints = [] }
        return complaints
    }

    /// Ends a file, and whatever is open with it: the next one is independent.
    mutating func endFile(at now: Int64?) {
        for index in speakers.indices {
            var items = speakers[index].conversation.end()
            // A failed Worker inside a Worker never reports the end of its run.
            if speakers[index].depth > 0 { items.removeAll { if case .runEnd = $0 { true } else { false } } }
            show(items, of: index, at: now)
        }
        while let next = queue.first { switchSpeaker(to: next) }
        for index in speakers.indices where !speakers[index].news.isEmpty { tellNews(of: index, at: now) }
        if speakers.count(where: { $0.depth == 0 && $0.isShown }) > 1 { presenter.showTable(of: speakers) }
        if options.style == .answer, speakers.allSatisfy({ $0.depth > 0 || !$0.isShown || $0.totals.runs == 0 }) {
            complaints.append(exitStatus == .negative ? "the run failed" : "there is no run in the input")
        }
        (speakers, byID, latest, current, queue, waitingCount) = ([], [:], nil, nil, [], 0)
        subWorkers = [:]
        presenter.forget()
    }

    /// When something is to be shown even if nothing arrives; `nil` if never.
    var deadline: Duration? {
        guard showsLines else { return nil }
        let next = queue.isEmpty ? nil : lastHeard.map { $0 + Self.maxSilence }
        let commands = options.tools == .none ? [] : speakers.map(\.conversation.commands.deadline)
        return ([next] + commands).compactMap(\.self).min()
    }

    /// Shows other Workers' items if the current one has been silent for long, and which commands take long.
    mutating func tick(_ time: Duration) {
        guard let deadline, time >= deadline else { return }
        self.time = time
        if let lastHeard, time >= lastHeard + Self.maxSilence, let next = queue.first { switchSpeaker(to: next) }
        for index in speakers.indices { show(speakers[index].conversation.tick(time), of: index, at: nil) }
    }

    /// Whether items are shown as they arrive, line by line.
    private var showsLines: Bool { [.full, .compact].contains(options.style) }
}

// MARK: Streaming

extension Interleaver {
    /// Whether a piece of text only has to be appended to the text that is being shown.
    var streamsText: Bool {
        guard let current, current == latest, speakers[current].isShown else { return false }
        return speakers[current].conversation.takesMoreText && presenter.takesMoreText
            && speakers[current].waiting.isEmpty
    }

    /// Whether a piece of thinking only has to be counted.
    var dropsThinking: Bool {
        guard let current, current == latest else { return false }
        return speakers[current].conversation.takesMoreThinking && presenter.dropsMoreThinking
    }

    /// The part of an envelope that identifies the current speaker.
    var envelope: [UInt8] { current.map { speakers[$0].envelope } ?? [] }

    /// Appends a piece, read without becoming an event, to the text that is being shown.
    @inline(__always)
    mutating func stream(_ contents: Bytes, escaped: Bool) {
        guard let current else { return }
        lastHeard = time
        speakers[current].conversation.noteText(contents)
        presenter.stream(contents, escaped: escaped)
    }

    mutating func noteThinking(bytes: Int) {
        if let current { speakers[current].conversation.noteThinking(bytes: bytes) }
    }
}

// MARK: Speakers

extension Interleaver {
    private mutating func speaker(for id: WorkerID?) -> Int {
        if let id, let known = byID[id] { return known }
        if id == nil, let latest { return latest }
        // Earlier events, without an envelope, belonged to the same Worker.
        if let id, speakers.count == 1, speakers[0].id == nil {
            var adopted = Speaker(options, id: id, name: id.shortName, depth: 0)
            (adopted.conversation, adopted.style) = (speakers[0].conversation, speakers[0].style)
            (adopted.waiting, adopted.totals) = (speakers[0].waiting, speakers[0].totals)
            if let name = adopted.conversation.workerName { adopted.name = name.withoutMiddle() }
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

    private mutating func isWanted(_ speaker: Speaker) -> Bool {
        guard !options.workers.isEmpty, speaker.depth == 0 else { return true }
        let names = [
            speaker.id?.workerID, speaker.id.map { "\($0.runtimeID):\($0.workerID)" }, speaker.conversation.workerName,
        ]
        missingWorkers.removeAll { names.contains($0) }
        return options.workers.contains { names.contains($0) }
    }

    private mutating func take(_ event: Event, of index: Int, at now: Int64?) {
        switch event {
        case .internalWorker(let inner): return take(inner, of: index, in: "", at: now)
        case .internalWorkerRemoved(let worker): return remove(worker, of: index, in: "", at: now)
        default: break
        }
        let items = speakers[index].conversation.take(event, at: received, heard: time)
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

extension Interleaver {
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
            let items = speakers[speaker].conversation.take(
                .snapshot(Snapshot(of: snapshot)), at: received, heard: time)
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
                var items = speakers[speaker].conversation.end()
                items.removeAll { if case .runEnd = $0 { true } else { false } }
                show(items + [.notice(Notice(.info, "removed", "the Worker is gone"))], of: speaker, at: now)
            } else {
                let notices = subWorkers[other]?.news.remove() ?? []
                tell(notices, of: parent, at: now)
            }
        }
    }

    /// - Returns: its key in `subWorkers`.
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
            speaker.conversation.directory = speakers[parent].conversation.directory
            known.speaker = add(speaker)
            speakers[speakers.count - 1].isShown = speakers[parent].isShown
        }
        subWorkers[key] = known
        return key
    }
}

// MARK: Taking turns

extension Interleaver {
    /// Shows news of the Workers inside a Worker, after the block that is open.
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
        for case .runEnd(let summary) in items { speakers[index].totals.add(summary) }
        guard !items.isEmpty, speakers[index].isShown else { return }
        // A block that was suspended for another Worker has already ended on the page.
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
        while let next = queue.first, !isHeld || waitingCount > Self.maxWaiting { switchSpeaker(to: next) }
    }

    /// Whether the current speaker is in the middle of something that must not be interrupted.
    private var isHeld: Bool {
        guard let current else { return false }
        switch options.style {
        case .answer: return false
        case .full, .compact, .text: return presenter.isInBlock
        case .markdown: return presenter.isInBlock || speakers[current].conversation.run.isUnderWay
        }
    }

    /// Shows all waiting items of a speaker.
    private mutating func switchSpeaker(to index: Int) {
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
        let directory = speakers[index].conversation.directory
        for (item, milliseconds) in items {
            presenter.show(item, directory: directory, at: milliseconds)
            if case .runEnd = item, let complaint = presenter.takeComplaint(), speakers[index].depth == 0 {
                let isOneOfMany = speakers.count { $0.depth == 0 && $0.isShown } > 1
                complaints.append(isOneOfMany ? speakers[index].name + ": " + complaint : complaint)
            }
        }
    }
}
