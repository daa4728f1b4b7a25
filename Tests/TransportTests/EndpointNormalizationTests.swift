import Shared
import Testing
import Transport

struct EndpointNormalizationTests {
    @Test(arguments: [
        ("http://127.1:80/", "127.0.0.1:80", "127.0.0.1"), ("http://%31%32%37.0.0.1/", "127.0.0.1:80", "127.0.0.1"),
        ("http://[0:0:0:0:0:0:0:1]/", "[::1]:80", "[::1]"), ("ws://[fe80::1%25lo]:8/", "[fe80::1%lo]:8", "[fe80::1]:8"),
        ("https://b\u{FC}cher.example/", "xn--bcher-kva.example:443", "xn--bcher-kva.example"),
        ("http://me:pw@host.example/", "host.example:80", "host.example"),
    ])
    func `a host has one form for the connection and the Host field`(
        url: String, label: String, authority: String
    ) throws {
        let endpoint = try #require(Endpoint(url: url)).normalized()
        #expect(endpoint.label == label)
        #expect(endpoint.authority == authority)
    }

    @Test(arguments: ["http://a%20b/", "http://[::zz]/"]) func `an invalid host is refused`(url: String)
        throws
    {
        let endpoint = try #require(Endpoint(url: url))
        let error = #expect(throws: TransportError.self) { try endpoint.normalized() }
        #expect(error?.reason == .badURL && error?.exitStatus == .usage)
    }
}
