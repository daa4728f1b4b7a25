internal import Shared

/// What libcurl says about a failed transfer, and what it means.
struct CurlFailure: Sendable, Hashable {
    let code: CurlCode
    /// libcurl's own sentence, without the passwords of URLs in it.
    let text: String
    /// `errno` of the last connect, 0 if none.
    let systemError: Int32
    /// The status of a proxy's answer to CONNECT, 0 if none.
    let proxyAnswer: Int
    /// Whether the transfer goes through a proxy.
    let usesProxy: Bool
    /// Whether the connection was made and the request was about to leave.
    let hasConnected: Bool
}

extension CurlFailure {
    /// libcurl's sentence may quote a proxy's URL as it was given.
    static func withoutUserInfo(_ text: String) -> String {
        let url = text.utf8.firstIndex(of: UInt8(ascii: "'")).map { text.utf8.index(after: $0) } ?? text.startIndex
        return String(text[..<url]) + String(text[url...]).withoutUserInfo
    }

    /// Failures that can only happen before a request is sent.
    var isBeforeSending: Bool {
        switch code {
        case .proxyNotResolved, .hostNotResolved, .notConnected, .badURL, .proxyHandshake: true
        default: CurlCode.tls.contains(code)
        }
    }

    func reason(_ options: TransportOptions) -> TransportError.Reason {
        switch code {
        case .badURL: .badURL
        case .hostNotResolved: .unresolved
        case .proxyNotResolved, .proxyHandshake: .proxy(text)
        case .notConnected:
            // With a proxy, libcurl connects to nothing else.
            usesProxy ? .proxy(systemText) : .unconnected(systemText)
        case .receiveFailed where !hasConnected && [401, 407].contains(proxyAnswer):
            // tinyproxy says 401 to a wrong password.
            .proxyLogin
        case .timedOut: hasConnected ? .timeout(options.totalTimeout) : .connectTimeout(options.connectTimeout)
        case .unsupportedProtocol, .weirdReply: .badAnswer(text)
        // libcurl's code for a header line longer than its limit of 100 kB, too.
        case .outOfMemory: .badAnswer("out of memory, or a header line is too long")
        case .gotNothing, .partialBody, .sendFailed: .closedEarly(text)
        case .receiveFailed where !hasConnected && usesProxy: .proxy(text)
        case .receiveFailed: isBrokenConnection ? .closedEarly(text) : .badAnswer(text)
        default: CurlCode.tls.contains(code) ? .tls(text) : .other(text)
        }
    }

    private var systemText: String { systemError == 0 ? text : SystemError.text(systemError) }

    /// libcurl uses one code for a broken connection and for chunks or headers that cannot be parsed.
    private var isBrokenConnection: Bool {
        text.contains("Recv failure") || text.contains("SSL_read") || text.contains("reset by peer")
    }
}
