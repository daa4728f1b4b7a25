/// Where a URL points: the parts that a connection, a `Host` field and a message need. Nothing is rewritten except
/// characters beyond ASCII in the path, which HTTP does not allow.
///
/// `Endpoint(url: "wss://me:pw@example.org/a/..?q")` has host `example.org`, port 443 and target `/a/..?q`.
package struct Endpoint: Sendable, Hashable {
    /// Whether TLS is spoken (`https`, `wss`).
    package let isSecure: Bool
    /// The part before `@`, still percent-encoded; never shown.
    let userInfo: String?
    /// Name or address; an IPv6 address with its brackets but without its ``zone``.
    package private(set) var host: String
    /// The zone of an IPv6 address (RFC 6874), such as `eth0`; never sent.
    let zone: String?
    /// The port given, or 80 or 443.
    package let port: UInt16
    /// Path and query as written, `/` if empty; bytes beyond ASCII are percent-encoded, a fragment is dropped (RFC 9110
    /// §7.1).
    package let target: String

    /// Nil if this is not an absolute `http`, `https`, `ws` or `wss` URL, or contains white space or control
    /// characters.
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
        let percent = host.hasPrefix("[") ? host.firstIndex(of: "%") : nil
        self.host = percent.map { String(host[..<$0]) + "]" } ?? String(host)
        zone = percent.map { index in
            let zone = host[host.index(after: index)...].dropLast()
            return String(zone.hasPrefix("25") ? zone.dropFirst(2) : zone)
        }
        self.port = port ?? (isSecure ? 443 : 80)
        target = (path.hasPrefix("/") ? "" : "/") + String(path).percentEncoded { $0 < 0x80 }
    }

    /// The same server with another form of its name.
    package func with(host: String) -> Endpoint {
        var endpoint = self
        endpoint.host = host
        return endpoint
    }
}

extension Endpoint {
    /// The value of a `Host` field: with a port only if it is not the scheme's default.
    package var authority: String {
        port == (isSecure ? 443 : 80) ? host : "\(host):\(port)"
    }

    /// `host:port`, for messages.
    package var label: String { "\(hostWithZone(separator: "%")):\(port)" }

    /// The URL with `http` or `https`, for libcurl, with user information.
    package var url: String {
        let authority = (userInfo.map { $0 + "@" } ?? "") + "\(hostWithZone(separator: "%25")):\(port)"
        return (isSecure ? "https://" : "http://") + authority + target
    }

    private func hostWithZone(separator: String) -> String {
        zone.map { host.dropLast() + separator + $0 + "]" } ?? host
    }

    /// The `Authorization: Basic` field (RFC 7617) that the user information asks for.
    var basicAuthorization: HTTPHeaders.Field? {
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

    /// Splits host and port; a port must be 1…65535, and a colon without digits counts as none (RFC 3986 §3.2.3).
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
