import Shared
import Testing
import Transport

struct TransportOptionsTests {
    @Test(arguments: [
        ([:], nil, nil), (["SSL_CERT_FILE": "f"], "f", nil), (["SSL_CERT_DIR": "d"], nil, "d"),
        (["SSL_CERT_FILE": "f", "SSL_CERT_DIR": "d"], "f", "d"),
        (["CURL_CA_BUNDLE": "b", "SSL_CERT_FILE": "f", "SSL_CERT_DIR": "d"], "b", nil),
    ])
    func `certificate authorities come from the variables that curl reads`(
        variables: [String: String], file: String?, directory: String?
    ) throws {
        var options = TransportOptions()
        try options.read(Environment(variables))
        #expect(options.certificateFile == file && options.certificateDirectory == directory)
    }
}
