import Shared
import Testing
import Transport

struct TransportOptionsTests {
    @Test(arguments: [
        ([:], nil, nil), (["SSL_CERT_FILE": "f"], "f", nil), (["SSL_CERT_DIR": "d"], nil, "d"),
        (["SSL_CERT_FILE": "f", "SSL_CERT_DIR": "d"], "f", "d"),
        (["CURL_CA_BUNDLE": "b", "SSL_CERT_FILE": "f", "SSL_CERT_DIR": "d"], "b", nil),
    ])
    func `authorities come from the variables that curl reads`(
        variables: [String: String], file: String?, directory: String?
    ) throws {
        var options = TransportOptions()
        try options.readCertificates(from: Environment(variables))
        #expect(options.certificateFile == file && options.certificateDirectory == directory)
    }

    @Test(arguments: [
        (Duration.zero, 0), (.nanoseconds(1), 1), (.milliseconds(1), 1), (.microseconds(1001), 2),
        (.seconds(10), 10_000),
        (.seconds(-1), 0), (.seconds(Int64.min), 0), (.nanoseconds(-1), 0), (.seconds(Int64.max), Int(Int32.max)),
        (.seconds(2_147_483), Int(Int32.max)),
    ])
    func `a time is rounded up to milliseconds and capped`(duration: Duration, milliseconds: Int) {
        #expect(duration.wholeMilliseconds == milliseconds)
    }
}
