package import Shared

/// Why there is no connection, or no response.
package struct TransportError: Error, Sendable, Hashable {
    /// What went wrong.
    package let reason: Reason
    /// `host:port` of the server; never user information.
    package let peer: String
    /// Whether any of the request can have reached the server. If not, it is safe to retry.
    package let wasSent: Bool
    /// The proxy, without user information; nil if there is none.
    package let proxy: String?

    package init(_ reason: Reason, peer: String, wasSent: Bool, proxy: String? = nil) {
        self.reason = reason
        self.peer = peer
        self.wasSent = wasSent
        self.proxy = proxy
    }

    /// The kinds of failure; texts come from libcurl, the system or the peer, unsanitized.
    package enum Reason: Error, Sendable, Hashable {
        /// There is no usable libcurl; says what is missing.
        case noLibrary(String)
        /// Not an absolute http, https, ws or wss URL, or a host that is not a name or address.
        case badURL
        /// The host name is unknown.
        case unresolved
        /// The connection was refused, or there is no route.
        case unconnected(String)
        /// No connection within the connect timeout.
        case connectTimeout(Duration)
        /// The TLS handshake failed, or the certificate is not trusted.
        case tls(String)
        /// The proxy is unreachable or refuses.
        case proxy(String)
        /// The proxy wants a user name and password, or other ones.
        case proxyLogin
        /// The process, or the system, has no descriptor left.
        case noDescriptor(String)
        /// No complete response within the total timeout.
        case timeout(Duration)
        /// The connection ended before the response was complete, or broke.
        case closedEarly(String)
        /// The response is not valid HTTP.
        case badAnswer(String)
        /// The body is longer than accepted, in bytes.
        case bodyTooLarge(limit: Int)
        /// The caller stopped waiting.
        case stopped
        /// Anything else that libcurl reports.
        case other(String)
    }
}

extension TransportError {
    /// The status to exit with, for a request that only reads, or that was not sent.
    package var exitStatus: ExitStatus {
        switch reason {
        case .badURL: .usage
        case .badAnswer, .bodyTooLarge: .protocolError
        case .proxyLogin: .noPermission
        case .noLibrary, .noDescriptor, .unresolved, .unconnected, .connectTimeout, .tls, .proxy, .timeout,
            .closedEarly, .stopped,
            .other:
            .unavailable
        }
    }
}

extension TransportError: CustomStringConvertible {
    /// One clause without a full stop; may quote the peer, unsanitized.
    package var description: String {
        guard let proxy else { return sentence("the proxy") }
        switch reason {
        case .proxy, .proxyLogin, .noDescriptor: return sentence("the proxy \(proxy)")
        default: return sentence("") + " (through the proxy \(proxy))"
        }
    }

    private func sentence(_ proxy: String) -> String {
        switch reason {
        case .noLibrary(let name):
            "cannot use libcurl (\(name)); install it: libcurl4 or libcurl4t64 on Debian and Ubuntu, libcurl on Fedora, "
                + "curl on Arch"
        case .badURL: "the host of \(peer) is not a name or address that can be looked up"
        case .unresolved: "cannot resolve the host of \(peer)"
        case .unconnected(let text): "cannot connect to \(peer): \(text)"
        case .connectTimeout(let duration): "cannot connect to \(peer) within \(duration)"
        case .tls(let text): "no trusted TLS connection to \(peer): \(text)"
        case .proxy(let text): "cannot reach \(peer) through \(proxy): \(text)"
        case .proxyLogin: "\(proxy) asks for a user name and password, or for other ones"
        case .noDescriptor(let text): "cannot connect to \(peer): \(text); raise the limit (ulimit -n)"
        case .timeout(let duration): "\(peer) did not answer within \(duration)"
        case .closedEarly(let text): "the connection to \(peer) ended before the answer was complete: \(text)"
        case .badAnswer(let text): "\(peer) does not answer in valid HTTP/1.1: \(text)"
        case .bodyTooLarge(let limit): "the answer of \(peer) is longer than \(limit) bytes"
        case .stopped: "stopped while waiting for \(peer)"
        case .other(let text): "no answer from \(peer): \(text)"
        }
    }
}
