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
        if headers["Content-Type"] == nil, let json = HTTPHeaders.Field(name: "Content-Type", value: "application/json")
        {
            headers.append(json)
        }
        var transport = TransportOptions(bodyLimit: Self.maxReplySize)
        try transport.readCertificates(from: environment)
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
            switch options.order {
            case let order? where order.readsInput: send(order.method(inputText: try readText()))
            case let order?: send(order.method(inputText: nil))
            case nil: try sendMethods()
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
        while let bytes = try read() {
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

    /// All of standard input as a text, without one newline at its end.
    private mutating func readText() throws(Failure) -> String {
        if input.isTerminal { messages.notice(Diagnostic("reading the text from the terminal; Ctrl-D ends it")) }
        var bytes: [UInt8] = []
        while let more = try read() { bytes += more }
        guard !bytes.isEmpty else { throw Failure(.badInput, at: "standard input", "is empty") }
        if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Failure(.badInput, at: "standard input", "is not valid UTF-8")
        }
        return text
    }

    /// What has come on standard input, waiting for it; nil at its end.
    private mutating func read() throws(Failure) -> [UInt8]? {
        wait(for: POLLIN, on: input.descriptor)
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
            return MethodResult(response, to: operation, of: target, isQuiet: messages.level == .quiet)
        } catch {
            return MethodResult(error, to: operation, of: target)
        }
    }

    /// Sends a request, again only while nothing of it has left.
    private func answer(to request: HTTPRequest) throws(TransportError) -> HTTPResponse {
        var attempts = Attempts(options, startingAt: .now)
        while true {
            do throws(TransportError) {
                messages.detail("POST \(request.shownTarget), \(request.body.count) bytes")
                return try HTTPClient(options: attempts.limits(transport, at: .now))
                    .perform(request, stop: signals.descriptor)
            } catch {
                if error.reason == .stopped { endBySignal(error) }
                let pause = try attempts.pause(after: error, at: .now)
                messages.notice(Diagnostic(error.description, advice: "trying again in \(pause)"))
                wait(for: nil, limit: pause)
            }
        }
    }
}

// MARK: Output

extension SendCommand {
    private mutating func report(_ result: MethodResult, at location: String?) {
        for remark in result.remarks { print(LocalEvent.error(kind: result.kind, origin: .send, remark).line) }
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
            while try !output.drain() { wait(for: POLLOUT, on: output.pollDescriptor) }
        } catch {
            hasReader = false
            if let failure = error.failure { record(failure) }
        }
    }
}

// MARK: Waiting

extension SendCommand {
    /// Waits until a descriptor is ready or the time is over, now and then less; a signal ends the program.
    private func wait(for event: Int32?, on descriptor: Int32 = -1, limit: Duration? = nil) {
        var entries = [
            pollfd(fd: signals.descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: descriptor, events: Int16(event ?? 0), revents: 0),
        ]
        _ = poll(&entries, 2, limit.map { Int32($0.millisecondsRoundedUp) } ?? -1)
        if let number = signals.received() { SignalPipe.die(by: number) }
    }

    private func endBySignal(_ error: TransportError) -> Never {
        messages.failure(Diagnostic(error.description, advice: MethodResult.advice(wasSent: error.wasSent)))
        SignalPipe.die(by: signals.received() ?? SIGTERM)
    }
}
