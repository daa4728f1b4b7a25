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
    ///   - program: How the program introduces itself, unless the user wants another name.
    ///   - messages: Told when others can read a secret.
    /// - Throws: `Failure` with status 64, 65 or 66.
    package init(
        _ connection: ConnectionOptions, program: String, webSocket: WebSocketSession.Options, messages: Messages
    ) throws(Failure) {
        transport = try TransportOptions(connection, environment: .process)
        transport.bodyLimit = webSocket.messageLimit
        // A long page on a slow line may take its time, as long as data keeps coming.
        (transport.totalTimeout, transport.stallTimeout) = (.zero, Self.stallTimeout)
        requestHeaders = try RequestHeaders(connection, environment: .process) { messages.notice($0) }
        self.program = program
        self.webSocket = webSocket
    }
}

extension ClientSettings {
    /// How long a page of a transcript, or a list, may bring nothing.
    private static let stallTimeout = Duration.seconds(30)

    /// What every request and handshake carries.
    package var headers: HTTPHeaders {
        var headers = requestHeaders.current
        headers.appendIfMissing("User-Agent", "\(program)/\(Version.text)")
        return headers
    }

    /// Reads the files with credentials again, for another connection.
    ///
    /// - Returns: what to remark, if they cannot be read any more: then what was read before is used.
    mutating func refreshHeaders() -> String? {
        requestHeaders.reread().map { "\($0); using what it said before" }
    }
}
