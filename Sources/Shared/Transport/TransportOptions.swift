package import Shared

/// What all connections of a program have in common.
package struct TransportOptions: Sendable, Hashable {
    /// How long resolving, connecting, a proxy and TLS may take together; zero leaves libcurl's own limit of 300 s.
    package var connectTimeout: Duration
    /// How long one HTTP exchange may take from beginning to end; zero for no limit.
    package var totalTimeout: Duration
    /// The longest HTTP body accepted, in bytes.
    package var bodyLimit: Int
    /// A file of certificate authorities that takes the place of the system's store.
    package var certificateFile: String?
    /// A directory of hashed certificate authorities that takes the place of the system's store.
    package var certificateDirectory: String?

    /// The defaults are those of the filters.
    package init(
        connectTimeout: Duration = .seconds(10), totalTimeout: Duration = .seconds(30), bodyLimit: Int = 64 << 20,
        certificateFile: String? = nil, certificateDirectory: String? = nil
    ) {
        self.connectTimeout = connectTimeout
        self.totalTimeout = totalTimeout
        self.bodyLimit = bodyLimit
        self.certificateFile = certificateFile
        self.certificateDirectory = certificateDirectory
    }
}

extension TransportOptions {
    /// Takes the certificate authorities from CURL_CA_BUNDLE, else SSL_CERT_DIR and SSL_CERT_FILE, as the curl tool does.
    ///
    /// - Throws: `Failure` with status 64 when a variable is not UTF-8.
    package mutating func readCertificates(from environment: Environment) throws(Failure) {
        if let bundle = try environment.value(of: "CURL_CA_BUNDLE") {
            certificateFile = bundle
        } else {
            certificateDirectory = try environment.value(of: "SSL_CERT_DIR")
            certificateFile = try environment.value(of: "SSL_CERT_FILE")
        }
    }
}
