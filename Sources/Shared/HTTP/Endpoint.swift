/// Where a URL points: the parts that a connection, a `Host` field and a message need, taken apart but never rewritten.
///
/// `Endpoint(url: "wss://me:pw@example.org/a/..?q")` has host `example.org`, port 443 and target `/a/..?q`.
package struct Endpoint: Sendable, Hashable {
    /// Whether TLS is spoken (`https`, `wss`).
    package let isSecure: Bool
    /// What stands before `@`, still percent-encoded; never for messages.
    package let userInfo: String?
    /// Name or address; an IPv6 address keeps its brackets.
    package let host: String
    /// The port given, or 80 or 443.
    package let port: UInt16
    /// Path and query exactly as written, `/` when there is none; a fragment is dropped (RFC 9110 §7.1).
    package let target: String

    /// Nil when this is no absolute `http`, `https`, `ws` or `wss` URL, or holds white space or control characters.
    package init?(url: String) {
        guard url.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }),
            let scheme = Scheme.allCases.first(where: { $0.leads(url) })
        else { return nil }
        let rest = url.dropFirst(scheme.rawValue.count + "://".count)
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        let path = rest.dropFirst(authority.count).prefix { $0 != "#" }
        let at = authority.lastIndex(of: "@")
        let hostAndPort = at.map { authority[authority.index(after: $0)...] } ?? authority
        guard let (host, port) = Self.split(hostAndPort) else { return nil }

        isSecure = scheme == .https || scheme == .wss
        userInfo = at.map { String(authority[..<$0]) }
        self.host = String(host)
        self.port = port ?? (isSecure ? 443 : 80)
        target = path.hasPrefix("/") ? String(path) : "/" + path
    }
}

extension Endpoint {
    /// The value of a `Host` field: the port stands there only when it is not the scheme's own.
    package var authority: String {
        port == (isSecure ? 443 : 80) ? host : label
    }

    /// `host:port`, for messages.
    package var label: String { "\(host):\(port)" }

    /// The `Authorization: Basic` field (RFC 7617) that the user information asks for.
    package var basicAuthorization: HTTPHeaders.Field? {
        guard let userInfo else { return nil }
        var credentials = userInfo.percentDecodedUTF8
        if !credentials.contains(UInt8(ascii: ":")) { credentials.append(UInt8(ascii: ":")) }
        return HTTPHeaders.Field(name: "Authorization", value: "Basic " + Base64.encode(credentials))
    }
}

extension Endpoint {
    private enum Scheme: String, CaseIterable {
        case http, https, ws, wss

        func leads(_ url: String) -> Bool {
            String(url.prefix(rawValue.count + "://".count)).equalsIgnoringASCIICase(rawValue + "://")
        }
    }

    /// Host and port text; a port must be 1…65535, and a colon without digits counts as none (RFC 3986 §3.2.3).
    private static func split(_ text: Substring) -> (host: Substring, port: UInt16?)? {
        let hostEnd: Substring.Index
        if text.hasPrefix("[") {
            guard let bracket = text.firstIndex(of: "]") else { return nil }
            hostEnd = text.index(after: bracket)
        } else {
            hostEnd = text.firstIndex(of: ":") ?? text.endIndex
        }
        let host = text[..<hostEnd]
        let tail = text[hostEnd...]
        guard !host.isEmpty else { return nil }
        if tail.isEmpty || tail == ":" { return (host, nil) }
        let digits = tail.dropFirst()
        guard tail.hasPrefix(":"), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let port = UInt16(digits), port > 0
        else { return nil }
        return (host, port)
    }
}

extension String {
    fileprivate var percentDecodedUTF8: [UInt8] {
        let bytes = Array(utf8)
        var decoded: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
                let byte = UInt8(String(decoding: bytes[index + 1...index + 2], as: UTF8.self), radix: 16)
            {
                decoded.append(byte)
                index += 3
            } else {
                decoded.append(bytes[index])
                index += 1
            }
        }
        return decoded
    }
}
