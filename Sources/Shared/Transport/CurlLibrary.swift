// Foundation's HTTP is built on libcurl and brings the system's libcurl.so.4 into the process. Its own URLSession cannot
// be waited for with poll, rewrites `..` in paths and cannot tell an unsent request from a sent one; libcurl can.
internal import FoundationNetworking
internal import Glibc

/// The functions of libcurl that this package calls, found in the running process: no headers, no build dependency.
///
/// Signatures as in curl's manual pages. The variadic `curl_easy_setopt` and `curl_easy_getinfo` are called with exactly
/// one argument behind the option; on Linux x86-64 and arm64 that is the same calling convention as for a fixed list.
struct CurlLibrary: Sendable {
    typealias Handle = OpaquePointer
    typealias Code = Int32

    let easyInit: @convention(c) () -> Handle?
    let easyCleanup: @convention(c) (Handle) -> Void
    let setNumber: @convention(c) (Handle, Int32, Int) -> Code
    let setPointer: @convention(c) (Handle, Int32, UnsafeRawPointer?) -> Code
    let getInfo: @convention(c) (Handle, Int32, UnsafeMutableRawPointer) -> Code
    let receive: @convention(c) (Handle, UnsafeMutableRawPointer?, Int, UnsafeMutablePointer<Int>) -> Code
    let send: @convention(c) (Handle, UnsafeRawPointer?, Int, UnsafeMutablePointer<Int>) -> Code
    let errorText: @convention(c) (Code) -> UnsafePointer<CChar>?
    let listAppend: @convention(c) (OpaquePointer?, UnsafePointer<CChar>) -> OpaquePointer?
    let listFree: @convention(c) (OpaquePointer?) -> Void
    let multiInit: @convention(c) () -> Handle?
    let multiCleanup: @convention(c) (Handle) -> Code
    let multiAdd: @convention(c) (Handle, Handle) -> Code
    let multiRemove: @convention(c) (Handle, Handle) -> Code
    let multiPerform: @convention(c) (Handle, UnsafeMutablePointer<Int32>) -> Code
    let multiDescriptors:
        @convention(c) (
            Handle, UnsafeMutableRawPointer?, UnsafeMutableRawPointer?, UnsafeMutableRawPointer?,
            UnsafeMutablePointer<Int32>
        ) -> Code
    let multiTimeout: @convention(c) (Handle, UnsafeMutablePointer<Int>) -> Code
    let multiMessage: @convention(c) (Handle, UnsafeMutablePointer<Int32>) -> UnsafeRawPointer?

    private init() throws(MissingSymbol) {
        easyInit = try Self.find("curl_easy_init")
        easyCleanup = try Self.find("curl_easy_cleanup")
        setNumber = try Self.find("curl_easy_setopt")
        setPointer = try Self.find("curl_easy_setopt")
        getInfo = try Self.find("curl_easy_getinfo")
        receive = try Self.find("curl_easy_recv")
        send = try Self.find("curl_easy_send")
        errorText = try Self.find("curl_easy_strerror")
        listAppend = try Self.find("curl_slist_append")
        listFree = try Self.find("curl_slist_free_all")
        multiInit = try Self.find("curl_multi_init")
        multiCleanup = try Self.find("curl_multi_cleanup")
        multiAdd = try Self.find("curl_multi_add_handle")
        multiRemove = try Self.find("curl_multi_remove_handle")
        multiPerform = try Self.find("curl_multi_perform")
        multiDescriptors = try Self.find("curl_multi_fdset")
        multiTimeout = try Self.find("curl_multi_timeout")
        multiMessage = try Self.find("curl_multi_info_read")
        let globalInit: @convention(c) (Int) -> Code = try Self.find("curl_global_init")
        // CURL_GLOBAL_DEFAULT
        guard globalInit(3) == 0 else { throw MissingSymbol(name: "curl_global_init") }
    }
}

extension CurlLibrary {
    /// What libcurl could not do at all.
    struct MissingSymbol: Error {
        let name: String
    }

    /// The one table of this process, or the name of what is missing.
    static let loaded: Result<CurlLibrary, MissingSymbol> = {
        do throws(MissingSymbol) { return .success(try CurlLibrary()) } catch { return .failure(error) }
    }()

    /// Mentioning a type keeps the linker from leaving FoundationNetworking, and libcurl with it, out.
    private static let anchor: Any.Type = URLRequest.self

    private static func find<Function>(_ name: String) throws(MissingSymbol) -> Function {
        _ = anchor
        // RTLD_DEFAULT is a null pointer on Linux.
        guard let address = dlsym(nil, name) else { throw MissingSymbol(name: name) }
        return unsafeBitCast(address, to: Function.self)
    }
}

/// `struct CURLMsg` of curl_multi_info_read(3), laid out as C does: a number, padding, a pointer, a union.
struct CurlMessage {
    let kind: Int32
    let handle: CurlLibrary.Handle?
    /// For a transfer that is done, its result code.
    let result: Int32

    init(at address: UnsafeRawPointer) {
        let word = MemoryLayout<UnsafeRawPointer>.size
        kind = address.load(as: Int32.self)
        handle = address.load(fromByteOffset: word, as: CurlLibrary.Handle?.self)
        result = address.load(fromByteOffset: 2 * word, as: Int32.self)
    }
}
