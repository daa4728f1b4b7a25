import Shared
import TestSupport
import Testing

@testable import Transport

struct CurlFailureTests {
    // The texts are libcurl's, of several versions.
    @Test(arguments: Fixtures.table("http/curl-failures.txt"))
    func `libcurl's errors become our reasons`(row: FixtureRow) throws {
        let failure = CurlFailure(
            code: CurlCode(rawValue: try #require(Int32(row[1]))), text: row[2],
            systemError: Int32(row[3]) ?? 0, proxyAnswer: Int(row[4]) ?? 0,
            usesProxy: row[5].contains("proxy"), hasConnected: row[5].contains("connected"))
        let reason = failure.reason(TransportOptions(connectTimeout: .seconds(1), totalTimeout: .seconds(2)))
        let error = TransportError(
            reason, peer: "[::1]:8443", wasSent: failure.hasConnected && !failure.isBeforeSending,
            proxy: failure.usesProxy ? "p.example:3128" : nil)
        #expect("\(error)" == row[6])
        #expect(error.exitStatus.rawValue == Int32(row[7]))
    }

    @Test(arguments: [
        ("Unsupported proxy syntax in 'http://me:s3cret@h:99999'", "Unsupported proxy syntax in 'http://h:99999'"),
        ("in 'socks9://me:s3@cr et@[bad:1'", "in 'socks9://[bad:1'"), ("at http://h:1", "at http://h:1"),
        ("no me:pw@h here", "h here"),
        ("Unsupported proxy syntax in 'u:s3/c'ret@h'", "Unsupported proxy syntax in 'h'"),
    ]) func `a URL quoted by libcurl loses its password`(said: String, shown: String) {
        #expect(CurlFailure.withoutUserInfo(said) == shown)
    }
}
