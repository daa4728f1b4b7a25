package import Shared

/// What all requests and connections of a program have in common.
package struct ConnectionSettings: Sendable {
    /// Time limits, certificates.
    package var transport: TransportOptions
    /// Sent with every request and handshake.
    package var headers: HTTPHeaders
    /// Limits of a WebSocket.
    package var webSocket: WebSocketSession.Options

    /// - Parameters:
    ///   - program: How the program introduces itself, unless the user wants another name.
    ///   - messages: Told when others can read a secret.
    /// - Throws: `Failure` with status 64, 65 or 66.
    package init(
        _ connection: ConnectionOptions, program: String, webSocket: WebSocketSession.Options, messages: Messages
    ) throws(Failure) {
        transport = try TransportOptions(connection, environment: .process)
        transport.bodyLimit = webSocket.messageLimit
        headers = try connection.requestHeaders(environment: .process) { messages.notice($0) }
        headers.appendIfMissing("User-Agent", "\(program)/\(Version.text)")
        self.webSocket = webSocket
    }
}
