import Testing

@testable import Shared

struct EndpointTests {
    @Test(arguments: [
        ("http://127.0.0.1:8787", "127.0.0.1:8787", "127.0.0.1:8787", "/"),
        ("https://example.org", "example.org:443", "example.org", "/"),
        ("ws://example.org/", "example.org:80", "example.org", "/"),
        ("wss://example.org:443/a?b", "example.org:443", "example.org", "/a?b"),
        ("http://example.org:443/", "example.org:443", "example.org:443", "/"),
        ("HTTP://Example.ORG/x", "Example.ORG:80", "Example.ORG", "/x"),
        ("http://h/a/../b/./%2e%2E//c", "h:80", "h", "/a/../b/./%2e%2E//c"),
        ("http://h?q=1", "h:80", "h", "/?q=1"),
        ("http://h#f", "h:80", "h", "/"),
        ("http://h/p#f?x", "h:80", "h", "/p"),
        ("http://h:/p", "h:80", "h", "/p"),
        ("http://[::1]/p", "[::1]:80", "[::1]", "/p"),
        ("http://[fe80::1]:8080", "[fe80::1]:8080", "[fe80::1]:8080", "/"),
        ("http://user@h/p", "h:80", "h", "/p"),
        ("http://a@b:c@d@h:81/@x", "h:81", "h:81", "/@x"),
        ("http://h/ü?q=世", "h:80", "h", "/%C3%BC?q=%E4%B8%96"),
        ("http://[fe80::1%25eth0]/p", "[fe80::1%eth0]:80", "[fe80::1]", "/p"),
        ("http://[fe80::1%eth0]:81", "[fe80::1%eth0]:81", "[fe80::1]:81", "/"),
    ])
    func `a URL is split, and nothing is rewritten that HTTP allows`(
        url: String, label: String, authority: String, target: String
    ) throws {
        let endpoint = try #require(Endpoint(url: url))
        #expect(endpoint.label == label)
        #expect(endpoint.authority == authority)
        #expect(endpoint.target == target)
        #expect(endpoint.isSecure == (url.hasPrefix("https") || url.hasPrefix("wss")))
    }

    @Test(arguments: [
        ("ws://me:p%40@[fe80::1%eth0]/a?b", "http://me:p%40@[fe80::1%25eth0]:80/a?b"), ("WSS://h", "https://h:443/"),
    ])
    func `a URL can be put together again for HTTP`(url: String, whole: String) {
        #expect(Endpoint(url: url)?.url == whole)
    }

    @Test(arguments: [
        "", "http", "http:", "http:/", "http://", "http:///p", "http://:80", "ftp://h/", "h:80/p", "//h", "http://h:0",
        "http://h:65536", "http://h:99999999999999999999", "http://h:+80", "http://h:8a", "http://[::1",
        "http://[::1]x",
        "http://h /p", "http://h/p q", "http://h/\n", "http://h/\u{7F}", "http://u@/p",
    ])
    func `text that is not an absolute URL is refused`(url: String) {
        #expect(Endpoint(url: url) == nil)
    }

    @Test(arguments: [
        ("http://h/", nil), ("http://me:pw@h/", "Basic bWU6cHc="), ("http://me@h/", "Basic bWU6"),
        ("http://m%40e:p%3a%zz@h/", "Basic bUBlOnA6JXp6"),
    ])
    func `user information becomes basic credentials`(url: String, value: String?) throws {
        #expect(try #require(Endpoint(url: url)).basicAuthorization?.value == value)
    }
}
