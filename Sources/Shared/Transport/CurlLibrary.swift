internal import Glibc

// Foundation's HTTP is built on libcurl and brings the system's libcurl.so.4 into the process. Its own URLSession cannot
// be waited for with poll, rewrites `..` in paths and cannot tell an unsent request from a sent one; libcurl can.
// With the package trait DirectLibcurl the library is opened here, when first needed, and no Foundation is linked.
#if !DirectLibcurl
    internal import FoundationNetworking
#endif

/// The functions of libcurl that this package calls, found at run time: no headers, no build dependency.
///
/// Signatures as in curl's manual pages. The variadic `curl_easy_setopt` and `curl_easy_getinfo` are called with exactly
/// one argument after the option; on Linux x86-64 and arm64 that is the same calling convention as for a fixed list.
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
    let multiSetPointer: @convention(c) (Handle, Int32, UnsafeRawPointer?) -> Code
    let multiSocketAction: @convention(c) (Handle, Int32, Int32, UnsafeMutablePointer<Int32>) -> Code
    let multiTimeout: @convention(c) (Handle, UnsafeMutablePointer<Int>) -> Code
    let multiMessage: @convention(c) (Handle, UnsafeMutablePointer<Int32>) -> UnsafeRawPointer?
    let urlInit: @convention(c) () -> Handle?
    let urlCleanup: @convention(c) (Handle) -> Void
    let urlSet: @convention(c) (Handle, Int32, UnsafePointer<CChar>, UInt32) -> Code
    let urlGet: @convention(c) (Handle, Int32, UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>, UInt32) -> Code
    let free: @convention(c) (UnsafeMutableRawPointer) -> Void
    let version: @convention(c) () -> UnsafePointer<CChar>?

    private init() throws(Missing) {
        let library = try Self.open()
        func find<Function>(_ name: String) throws(Missing) -> Function {
            guard let address = dlsym(library, name) else { throw Missing(name: name) }
            return unsafeBitCast(address, to: Function.self)
        }
        easyInit = try find("curl_easy_init")
        easyCleanup = try find("curl_easy_cleanup")
        setNumber = try find("curl_easy_setopt")
        setPointer = try find("curl_easy_setopt")
        getInfo = try find("curl_easy_getinfo")
        receive = try find("curl_easy_recv")
        send = try find("curl_easy_send")
        errorText = try find("curl_easy_strerror")
        listAppend = try find("curl_slist_append")
        listFree = try find("curl_slist_free_all")
        multiInit = try find("curl_multi_init")
        multiCleanup = try find("curl_multi_cleanup")
        multiAdd = try find("curl_multi_add_handle")
        multiRemove = try find("curl_multi_remove_handle")
        multiSetPointer = try find("curl_multi_setopt")
        multiSocketAction = try find("curl_multi_socket_action")
        multiTimeout = try find("curl_multi_timeout")
        multiMessage = try find("curl_multi_info_read")
        urlInit = try find("curl_url")
        urlCleanup = try find("curl_url_cleanup")
        urlSet = try find("curl_url_set")
        urlGet = try find("curl_url_get")
        free = try find("curl_free")
        version = try find("curl_version")
        let globalInit: @convention(c) (Int) -> Code = try find("curl_global_init")
        // CURL_GLOBAL_DEFAULT
        guard globalInit(3) == 0 else { throw Missing(name: "curl_global_init") }
    }
}

extension CurlLibrary {
    /// A function, or the library itself, that is missing.
    struct Missing: Error {
        /// The function, or the loader's reason.
        let name: String
    }

    /// The table of this process, or what is missing.
    static let loaded: Result<CurlLibrary, Missing> = {
        do throws(Missing) { return .success(try CurlLibrary()) } catch { return .failure(error) }
    }()

    #if DirectLibcurl
        private static func open() throws(Missing) -> UnsafeMutableRawPointer {
            let name = "libcurl.so.4"
            guard let library = dlopen(name, RTLD_NOW | RTLD_LOCAL) else {
                throw Missing(name: dlerror().map { String(cString: $0) } ?? name)
            }
            return library
        }
    #else
        /// Naming a type keeps the linker from dropping FoundationNetworking, and libcurl with it.
        private static let anchor: Any.Type = URLRequest.self

        /// RTLD_DEFAULT, which is a null pointer on Linux: the running process.
        private static func open() throws(Missing) -> UnsafeMutableRawPointer? {
            _ = anchor
            return nil
        }
    #endif
}

/// The libcurl in use.
package enum Libcurl {
    /// One line: libcurl and the libraries that it uses, each as `name/version`, or why it cannot be used.
    package static var versions: String {
        switch CurlLibrary.loaded {
        case .success(let curl): curl.version().map { String(cString: $0) } ?? "libcurl"
        case .failure(let missing): TransportError(.noLibrary(missing.name), peer: "", wasSent: false).description
        }
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
