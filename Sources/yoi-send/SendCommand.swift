import Glibc
import Shared
import Transport

/// The program's work: the one place that reads, writes and waits.
struct SendCommand: ~Copyable {
    private let options: SendOptions
    private let target: Target
    private let headers: HTTPHeaders
    private let messages: Messages
    private let signals: SignalPipe
    private let transport: TransportOptions
    private var input: Input
    private var output: Output
    private var hasReader = true
    /// The highest status so far.
    private var status = ExitStatus.success

    init(
        _ options: SendOptions, environment: Environment, input: consuming Input, output: consuming Output
    ) throws(Failure) {
        try options.check()
        let target = try options.connection.target()
        let messages = Messages(program: SendOptions.table.program, level: options.connection.level)
        var headers = try options.connection.requestHeaders(environment: environment, warn: messages.notice)
        headers.appendIfMissing("Content-Type", "application/json")
        headers.appendIfMissing("User-Agent", "yoi-send/\(Version.text)")
        var transport = try TransportOptions(options.connection, environment: environment)
        transport.bodyLimit = Self.maxReplySize
        let signals = try SignalPipe()

        self.options = options
        self.target = target
        self.headers = headers
        self.messages = messages
        self.signals = signals
        self.transport = transport
        self.input = input
        self.output = output
    }
}

extension SendCommand {
    /// Bytes of a reply at most: real ones have a few hundred.
    private static let maxReplySize = 1 << 20

    /// Sends what there is to send; says what failed.
    mutating func run() -> Ending {
        do throws(Failure) {
            if let order = options.order {
                let text = try order.text.map { (source) throws(Failure) in try readText(from: source) } ?? ""
                send(order.method(text: text, attachments: options.attachments))
            } else {
                try sendMethods()
            }
        } catch {
            record(error)
        }
        return .status(status)
    }
}

// MARK: Input

extension SendCommand {
    private mutating func sendMethods() throws(Failure) {
        guard !input.isTerminal else {
            throw Failure(
                .usage, "nothing to send: standard input is a terminal",
                advice: "write -m TEXT, or pipe methods into yoi-send (see --help)")
        }
        var reader = MethodReader()
        while let bytes = try Self.read(from: &input, signals) {
            reader.append(bytes)
            while let next = try reader.next() {
                switch next {
                case .method(let method, let line): send(method, line: line)
                case .refused(let failure): record(failure)
                }
                guard status == .success || options.keepsGoing else { return }
            }
        }
        try reader.finish()
    }

    private mutating func readText(from source: TextSource) throws(Failure) -> String {
        switch source {
        case .argument(let text, let option): return try Self.checked(text, from: option)
        case .standardInput:
            if input.isTerminal { messages.notice(Diagnostic("reading the text from the terminal; Ctrl-D ends it")) }
            return try Self.readText(from: &input, signals)
        case .file(let path):
            var file = try Input(path: path)
            return try Self.readText(from: &file, signals)
        }
    }

    /// All of an input as a text, without one newline at its end.
    private static func readText(from input: inout Input, _ signals: SignalPipe) throws(Failure) -> String {
        var bytes: [UInt8] = []
        while let more = try read(from: &input, signals) { bytes += more }
        if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Failure(.badInput, at: input.name, "is not valid UTF-8")
        }
        return try checked(text, from: input.name)
    }

    /// Every Backend rejects an empty text.
    private static func checked(_ text: String, from name: String) throws(Failure) -> String {
        guard !text.isEmpty else { throw Failure(.badInput, at: name, "there is no text to send") }
        return text
    }

    /// What has come on an input, waiting for it; nil at its end.
    private static func read(from input: inout Input, _ signals: SignalPipe) throws(Failure) -> [UInt8]? {
        signals.wait(for: POLLIN, on: input.descriptor)
        var bytes: [UInt8] = []
        return try input.read(appendingTo: &bytes) ? bytes : nil
    }
}

// MARK: Sending

