internal import Glibc
internal import Shared

/// One easy handle on a multi handle: a transfer that never blocks, and all the memory libcurl is told of.
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

    /// `url` is what libcurl gets; it is sent as it stands.
    init(url: String, on multi: CurlMulti, options: TransportOptions) throws(TransportError) {
        guard let endpoint = Endpoint(url: url) else { throw TransportError(.badURL, peer: "?", wasSent: false) }
        self.endpoint = endpoint
        self.options = options
        self.multi = multi
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
        set(.url, url)
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
    func proceed() throws(TransportError) -> Bool {
        switch multi.proceed(easy) {
        case nil: return false
        case .ok?: return true
        case let code?: throw failure(code)
        }
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
        TransportError(reason, peer: endpoint.label, wasSent: sending.pointee)
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
        set(.connectTimeoutMilliseconds, options.connectTimeout.millisecondsRoundedUp)
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
        }
    }

    private func failure(_ code: CurlCode) -> TransportError {
        var text = String(cString: errorBuffer)
        if text.isEmpty { text = curl.errorText(code.rawValue).map { String(cString: $0) } ?? "error \(code.rawValue)" }
        let reason = CurlFailure(
            code: code, text: CurlFailure.withoutUserInfo(text),
            systemError: Int32(truncatingIfNeeded: number(.systemError)), proxyAnswer: number(.proxyConnectCode),
            endpoint: endpoint, hasConnected: sending.pointee)
        return TransportError(
            reason.reason(options), peer: endpoint.label, wasSent: sending.pointee && !reason.isBeforeSending)
    }
}
