import Glibc
import Shared
import Transport

/// `yoi-send`: reads methods and sends them.
struct SendCommand: ~Copyable {
    private let options: SendOptions
    private let messages: Messages
    private let poster: Poster
    private var worker: WorkerConnection
    private var input: Input
    /// The highest status so far.
    private var status = ExitStatus.success

    /// - Throws: ``StopReason``; `failed` for invalid options, or if the Worker is not found.
    init(
        _ options: SendOptions, input: consuming Input, loop: EventLoop
    ) throws(StopReason) {
        let messages = Messages(program: SendOptions.table.program, level: options.connection.level)
        let (selection, settings) = try StopReason.failing { () throws(Failure) in
            try options.check()
            let settings = try ClientSettings(
                options.connection, program: "yoi-send",
                webSocket: WebSocketSession.Options(
                    // The first message of today's API is the whole session, whatever its size.
                    messageLimit: 1 << 30, checksText: false, openTimeout: options.connection.connectLimit),
                messages: messages)
            return (try options.selection(), settings)
        }
        let target = try Self.target(of: selection, options, settings, loop, messages)
        worker = try StopReason.failing { () throws(Failure) in
            try WorkerConnection(options, target: target, settings: settings, loop: loop, messages: messages)
        }
        poster = Poster(options, settings: settings, loop: loop, messages: messages)
        self.options = options
        self.messages = messages
        self.input = input
    }
}

extension SendCommand {
    /// The Worker to send to; not looked up for `--dry-run`.
    private static func target(
        of selection: TargetSelection, _ options: SendOptions, _ settings: ClientSettings, _ loop: EventLoop,
        _ messages: Messages
    ) throws(StopReason) -> Target {
        var directory = WorkerDirectory(
            of: selection.backend, selection.workspace,
            client: RetryingClient(
                selection.backend, settings: settings, loop: loop, backoff: Backoff(maxAttempts: options.retries),
                remark: messages.notice))
        let workers = selection.workers
        let found = options.isDryRun ? [selection.namedTarget] : try directory.targets(of: workers)
        return try StopReason.failing { () throws(Failure) in try found[0].get() }
    }

    /// Sends everything; reports failures.
    mutating func run() -> ProgramEnding {
        let ending = end()
        worker.close()
        return ending
    }

    private mutating func end() -> ProgramEnding {
        do throws(StopReason) {
            if let shorthand = options.shorthand {
                let text = try shorthand.text.map { (source) throws(StopReason) in try readText(from: source) } ?? ""
                try send(shorthand.method(text: text, attachments: options.attachments))
            } else {
                try sendMethods()
            }
        } catch {
            if worker.isInDoubt {
                messages.failure(
                    Diagnostic(
                        "stopped while waiting for \(worker.target.label)",
                        advice: MethodResult.advice(wasSent: true)))
            }
            switch error {
            case .signal(let number): return .signal(number)
            case .timeLimit: return .status(.timedOut)
            // The reader of a run that was followed has gone, so its end was not seen.
            case .readerGone: status = max(status, worker.runStatus)
            case .failed(let failure): record(failure)
            }
        }
        if let failure = worker.outputFailure { record(failure) }
        return .status(status)
    }
}

// MARK: Input

extension SendCommand {
    private mutating func sendMethods() throws(StopReason) {
        guard !input.isTerminal else {
            throw .failed(
                Failure(
                    .usage, "nothing to send: standard input is a terminal",
                    advice: "write -m TEXT, or pipe methods into yoi-send (see --help)"))
        }
        var reader = MethodReader()
        while let bytes = try Self.read(from: &input, with: &worker) {
            reader.append(bytes)
            while let next = try StopReason.failing({ () throws(Failure) in try reader.next() }) {
                switch next {
                case .method(let method, let line): try send(method, line: line)
                case .refused(let failure): record(failure)
                }
                guard status == .success || options.keepsGoing else { return }
            }
        }
        try StopReason.failing { () throws(Failure) in try reader.finish() }
    }

    private mutating func readText(from source: TextSource) throws(StopReason) -> String {
        switch source {
        case .argument(let text, let option): return try Self.checked(text, from: option)
        case .standardInput:
            if input.isTerminal { messages.notice(Diagnostic("reading the text from the terminal; Ctrl-D ends it")) }
            return try Self.readText(from: &input, with: &worker)
        case .file(let path):
            var file = try StopReason.failing { () throws(Failure) -> Input in try Input(path: path) }
            return try Self.readText(from: &file, with: &worker)
        }
    }

    /// All of an input as a text, without one newline at the end.
    private static func readText(from input: inout Input, with worker: inout WorkerConnection) throws(StopReason)
        -> String
    {
        var bytes: [UInt8] = []
        while let more = try read(from: &input, with: &worker) { bytes += more }
        if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw .failed(Failure(.badInput, at: input.name, "is not valid UTF-8"))
        }
        return try checked(text, from: input.name)
    }

    /// Every Backend rejects an empty text.
    private static func checked(_ text: String, from name: String) throws(StopReason) -> String {
        guard !text.isEmpty else { throw .failed(Failure(.badInput, at: name, "there is no text to send")) }
        return text
    }

    /// Waits for bytes from an input; nil at its end.
    private static func read(
        from input: inout Input, with worker: inout WorkerConnection
    ) throws(StopReason) -> [UInt8]? {
        try worker.awaitInput(input.descriptor)
        var bytes: [UInt8] = []
        return try StopReason.failing { () throws(Failure) in try input.read(appendingTo: &bytes) ? bytes : nil }
    }
}

