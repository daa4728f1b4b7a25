package import Shared

/// How connections are made: limits, certificates, proxies.
package struct TransportOptions: Sendable, Hashable {
    /// How long resolving, connecting, a proxy and TLS may take together; never zero.
    package var connectTimeout = Duration.seconds(10)
    /// How long one HTTP exchange may take in total; zero for no limit.
    package var totalTimeout = Duration.seconds(30)
    /// How long no data may arrive in an HTTP exchange without a total limit; zero for no limit.
    package var stallTimeout = Duration.zero
    /// The longest HTTP body accepted, in bytes.
    package var bodyLimit = 64 << 20
    /// A file of certificate authorities, instead of the system's store.
    package var certificateFile: String?
    /// A directory of hashed certificate authorities, instead of the system's store.
    package var certificateDirectory: String?
    /// A file with our own certificate, in PEM.
    var clientCertificate: String?
    /// A file with the key of our own certificate, where that is not in the same file.
    var clientKey: String?
    /// A Unix domain socket to connect to instead of the URL's host.
    var unixSocket: String?
    /// The proxies.
    var proxies = ProxySettings()

    package init() {}

    /// What the command line and the environment ask for.
    ///
    /// - Throws: `Failure` with status 64.
    package init(_ connection: ConnectionOptions, environment: Environment) throws(Failure) {
        connectTimeout = connection.connectLimit
        guard connection.key == nil || connection.certificate != nil else {
            throw Failure(.usage, at: "--key", "there is no certificate for it", advice: "give --cert too")
        }
        clientCertificate = connection.certificate
        clientKey = connection.key
        unixSocket = connection.unixSocket
        try read(environment)
    }
}

extension TransportOptions {
    /// Reads the variables that curl(1) reads: the proxies, and the certificate authorities from CURL_CA_BUNDLE, else
    /// SSL_CERT_DIR and SSL_CERT_FILE.
    ///
    /// - Throws: `Failure` with status 64 when a variable is not UTF-8.
    package mutating func read(_ environment: Environment) throws(Failure) {
        proxies = try ProxySettings(environment)
        if let bundle = try environment.value(of: "CURL_CA_BUNDLE") {
            certificateFile = bundle
        } else {
            certificateDirectory = try environment.value(of: "SSL_CERT_DIR")
            certificateFile = try environment.value(of: "SSL_CERT_FILE")
        }
    }
}
