internal import Glibc
internal import Shared

/// One easy handle on a multi handle of its own: a transfer that never blocks, and all the memory that libcurl refers
/// to.
final class CurlTransfer {
    let endpoint: Endpoint
    private let options: TransportOptions
    private let curl: CurlLibrary
    private let multi: CurlMulti
    private let easy: CurlLibrary.Handle
    private let errorBuffer: UnsafeMutablePointer<CChar>
    private var fieldList: OpaquePointer?
    /// Set by libcurl's prerequest callback, or from the beginning if libcurl has none.
    private let sending: UnsafeMutablePointer<Bool>
    private let begun = Instant.now
    /// The URL of the proxy, as given.
    private let proxyURL: String?

    /// Path and query are sent unchanged.
    init(to given: Endpoint, options: TransportOptions) throws(TransportError) {
        endpoint = try given.normalized()
        proxyURL = options.unixSocket == nil ? options.proxies.proxy(for: endpoint) : nil
        self.options = options
        multi = try CurlMulti()
        curl = multi.curl
        guard let easy = curl.easyInit() else {
            throw TransportError(.noLibrary("curl_easy_init"), peer: endpoint.label, wasSent: false)
        }
        self.easy = easy
        // CURL_ERROR_SIZE is 256.
        errorBuffer = .allocate(capacity: 256)
        errorBuffer.initialize(repeating: 0, count: 256)
        sending = .allocate(capacity: 1)
        sending.initialize(to: false)
        set(.url, endpoint.url)
        configure()
    }

    deinit {
        _ = curl.multiRemove(multi.handle, easy)
        curl.easyCleanup(easy)
        curl.listFree(fieldList)
        errorBuffer.deallocate()
        sending.deallocate()
    }
}

extension CurlTransfer {
    @discardableResult
    func set(_ option: CurlNumber, _ value: Int) -> CurlCode {
        CurlCode(rawValue: curl.setNumber(easy, option.rawValue, value))
    }

    @discardableResult
    func set(_ option: CurlPointer, _ value: UnsafeRawPointer?) -> CurlCode {
        CurlCode(rawValue: curl.setPointer(easy, option.rawValue, value))
    }

    /// libcurl copies strings.
    @discardableResult
    func set(_ option: CurlPointer, _ value: String) -> CurlCode {
        value.withCString { set(option, UnsafeRawPointer($0)) }
    }

    func add(field line: String) {
        fieldList = line.withCString { curl.listAppend(fieldList, $0) } ?? fieldList
        set(.headerFields, UnsafeRawPointer(fieldList))
    }

    func start() throws(TransportError) {
        let code = curl.multiAdd(multi.handle, easy)
        guard code == 0 else { throw error(.other("curl_multi_add_handle: \(code)")) }
    }

    /// Does what can be done at once; true when the transfer has succeeded.
    ///
    /// - Parameter lastBytes: When the last bytes of the response arrived, if that matters.
    func proceed(lastBytes: () -> Instant? = { nil }) throws(TransportError) -> Bool {
        switch multi.proceed(easy) {
        case nil: break
        case .ok?: return true
        case let code?: throw failure(code)
        }
        // If the program was stopped or the machine asleep, bytes may have arrived that prove that nothing is overdue.
        let lastBytes = lastBytes()
        if let deadline = deadline(lastBytes: lastBytes), .now >= deadline, !multi.isReady {
            throw error(overdue(lastBytes: lastBytes))
        }
        return false
    }

    /// What to poll before `proceed` has something to do.
    var interest: [pollfd] { multi.interest }

    /// How long to wait at most before `proceed`, in milliseconds.
    func timeout(lastBytes: Instant? = nil) -> Int32 {
        guard let deadline = deadline(lastBytes: lastBytes) else { return multi.timeout }
        return min(multi.timeout, Int32(clamping: Instant.now.duration(to: deadline).millisecondsRoundedUp))
    }

    /// The proxy in use, without user information.
    var proxy: String? {
        proxyURL.map { url in
            let shown = url.withoutUserInfo
            return String(shown[(shown.firstRange(of: "://")?.upperBound ?? shown.startIndex)...])
        }
    }

    /// Whether the server or the proxy speaks TLS.
    var isEncrypted: Bool { endpoint.isSecure || proxyURL?.lowercased().hasPrefix("https:") == true }

    /// The peer's name for messages.
    var peer: String { options.unixSocket ?? endpoint.label }

    /// Whether the connection has been made, so that the request is being sent.
    private var hasConnected: Bool { sending.pointee }

    /// When the time limit for the current phase is reached.
    private func deadline(lastBytes: Instant?) -> Instant? {
        let total = options.totalTimeout.asLimit
        guard hasConnected else { return begun + min(options.connectTimeout, total ?? options.connectTimeout) }
        return total.map { begun + $0 } ?? options.stallTimeout.asLimit.map { (lastBytes ?? begun) + $0 }
    }

