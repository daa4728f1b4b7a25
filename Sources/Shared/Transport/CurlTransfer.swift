internal import Glibc
internal import Shared

/// One easy handle on a multi handle of its own: a transfer that never blocks, and all the memory libcurl is told of.
final class CurlTransfer {
    let endpoint: Endpoint
    private let options: TransportOptions
    private let curl: CurlLibrary
    private let multi: CurlMulti
    private let easy: CurlLibrary.Handle
    private let errorBuffer: UnsafeMutablePointer<CChar>
    private var fieldList: OpaquePointer?
    /// Set by libcurl's prerequest callback; on a libcurl without one, from the beginning.
    private let sending: UnsafeMutablePointer<Bool>
    private let begun = Instant.now
    /// The URL of the proxy, as given.
    private let proxyURL: String?

    /// Path and query are sent as they are written.
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

    /// Does what can be done at once; true when the transfer is over and went well.
    ///
    /// - Parameter lastBytes: When something of the answer came, where that counts as life.
    func proceed(lastBytes: () -> Instant? = { nil }) throws(TransportError) -> Bool {
        switch multi.proceed(easy) {
        case nil: break
        case .ok?: return true
        case let code?: throw failure(code)
        }
        // While this program was stopped, or the machine asleep, what proves that nothing is overdue may have arrived.
        let lastBytes = lastBytes()
        if let deadline = deadline(lastBytes: lastBytes), .now >= deadline, !multi.isReady {
            throw error(overdue(lastBytes: lastBytes))
        }
        return false
    }

    /// What to poll before `proceed` has something to do.
    var interest: [pollfd] { multi.interest }

    /// The longest time to wait before `proceed`, in milliseconds.
    func timeout(lastBytes: Instant? = nil) -> Int32 {
        guard let deadline = deadline(lastBytes: lastBytes) else { return multi.timeout }
        return min(multi.timeout, Int32(clamping: Instant.now.duration(to: deadline).millisecondsRoundedUp))
    }

    /// The proxy that is used, without user information.
    var proxy: String? {
        proxyURL.map { url in
            let shown = url.withoutUserInfo
            return String(shown[(shown.firstRange(of: "://")?.upperBound ?? shown.startIndex)...])
        }
    }

    /// Whether TLS is spoken with the server, or with the proxy.
    var isEncrypted: Bool { endpoint.isSecure || proxyURL?.lowercased().hasPrefix("https:") == true }

    /// Whom messages name.
    var peer: String { options.unixSocket ?? endpoint.label }

    /// Whether the connection is made, and the request leaves.
    private var hasConnected: Bool { sending.pointee }

    /// When the time limit that counts now is reached.
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

    /// Reads raw bytes of a connect-only transfer: nil when there are none now, 0 at the end of the stream.
    func receive(into space: UnsafeMutableRawBufferPointer) throws(TransportError) -> Int? {
        var count = 0
        let code = CurlCode(rawValue: curl.receive(easy, space.baseAddress, space.count, &count))
        if code == .again { return nil }
        guard code == .ok else { throw failure(code) }
        return count
    }

    /// Writes raw bytes of a connect-only transfer; answers how many were taken, 0 when none can be now.
    func send(_ bytes: UnsafeRawBufferPointer) throws(TransportError) -> Int {
        var count = 0
        let code = CurlCode(rawValue: curl.send(easy, bytes.baseAddress, bytes.count, &count))
        if code == .again { return 0 }
        guard code == .ok else { throw failure(code) }
        return count
    }

    /// The connected socket, -1 when there is none.
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
        // CURL_HTTP_VERSION_1_1: HTTP/2 has no Upgrade, and one exchange at a time gains nothing from it.
        set(.httpVersion, 2)
        set(.suppressConnectHeaders, 1)
        if set(.protocols, "http,https") != .ok {
            // CURLPROTO_HTTP and CURLPROTO_HTTPS.
            set(.protocolBits, 3)
        }
        // Limits are kept here: libcurl would look at the clock before it looks at the socket.
        set(.connectTimeoutMilliseconds, Duration.maxArgument.millisecondsRoundedUp)
        // The proxy has been decided on; an empty one keeps libcurl from asking the environment.
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

    /// libcurl says no more than that it could not connect, or resolve, where it had no descriptor for that.
    private static func lackOfDescriptors(_ failure: CurlFailure) -> TransportError.Reason? {
        guard failure.isBeforeSending, failure.systemError == 0 else { return nil }
        // As many as resolving may need: what libcurl had of them is free again.
        let trials = (0..<4).map { _ in fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 0) }
        let number = errno
        for trial in trials where trial >= 0 { close(trial) }
        return trials.contains(-1) && [EMFILE, ENFILE].contains(number) ? .noDescriptor(SystemError.text(number)) : nil
    }
}
