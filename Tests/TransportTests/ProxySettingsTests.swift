import Shared
import Testing

@testable import Transport

struct ProxySettingsTests {
    @Test(
        arguments: [
            ("http://h/", [:], nil), ("http://h/", ["http_proxy": "p:1"], "p:1"),
            ("https://h/", ["http_proxy": "p:1"], nil),
            ("http://h/", ["HTTP_PROXY": "p:1"], nil), ("wss://h/", ["HTTPS_PROXY": "p:2"], "p:2"),
            ("ws://h/", ["http_proxy": "p:1", "all_proxy": "a:1"], "p:1"), ("wss://h/", ["ALL_PROXY": "a:1"], "a:1"),
            ("https://h/", ["https_proxy": "p:1", "HTTPS_PROXY": "p:2"], "p:1"),
        ] as [(String, [String: String], String?)])
    func `proxies come from the variables that curl reads`(url: String, variables: [String: String], proxy: String?)
        throws
    {
        let settings = try ProxySettings(Environment(variables))
        #expect(try settings.proxy(for: #require(Endpoint(url: url))) == proxy)
    }

    @Test(arguments: [
        ("h.example", "*", false), ("h.example", "h.example", false), ("h.example", "example", false),
        ("h.example", ".example", false), ("h.example", "x, Example y", false), ("h.example.", "h.example", false),
        ("h.example", "ample", true), ("example", "h.example", true), ("h.example", "", true),
        ("h.example", "x,*", true),
        ("127.0.0.1", "127.0.0.1", false), ("127.0.0.1", "127.0.0.0/8", false), ("127.0.0.1", "10.0.0.0/8", true),
        ("127.0.0.1", "0.0.1", true), ("127.0.0.1", "127.0.0.1/33", true), ("127.0.0.1", "127.0.0.1/x", true),
        ("127.0.0.1", "::1", true), ("[::1]", "::1", false), ("[::1]", "[::1]", false),
        ("[fd00::7]", "fd00::/8", false),
        ("[fe00::7]", "fd00::/8", true), ("h.example", "/8", true),
    ])
    func `no_proxy names addresses, networks, names and domains`(host: String, list: String, isUsed: Bool) throws {
        let settings = try ProxySettings(Environment(["all_proxy": "p:1", "no_proxy": list]))
        #expect(try (settings.proxy(for: #require(Endpoint(url: "http://\(host)/"))) != nil) == isUsed)
    }
}
