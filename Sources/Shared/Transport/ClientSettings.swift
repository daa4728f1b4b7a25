package import Shared

/// What all requests and connections of a program have in common.
package struct ClientSettings: Sendable {
    /// Time limits, certificates.
    package var transport: TransportOptions
    /// Limits of a WebSocket.
    package var webSocket: WebSocketSession.Options
    private let program: String
    private var requestHeaders: RequestHeaders

    /// - Parameters:
    ///   - program: The name for `User-Agent`, unless the user sets one.
    ///   - messages: Gets a warning if others can read a secret.
    /// - Throws: `Failure` with status 64, 65 or 66.
    package init(
        _ connection: ConnectionOptions, program: String, webSocket: WebSocketSession.Options, messages: Messages
    ) throws(Failure) {
        transport = try TransportOptions(connection, environment: .process)
        transport.bodyLimit = webSocket.messageLimit
        // A long page may take any time on a slow line, as long as data keeps coming.
        (transport.totalTimeout, transport.stallTimeout) = (.zero, Self.stallTimeout)
        requestHeaders = try RequestHeaders(connection, environment: .process) { messages.notice($0) }
        self.program = program
        self.webSocket = webSocket
    }
}

extension ClientSettings {
    /// How long no data may arrive for a page of a transcript, or a list.
    private static let stallTimeout = Duration.seconds(30)

    /// The headers of every request and handshake.
    package var headers: HTTPHeaders {
        var headers = requestHeaders.current
        headers.appendIfMissing("User-Agent", "\(program)/\(Version.text)")
        return headers
    }

    /// Rereads the files with credentials, for another connection.
    ///
    /// - Returns: a remark, if they can no longer be read and what was read before is used.
    mutating func refreshHeaders() -> String? {
        requestHeaders.reread().map { "\($0); using what it said before" }
    }
}
