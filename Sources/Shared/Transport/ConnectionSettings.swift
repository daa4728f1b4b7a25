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
        transport = TransportOptions(connectTimeout: connection.connectLimit, bodyLimit: webSocket.messageLimit)
        try transport.readCertificates(from: .process)
        headers = try connection.requestHeaders(environment: .process) { messages.notice($0) }
        if headers["User-Agent"] == nil,
            let own = HTTPHeaders.Field(name: "User-Agent", value: "\(program)/\(Version.text)")
        {
            headers.append(own)
        }
        self.webSocket = webSocket
    }
}