    private func overdue(lastBytes: Instant?) -> TransportError.Reason {
        guard hasConnected else { return .connectTimeout(options.connectTimeout) }
        guard options.totalTimeout == .zero else { return .timeout(options.totalTimeout) }
        return lastBytes == nil
            ? .timeout(options.stallTimeout) : .closedEarly("nothing more came for \(options.stallTimeout)")
    }

    /// Reads raw bytes of a connect-only transfer: nil if there are none now, 0 at the end of the stream.
    func receive(into space: UnsafeMutableRawBufferPointer) throws(TransportError) -> Int? {
        var count = 0
        let code = CurlCode(rawValue: curl.receive(easy, space.baseAddress, space.count, &count))
        if code == .again { return nil }
        guard code == .ok else { throw failure(code) }
        return count
    }

    /// Writes raw bytes of a connect-only transfer; returns how many were accepted, 0 if none can be now.
    func send(_ bytes: UnsafeRawBufferPointer) throws(TransportError) -> Int {
        var count = 0
        let code = CurlCode(rawValue: curl.send(easy, bytes.baseAddress, bytes.count, &count))
        if code == .again { return 0 }
        guard code == .ok else { throw failure(code) }
        return count
    }

    /// The connected socket, -1 if there is none.
    var socket: Int32 {
        var socket: Int32 = -1
        return curl.getInfo(easy, CurlInfo.activeSocket.rawValue, &socket) == 0 ? socket : -1
    }

    func number(_ info: CurlInfo) -> Int {
        var value = 0
        return curl.getInfo(easy, info.rawValue, &value) == 0 ? value : 0
    }

    func error(_ reason: TransportError.Reason) -> TransportError {
        TransportError(reason, peer: peer, wasSent: hasConnected, proxy: proxy)
    }
}

extension CurlTransfer {
    private func configure() {
        set(.errorBuffer, errorBuffer)
        set(.noSignal, 1)
        set(.quickExit, 1)
        set(.pathAsIs, 1)
        // CURL_HTTP_VERSION_1_1: HTTP/2 has no Upgrade, and no advantage for one exchange at a time.
        set(.httpVersion, 2)
        set(.suppressConnectHeaders, 1)
        if set(.protocols, "http,https") != .ok {
            // CURLPROTO_HTTP and CURLPROTO_HTTPS.
            set(.protocolBits, 3)
        }
        // Timeouts are handled here, since libcurl would look at the clock before the socket.
        set(.connectTimeoutMilliseconds, Duration.maxArgument.millisecondsRoundedUp)
        // The proxy has been chosen; an empty string keeps libcurl from reading the environment.
        set(.proxy, proxyURL ?? "")
        set(.noProxy, "")
        if let socket = options.unixSocket { set(.unixSocket, socket) }
        if let certificate = options.clientCertificate { set(.clientCertificate, certificate) }
        if let key = options.clientKey { set(.clientKey, key) }
        if let file = options.certificateFile {
            set(.certificateFile, file)
            set(.proxyCertificateFile, file)
        }
        if let directory = options.certificateDirectory {
            set(.certificateDirectory, directory)
            set(.proxyCertificateDirectory, directory)
        }
        let markSending:
            @convention(c) (
                UnsafeMutableRawPointer?, UnsafePointer<CChar>?, UnsafePointer<CChar>?, Int32, Int32
            ) -> Int32 = { flag, _, _, _, _ in
                flag?.assumingMemoryBound(to: Bool.self).pointee = true
                return 0
            }
        set(.prerequestData, sending)
        if set(.prerequestFunction, unsafeBitCast(markSending, to: UnsafeRawPointer.self)) != .ok {
            sending.pointee = true
            set(.connectTimeoutMilliseconds, options.connectTimeout.millisecondsRoundedUp)
        }
    }

    private func failure(_ code: CurlCode) -> TransportError {
        var text = String(cString: errorBuffer)
        if text.isEmpty { text = curl.errorText(code.rawValue).map { String(cString: $0) } ?? "error \(code.rawValue)" }
        let failure = CurlFailure(
            code: code, text: CurlFailure.withoutUserInfo(text),
            systemError: Int32(truncatingIfNeeded: number(.systemError)), proxyAnswer: number(.proxyConnectCode),
            usesProxy: proxyURL != nil, hasConnected: hasConnected)
        return TransportError(
            Self.lackOfDescriptors(failure) ?? failure.reason(options), peer: peer,
            wasSent: hasConnected && !failure.isBeforeSending, proxy: proxy)
    }

    /// If there is no descriptor left, libcurl only says that it could not connect or resolve.
    private static func lackOfDescriptors(_ failure: CurlFailure) -> TransportError.Reason? {
        guard failure.isBeforeSending, failure.systemError == 0 else { return nil }
        // As many as resolving may need; those that libcurl had are free again.
        let trials = (0..<4).map { _ in fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 0) }
        let number = errno
        for trial in trials where trial >= 0 { close(trial) }
        return trials.contains(-1) && [EMFILE, ENFILE].contains(number) ? .noDescriptor(SystemError.text(number)) : nil
    }
}