// MARK: Sending

extension SendCommand {
    private mutating func send(_ method: Method, line: Int? = nil) throws(StopReason) {
        let location = line.map { "line \($0)" }
        if options.isDryRun {
            try show(method, at: location)
        } else if options.follows {
            try follow(method, at: location)
        } else {
            try report(deliver(method), at: location)
        }
    }

    /// Prints what would be sent.
    private mutating func show(_ method: Method, at location: String?) throws(StopReason) {
        switch worker.request(for: method) {
        case .notOffered(let sentence):
            try report(MethodResult(notOffered: sentence, method, to: worker.target), at: location)
        case .message(let text): try worker.print(text.shown(on: worker.socket))
        case .post(let operation, let body):
            try worker.print(poster.request(operation, body, to: worker.target).jsonLine)
        }
    }

    private mutating func deliver(_ method: Method) throws(StopReason) -> MethodResult {
        let deadline = options.methodLimit.map { Instant.now + $0 }
        if worker.isNeeded(for: method), let failure = try worker.open(until: deadline) {
            return MethodResult(notSent: failure, method, to: worker.target)
        }
        switch worker.request(for: method) {
        case .notOffered(let sentence): return MethodResult(notOffered: sentence, method, to: worker.target)
        case .post(let operation, let body): return try post(body, operation)
        case .message(let text):
            let outcome = try worker.deliver(text, method, until: deadline)
            var result = MethodResult(outcome, of: method, to: worker.target, isShown: options.follows)
            if result.isBusy { result.advice = MethodResult.advice(whileBusy: worker.occupation) }
            return result
        }
    }

    private mutating func post(_ body: [UInt8], _ operation: Operation) throws(StopReason) -> MethodResult {
        let target = worker.target
        let answer = try poster.answer(to: poster.request(operation, body, to: target))
        var result: MethodResult
        switch answer {
        case .success(let response):
            messages.detail("\(target.label) answered \(response.status), \(response.body.count) bytes")
            if options.printsReplies, let reply = response.jsonLine { try worker.print(reply) }
            result = MethodResult(response, to: operation, of: target)
        case .failure(let error): result = MethodResult(error, to: operation, of: target)
        }
        result.subject = "\(operation) for \(target.label)"
        return result
    }
}

// MARK: Following

extension SendCommand {
    /// Sends a method when the Worker is idle, and prints what happens until its run is over.
    private mutating func follow(_ method: Method, at location: String?) throws(StopReason) {
        if let failure = try worker.open(until: options.methodLimit.map { .now + $0 }) {
            return try report(MethodResult(notSent: failure, method, to: worker.target), at: location)
        }
        var result: MethodResult
        var hasSaidSo = false
        while true {
            if method.needsRest, let obstacle = try awaitTurn(for: method, &hasSaidSo) {
                return try report(obstacle, at: location)
            }
            worker.beginToFollow(holdsLines: options.waits)
            result = try deliver(method)
            let isRepeated = options.waits && result.isBusy
            worker.endHolding(drops: isRepeated)
            guard isRepeated else { break }
            // The Worker's state was not up to date.
            try worker.pause(for: .milliseconds(200))
        }
        defer { worker.endFollowing() }
        try report(result, at: location)
        guard result.status == .success else { return }
        guard method.beginsRun else {
            // It was carried out, so it is not safe to send it again even if its end was not seen.
            if var failure = try worker.awaitRest() {
                failure.status = .incomplete
                record(failure)
            }
            return
        }
        if let failure = try worker.awaitEnd() { record(failure) }
        status = max(status, worker.runStatus)
    }

    /// Waits for a run in progress, with `--wait`.
    ///
    /// - Returns: Why the method cannot be sent.
    private mutating func awaitTurn(for method: Method, _ hasSaidSo: inout Bool) throws(StopReason) -> MethodResult? {
        while let occupation = worker.occupation {
            if occupation == .paused, method == .resume { return nil }
            guard options.waits, occupation != .paused else {
                return MethodResult(busy: occupation, method, to: worker.target)
            }
            if !hasSaidSo { messages.notice(Diagnostic(at: worker.target.label, "waiting for a run to end")) }
            hasSaidSo = true
            if let failure = try worker.awaitRest() {
                return MethodResult(notSent: failure, method, to: worker.target)
            }
        }
        return nil
    }
}

// MARK: Output

extension SendCommand {
    private mutating func report(_ result: MethodResult, at location: String?) throws(StopReason) {
        if let reply = result.reply { try worker.print(reply) }
        for error in result.errors { try worker.print(error.line) }
        for detail in result.details { messages.detail(detail) }
        guard result.status != .success else { return }
        let location = [location, result.subject].compactMap(\.self).joined(separator: ": ")
        record(
            Failure(result.status, at: location.isEmpty ? nil : location, result.found, advice: result.advice))
    }

    private mutating func record(_ failure: Failure) {
        messages.failure(failure.diagnostic)
        // After these statuses sending again is safe; after 3 it is not.
        let isSafe = [status, failure.status].allSatisfy { ![.unavailable, .tryLater, .timedOut].contains($0) }
        let isInDoubt = status == .incomplete || failure.status == .incomplete
        status = isInDoubt && !isSafe ? .incomplete : max(status, failure.status)
    }
}
