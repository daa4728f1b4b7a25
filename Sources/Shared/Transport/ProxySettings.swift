internal import Glibc
package import Shared

/// The proxies that the environment asks for, as for curl(1). They are chosen here, so that it is known whether there
/// is one.
package struct ProxySettings: Sendable, Hashable {
    private var plain: String?
    private var secure: String?
    private var exceptions: [String] = []

    package init() {}

    /// - Throws: `Failure` with status 64 when a variable is not UTF-8.
    package init(_ environment: Environment) throws(Failure) {
        let all = try Self.first(of: ["all_proxy", "ALL_PROXY"], in: environment)
        // Not HTTP_PROXY: under CGI a client sets that with the header field "Proxy".
        plain = try Self.first(of: ["http_proxy"], in: environment) ?? all
        secure = try Self.first(of: ["https_proxy", "HTTPS_PROXY"], in: environment) ?? all
        let list = try Self.first(of: ["no_proxy", "NO_PROXY"], in: environment) ?? ""
        exceptions = list.split { $0 == "," || $0 == " " }.map(String.init)
    }

    private static func first(of names: [String], in environment: Environment) throws(Failure) -> String? {
        for name in names {
            if let value = try environment.value(of: name) { return value }
        }
        return nil
    }
}

extension ProxySettings {
    /// The URL of the proxy for an endpoint, as given; nil for none.
    func proxy(for endpoint: Endpoint) -> String? {
        guard let proxy = endpoint.isSecure ? secure : plain, exceptions != ["*"] else { return nil }
        let host = endpoint.host.filter { $0 != "[" && $0 != "]" }
        return exceptions.contains { Self.covers($0, host) } ? nil : proxy
    }

    /// Whether an entry of `no_proxy` matches a host: as its address or network, or as its name or a parent domain.
    private static func covers(_ entry: String, _ host: String) -> Bool {
        let parts = entry.split(separator: "/", maxSplits: 1)
        if let address = NetworkAddress(host) {
            guard let network = parts.first.flatMap({ NetworkAddress(String($0)) }) else { return false }
            let bits = parts.count > 1 ? Int(parts[1]) : network.bits.count * 8
            return bits.map { address.isEqual(to: network, bits: $0) } ?? false
        }
        let domain = entry.drop { $0 == "." }.lowercased()
        let name = (host.hasSuffix(".") ? String(host.dropLast()) : host).lowercased()
        return !domain.isEmpty && (name == domain || name.hasSuffix("." + domain))
    }
}

/// An IPv4 or IPv6 address.
private struct NetworkAddress {
    var bits: [UInt8]

    init?(_ text: String) {
        var space = [UInt8](repeating: 0, count: 16)
        if inet_pton(AF_INET, text, &space) == 1 {
            bits = Array(space.prefix(4))
        } else if inet_pton(AF_INET6, text.filter { $0 != "[" && $0 != "]" }, &space) == 1 {
            bits = space
        } else {
            return nil
        }
    }

    func isEqual(to other: NetworkAddress, bits count: Int) -> Bool {
        guard bits.count == other.bits.count, (0...bits.count * 8).contains(count) else { return false }
        return (0..<count).allSatisfy { (bits[$0 / 8] ^ other.bits[$0 / 8]) & (0x80 >> UInt8($0 % 8)) == 0 }
    }
}
