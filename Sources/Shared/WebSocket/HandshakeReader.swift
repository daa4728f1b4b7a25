/// The answer to the handshake as it arrives: a switch of protocols, or the words of a server that refuses.
struct HandshakeReader: Sendable {
    private let handshake: Handshake
    private var state = State.head(HTTPHeadReader())

    init(_ handshake: Handshake) {
        self.handshake = handshake
    }

    private enum State {
        /// Waits for a whole header section; leads to `body`, or to itself after an interim answer.
        case head(HTTPHeadReader)
        /// Refused: gathers what the server says about it.
        indirect case body(HTTPResponse, HTTPBodyReader)
    }

    enum Answer: Sendable, Hashable {
        /// The handshake is right; what follows in the buffer are frames.
        case opened
        /// Anything but 101.
        case refused(HTTPResponse)
    }
}

extension HandshakeReader {
    /// The refusal as far as it has come; nil while there is none.
    var refusal: HTTPResponse? {
        guard case .body(var response, let reader) = state else { return nil }
        response.body = reader.body
        return response
    }

    /// Takes what it understands of the unread bytes; nil when more are needed.
    mutating func read(_ buffer: inout ReceiveBuffer, streamEnded: Bool) throws(WebSocketFault) -> Answer? {
        while true {
            let unread = buffer.unread
            switch state {
            case .head(var reader):
                let head: HTTPHeadReader.Head?
                do throws(HTTPHeadFault) {
                    head = try reader.read(buffer.bytes.span.extracting(unread))
                } catch {
                    throw .noHTTP(error)
                }
                state = .head(reader)
                guard let head else { return nil }
                buffer.skip(head.size)
                switch head.response.status {
                case 101:
                    guard !head.isHTTP10 else { throw .noHTTP(.notHTTP("HTTP/1.0 101")) }
                    try handshake.check(head.response)
                    return .opened
                // Interim answers come before the one that counts (RFC 9110 §15.2).
                case 100..<200: state = .head(HTTPHeadReader())
                default: state = .body(head.response, HTTPBodyReader(head: head.response))
                }
            case .body(let response, var reader):
                reader.read(buffer.bytes.span.extracting(unread))
                buffer.skip(unread.count)
                state = .body(response, reader)
                guard reader.isComplete || streamEnded else { return nil }
                return refusal.map(Answer.refused)
            }
        }
    }
}
