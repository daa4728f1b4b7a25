internal import Glibc
internal import Shared

/// Runs one plan: makes the connection or the request that it needs.
struct PlanRunner<Plan: ConnectionPlan> {
    var plan: Plan
    private var needNumber = -1
    /// A random number from 0 to 1 for the current need.
    private var jitter = 0.5
    private(set) var connection: WebSocketConnection?
    private(set) var exchange: HTTPExchange?

    init(_ plan: Plan) { self.plan = plan }
}

extension PlanRunner {
    /// Whether something that is needed has not been begun.
    var isWaiting: Bool { plan.needNumber != needNumber }

    /// Whether a connection or a request is in progress.
    var isConnecting: Bool { exchange != nil || connection?.isOpen == false }

    /// Whether there is neither a connection nor a request.
    var isIdle: Bool { connection == nil && exchange == nil }

    /// When the last bytes of an incomplete message arrived; nil if there is none.
    var lastPiece: Instant? { connection?.isInMessage == true ? connection?.lastBytes : nil }

    /// What to poll.
    var interest: [pollfd] { (connection?.interest ?? []) + (exchange?.interest ?? []) }

    /// When to call ``proceed(mayConnect:_:reading:now:to:)`` even if nothing arrives.
    func deadline(now: Instant) -> Instant? {
        let answer = exchange.map { now + .milliseconds(Int($0.timeout)) }
        return [plan.deadline, connection?.deadline(now: now), answer].compactMap(\.self).min()
    }

    /// Does what can be done at once; reads once.
    ///
    /// - Parameter mayConnect: Whether a connection or request may be begun.
    mutating func proceed(
        mayConnect: Bool, _ settings: inout ClientSettings, reading buffer: SharedReadBuffer, now: Instant,
        to printer: inout EventPrinter
    ) {
        if mayConnect { begin(&settings, buffer, now: now, &printer) }
        if let exchange { proceed(exchange, now: now, &printer) }
        if let connection { proceed(connection, now: now, &printer) }
        guard connection?.hasMore != true else { return }
        // Only after reading: what was waited for may have been in the socket.
        plan.tick(now: now, jitter: jitter, to: &printer)
        if isWaiting { drop(now: now) }
        if mayConnect { begin(&settings, buffer, now: now, &printer) }
    }

    /// The plan's remarks since the last call.
    mutating func takeRemarks() -> [Remark] {
        defer { plan.remarks = [] }
        return plan.remarks
    }

    /// Closes the connection or request.
    mutating func drop(_ code: CloseCode? = nil, now: Instant) {
        connection?.close(code ?? plan.closeCode, now: now)
        (connection, exchange) = (nil, nil)
    }
}

extension PlanRunner {
    private mutating func proceed(_ connection: WebSocketConnection, now: Instant, _ printer: inout EventPrinter) {
        connection.proceed(now: now)
        while !printer.isComplete, self.connection === connection {
            let action = connection.next { plan.received($0, now: now, jitter: jitter, to: &printer) }
            switch action {
            case nil:
                if let text = plan.takeOutgoing() { connection.send(text) }
                if isWaiting { drop(now: now) }
            case .opened:
                plan.opened(now: now)
                if let text = plan.takeOutgoing() { connection.send(text) }
                if plan.wantsPing { connection.ping() }
            case .pong: plan.pingAnswered(now: now, to: &printer)
            // Neither API has binary messages.
            case .binary: continue
            case .wait: return
            case .ended(let ending):
                self.connection = nil
                var refusal: HTTPResponse?
                if case .ended(.refused(let response)) = ending { refusal = response }
                // A close frame for a fault of the server is among the unsent bytes already.
                connection.close(.normal, now: now)
                plan.disconnected(
                    Disconnection(ending), refusal: refusal, now: now, jitter: jitter, to: &printer)
            }
        }
    }

    private mutating func proceed(_ exchange: HTTPExchange, now: Instant, _ printer: inout EventPrinter) {
        let answer: Result<HTTPResponse, Disconnection>
        do throws(TransportError) {
            guard let response = try exchange.proceed() else { return }
            answer = .success(response)
        } catch {
            answer = .failure(Disconnection(error))
        }
        self.exchange = nil
        plan.answered(answer, now: now, jitter: jitter, to: &printer)
    }

    /// Closes what is no longer needed, and begins what is needed now.
    private mutating func begin(
        _ settings: inout ClientSettings, _ buffer: SharedReadBuffer, now: Instant, _ printer: inout EventPrinter
    ) {
        while isWaiting {
            drop(now: now)
            (needNumber, jitter) = (plan.needNumber, .random(in: 0...1))
            if plan.need != .nothing, let remark = settings.refreshHeaders() { plan.say(remark) }
            do throws(TransportError) {
                switch plan.need {
                case .answer(let url):
                    exchange = try HTTPExchange(
                        HTTPRequest(method: .get, url: url, headers: settings.headers), options: settings.transport)
                case .socket(let url):
                    guard let endpoint = Endpoint(url: url) else {
                        throw TransportError(.badURL, peer: "?", wasSent: false)
                    }
                    plan.say("connecting to \(endpoint.label), \(endpoint.target)", isDetail: true)
                    connection = try WebSocketConnection(
                        to: endpoint, headers: settings.headers, over: settings.transport,
                        options: settings.webSocket, reading: buffer)
                case .nothing: break
                }
            } catch {
                plan.disconnected(
                    Disconnection(error), refusal: nil, now: now, jitter: jitter, to: &printer)
            }
        }
    }
}