extension SendCommand {
    private mutating func send(_ method: Method, line: Int? = nil) {
        let location = line.map { "line \($0)" }
        switch Request(method, reason: options.reasonOrName) {
        case .notOffered(let sentence):
            report(MethodResult(notOffered: sentence), at: location)
        case .post(let operation, let body):
            let request = HTTPRequest(
                method: .post, url: target.operation(operation), headers: headers, body: body)
            guard !options.isDryRun else { return print(request.jsonLine) }
            let what = "\(operation) for \(target.label)"
            report(result(on: request, operation), at: location.map { "\($0): \(what)" } ?? what)
        }
    }

    private mutating func result(on request: HTTPRequest, _ operation: Operation) -> MethodResult {
        do throws(TransportError) {
            let response = try answer(to: request)
            messages.detail("\(target.label) answered \(response.status), \(response.body.count) bytes")
            if options.printsReplies, let reply = response.jsonLine { print(reply) }
            return MethodResult(response, to: operation, of: target)
        } catch {
            return MethodResult(error, to: operation, of: target)
        }
    }

    /// Sends a request, and again as long as it cannot have been carried out.
    private func answer(to request: HTTPRequest) throws(TransportError) -> HTTPResponse {
        var policy = RetryPolicy(options, startingAt: .now)
        while true {
            let jitter = Double.random(in: 0...1)
            do throws(TransportError) {
                messages.detail("POST \(request.shownTarget), \(request.body.count) bytes")
                let response = try HTTPClient(options: policy.limits(transport, at: .now))
                    .perform(request, stop: signals.descriptor)
                guard let delay = policy.delay(after: response, at: .now, jitter: jitter) else { return response }
                retry(in: delay, because: response.complaint)
            } catch {
                if error.reason == .stopped { endBySignal(error) }
                retry(in: try policy.delay(after: error, at: .now, jitter: jitter), because: error.description)
            }
        }
    }

    private func retry(in delay: Duration, because reason: String) {
        messages.notice(
            Diagnostic(reason, advice: "trying again in \(Duration.milliseconds(delay.millisecondsRoundedUp))"))
        let end = ContinuousClock.now + delay
        while .now < end { signals.wait(limit: ContinuousClock.now.duration(to: end)) }
    }
}

// MARK: Output

extension SendCommand {
    private mutating func report(_ result: MethodResult, at location: String?) {
        for error in result.errors { print(error.line) }
        for detail in result.details { messages.detail(detail) }
        guard result.status != .success else { return }
        record(Failure(result.status, at: location, result.found, advice: result.advice))
    }

    private mutating func record(_ failure: Failure) {
        messages.failure(failure.diagnostic)
        status = max(status, failure.status)
    }

    /// Writes a line at once. What was sent stays sent when nobody reads this, so a closed pipe changes nothing.
    private mutating func print(_ line: [UInt8]) {
        guard hasReader else { return }
        output.append(line + [UInt8(ascii: "\n")])
        do throws(OutputError) {
            while try !output.drain() { signals.wait(for: POLLOUT, on: output.pollDescriptor) }
        } catch {
            hasReader = false
            if let failure = error.failure { record(failure) }
        }
    }
}

// MARK: Waiting

extension SendCommand {
    private func endBySignal(_ error: TransportError) -> Never {
        messages.failure(Diagnostic(error.description, advice: MethodResult.advice(wasSent: error.wasSent)))
        SignalPipe.die(by: signals.received() ?? SIGTERM)
    }
}

extension SignalPipe {
    /// Waits until a descriptor is ready or the time is over, now and then less; a signal ends the program.
    fileprivate func wait(for event: Int32 = 0, on other: Int32 = -1, limit: Duration? = nil) {
        var entries = [
            pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: other, events: Int16(truncatingIfNeeded: event), revents: 0),
        ]
        _ = poll(&entries, 2, limit.map { Int32($0.millisecondsRoundedUp) } ?? -1)
        if let number = received() { SignalPipe.die(by: number) }
    }
}
