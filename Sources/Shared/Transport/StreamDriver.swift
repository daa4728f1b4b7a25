package import Glibc
package import Shared

/// Gives any number of Workers' streams the connections and answers they need, without ever blocking.
package final class StreamDriver {
    private var slots: [Slot] = []
    private var settings: ConnectionSettings

    /// - Parameter settings: What all connections have in common.
    package init(_ settings: ConnectionSettings) { self.settings = settings }

    /// A stream and what it has.
    private struct Slot {
        var stream: WorkerStream
        var needNumber = -1
        var connection: WebSocketConnection?
        var exchange: HTTPExchange?
        var isOver = false
    }
}

extension StreamDriver {
    /// Adds a stream.
    package func add(_ stream: WorkerStream) { slots.append(Slot(stream: stream)) }

    /// The streams, in the order in which they were added.
    package var streams: [WorkerStream] { slots.map(\.stream) }

    /// Moves each stream on as far as it goes at once; reads once from each socket.
    ///
    /// - Returns: whether there may be more to read at once.
    package func proceed(now: Instant, to printer: inout EventPrinter) -> Bool {
        var hasMore = false
        for index in slots.indices where !printer.isComplete {
            proceed(&slots[index], now: now, &printer)
            guard slots[index].connection?.hasMore != true else {
                hasMore = true
                continue
            }
            // Only now: what waits in the socket may be what is waited for.
            slots[index].stream.tick(now: now, jitter: .random(in: 0...1), to: &printer)
            begin(&slots[index], now: now, &printer)
        }
        return hasMore
    }

    /// Whether nothing more will come of any stream.
    package var hasEnded: Bool { slots.allSatisfy(\.stream.hasEnded) }

    /// The streams that have ended since the last time.
    package func takeEnded() -> [WorkerStream] {
        var ended: [WorkerStream] = []
        for index in slots.indices where slots[index].stream.hasEnded && !slots[index].isOver {
            slots[index].isOver = true
            ended.append(slots[index].stream)
        }
        return ended
    }

    /// How far a stream has been printed.
    package func checkpoint(of source: Int) -> Checkpoint? {
        slots.first { $0.stream.source == source }?.stream.checkpoint
    }

    /// Sends a text message on a stream's socket.
    package func send(_ text: [UInt8], on index: Int) { slots[index].connection?.send(text) }

    /// What to poll.
    package var interest: [pollfd] {
        slots.flatMap { ($0.connection?.interest ?? []) + ($0.exchange?.interest ?? []) }
    }

    /// When to call ``proceed(now:to:)`` even if nothing came.
    package func deadline(now: Instant) -> Instant? {
        slots.lazy.compactMap { slot in
            let answer = slot.exchange.map { now + .milliseconds(Int($0.timeout)) }
            return [slot.stream.deadline, slot.connection?.deadline(now: now), answer].compactMap(\.self).min()
        }.min()
    }

    /// When anything new was last heard of any Worker; while a message comes in pieces each piece counts, since a large
    /// snapshot on a slow line is no silence.
    package var lastNews: Instant? {
        slots.lazy.compactMap { slot in
            let pieces = slot.connection.flatMap { $0.isInMessage ? $0.lastBytes : nil }
            return [slot.stream.lastNews, pieces].compactMap(\.self).max()
        }.max()
    }

    /// Remarks that the streams have made.
    package func takeNotices() -> [WorkerStream.Notice] {
        var notices: [WorkerStream.Notice] = []
        for index in slots.indices where !slots[index].stream.notices.isEmpty {
            notices += slots[index].stream.notices
            slots[index].stream.notices = []
        }
        return notices
    }

    /// Says that reading was held up on our side and goes on now.
    package func resume(now: Instant) { for slot in slots { slot.connection?.resume(now: now) } }

    /// Closes everything. The Backend answers a close frame by dropping the connection: there is no echo to wait for.
    package func close(now: Instant) {
        for index in slots.indices {
            slots[index].connection?.close(.normal, now: now)
            (slots[index].connection, slots[index].exchange) = (nil, nil)
        }
    }
}

extension StreamDriver {
    private func proceed(_ slot: inout Slot, now: Instant, _ printer: inout EventPrinter) {
        begin(&slot, now: now, &printer)
        if let exchange = slot.exchange { proceed(exchange, &slot, now: now, &printer) }
        guard let connection = slot.connection else { return }
        connection.proceed(now: now)
        while !printer.isComplete, slot.connection === connection {
            switch connection.next() {
            case .opened:
                slot.stream.opened(now: now)
                if slot.stream.wantsPing { connection.ping() }
            case .pong: slot.stream.pingAnswered(now: now, to: &printer)
            case .text(let range):
                connection.withMessage(range) { message in
                    slot.stream.received(message, now: now, jitter: .random(in: 0...1), to: &printer)
                }
                if slot.stream.needNumber != slot.needNumber { drop(&slot, now: now) }
            // Neither API has binary messages.
            case .binary: continue
            case .wait: return
            case .ended(let ending):
                slot.connection = nil
                var refusal: HTTPResponse?
                if case .ended(.refused(let response)) = ending { refusal = response }
                let disconnection = Disconnection(ending)
                // What the server is told about a fault of its own is among the unsent bytes already.
                connection.close(.normal, now: now)
                slot.stream.disconnected(
                    disconnection, refusal: refusal, now: now, jitter: .random(in: 0...1), to: &printer)
                begin(&slot, now: now, &printer)
            }
        }
    }

    private func proceed(_ exchange: HTTPExchange, _ slot: inout Slot, now: Instant, _ printer: inout EventPrinter) {
        let answer: Result<HTTPResponse, Disconnection>
        do throws(TransportError) {
            guard let response = try exchange.proceed() else { return }
            answer = .success(response)
        } catch {
            answer = .failure(Disconnection(error))
        }
        slot.exchange = nil
        slot.stream.answered(answer, now: now, jitter: .random(in: 0...1), to: &printer)
        begin(&slot, now: now, &printer)
    }

    /// Closes what is not needed any more, and begins what is needed now.
    private func begin(_ slot: inout Slot, now: Instant, _ printer: inout EventPrinter) {
        while slot.stream.needNumber != slot.needNumber {
            drop(&slot, now: now)
            slot.needNumber = slot.stream.needNumber
            if slot.stream.need != .nothing, let remark = settings.refreshHeaders() { slot.stream.say(remark) }
            do throws(TransportError) {
                switch slot.stream.need {
                case .answer(let url):
                    slot.exchange = try HTTPClient(options: settings.transport)
                        .start(HTTPRequest(method: .get, url: url, headers: settings.headers))
                case .socket(let url):
                    guard let endpoint = Endpoint(url: url) else {
                        throw TransportError(.badURL, peer: "?", wasSent: false)
                    }
                    slot.stream.say("connecting to \(endpoint.label), \(endpoint.target)", isDetail: true)
                    slot.connection = try WebSocketConnection(
                        to: endpoint, headers: settings.headers, over: settings.transport, options: settings.webSocket)
                case .nothing: break
                }
            } catch {
                slot.stream.disconnected(Disconnection(error), now: now, jitter: .random(in: 0...1), to: &printer)
            }
        }
    }

    private func drop(_ slot: inout Slot, now: Instant) {
        slot.connection?.close(slot.stream.closeCode, now: now)
        (slot.connection, slot.exchange) = (nil, nil)
    }
}
