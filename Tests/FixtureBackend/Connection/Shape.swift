/// How bytes leave: whole or in pieces, to the end or to a cut.
struct Shape: Sendable {
    static let plain = Shape()

    /// Bytes per write; all at once if nil.
    var chunk: Int?
    /// Wait after each write.
    var pause: Duration?
    /// The connection ends after so many bytes, the handshake's included.
    var cut: Int?
    /// How it ends at the cut.
    var end = Ending.drop
    /// Payload bytes per WebSocket frame; longer messages are fragmented.
    var fragment: Int?
    /// Payload of a ping between any two frames.
    var ping: String?
}

/// The ways in which a connection can end.
enum Ending: String, Decodable, Sendable {
    /// FIN, without a close frame: what the real Backend does.
    case drop
    /// RST.
    case reset
    /// FIN for our direction only; the client's is read until it leaves.
    case halfClose = "half-close"
    /// As `drop`, after the error event of a client that was too slow.
    case backlog
}

extension Ending {
    /// Those that need no word of the server's.
    static let ofNetworks: [Ending] = [.drop, .reset, .halfClose]
}
