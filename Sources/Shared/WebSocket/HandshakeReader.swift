/// Reads the response to the handshake: a switch of protocols, or a refusal with its body.
struct HandshakeReader: Sendable {
    private let handshake: Handshake
    private var state = State.head(HTTPHeadReader())

    init(_ handshake: Handshake) {
        self.handshake = handshake
    }

    private enum State {
        /// Waits for a whole header section; leads to `body`, or to itself after an interim response.
        case head(HTTPHeadReader)
        /// Refused: collects the body.
        indirect case body(HTTPResponse, HTTPBodyReader)
    }

    enum Answer: Sendable, Hashable {
        /// The handshake is complete; frames follow in the buffer.
        case opened
        /// Anything but 101.
        case refused(HTTPResponse)
    }
}

extension HandshakeReader {
    /// The refusal as far as it has arrived; nil if there is none.
    var refusal: HTTPResponse? {
        guard case .body(var response, let reader) = state else { return nil }
        response.body = reader.body
        return response
    }

    /// Reads the unread bytes; nil if more are needed.
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
                // Interim responses come before the final one (RFC 9110 §15.2).
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
