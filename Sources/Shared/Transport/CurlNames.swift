/// Options of curl_easy_setopt(3) that take a number.
enum CurlNumber: Int32 {
    case post = 47
    case postFieldSize = 60
    case httpProxyTunnel = 61
    case httpVersion = 84
    case bufferSize = 98
    case noSignal = 99
    case connectOnly = 141
    case connectTimeoutMilliseconds = 156
    /// The older form of `protocols`, a set of bits, for libcurl before 7.85.
    case protocolBits = 181
    case pathAsIs = 234
    case suppressConnectHeaders = 265
    /// Do not wait for a resolver thread on cleanup; since 7.87, unknown before.
    case quickExit = 322
}

/// Options of curl_easy_setopt(3) that take a string, an object or a function.
enum CurlPointer: Int32 {
    case writeData = 10001
    case url = 10002
    case proxy = 10004
    case errorBuffer = 10010
    case headerFields = 10023
    case clientCertificate = 10025
    case headerData = 10029
    case certificateFile = 10065
    case clientKey = 10087
    case certificateDirectory = 10097
    case copyPostFields = 10165
    case noProxy = 10177
    case unixSocket = 10231
    case proxyCertificateFile = 10246
    case proxyCertificateDirectory = 10247
    case prerequestData = 10313
    /// Since 7.85, unknown before.
    case protocols = 10318
    case writeFunction = 20011
    case headerFunction = 20079
    /// Called when the connection is made and before the request is sent; since 7.80, unknown before.
    case prerequestFunction = 20312
}

/// Arguments of curl_easy_getinfo(3); the number includes the type of the result.
enum CurlInfo: Int32 {
    /// CURLINFO_LONG + 2
    case responseCode = 0x200002
    /// CURLINFO_LONG + 22: a proxy's answer to CONNECT.
    case proxyConnectCode = 0x200016
    /// CURLINFO_LONG + 25: `errno` of the last failed connect.
    case systemError = 0x200019
    /// CURLINFO_SOCKET + 44
    case activeSocket = 0x50002C
}

/// Result codes, libcurl-errors(3): an open set, of which these are handled.
struct CurlCode: RawRepresentable, Hashable, Sendable {
    let rawValue: Int32

    static let ok = CurlCode(rawValue: 0)
    static let unsupportedProtocol = CurlCode(rawValue: 1)
    static let badURL = CurlCode(rawValue: 3)
    static let proxyNotResolved = CurlCode(rawValue: 5)
    static let hostNotResolved = CurlCode(rawValue: 6)
    static let notConnected = CurlCode(rawValue: 7)
    static let weirdReply = CurlCode(rawValue: 8)
    static let partialBody = CurlCode(rawValue: 18)
    static let outOfMemory = CurlCode(rawValue: 27)
    static let timedOut = CurlCode(rawValue: 28)
    static let gotNothing = CurlCode(rawValue: 52)
    static let sendFailed = CurlCode(rawValue: 55)
    static let receiveFailed = CurlCode(rawValue: 56)
    static let again = CurlCode(rawValue: 81)
    static let proxyHandshake = CurlCode(rawValue: 97)

    /// Handshake, certificate problem, cipher, peer verification, authority file, revocation list, issuer, pinned key,
    /// certificate status, client certificate.
    static let tls = Set([35, 58, 59, 60, 77, 82, 83, 90, 91, 98].map { CurlCode(rawValue: $0) })
}
