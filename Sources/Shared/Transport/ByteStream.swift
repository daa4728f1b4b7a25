package import Glibc
package import Shared

/// A connected stream of bytes to a server, through a proxy and TLS where the URL and the environment ask for them.
///
/// Nothing here blocks. The caller polls `interest` for at most `timeout` milliseconds and calls `proceed` until it
/// answers true; afterwards it polls `descriptor`. Before polling for input, `receive` until it answers nil: TLS may
/// hold bytes that the socket no longer shows. SIGPIPE must be ignored in the process.
package final class ByteStream {
    private let multi: CurlMulti
    private let transfer: CurlTransfer

    /// Begins to connect; only scheme, host and port of the endpoint matter.
    package init(to endpoint: Endpoint, options: TransportOptions) throws(TransportError) {
        multi = try CurlMulti()
        transfer = try CurlTransfer(to: endpoint, on: multi, options: options)
        transfer.set(.connectOnly, 1)
        // A proxy that understands plain HTTP still must not read this stream.
        transfer.set(.httpProxyTunnel, 1)
        // The most that one receive returns is this buffer's size.
        transfer.set(.bufferSize, Self.bufferSize)
        try transfer.start()
    }
}

extension ByteStream {
    /// libcurl allows up to 512 KiB.
    private static let bufferSize = 256 << 10

    /// Where it leads, in the form in which the server is to be named; see ``Endpoint/normalized()``.
    package var endpoint: Endpoint { transfer.endpoint }

    /// The proxy it goes through, without user information; nil for none.
    package var proxy: String? { transfer.proxy }

    /// What to poll while connecting.
    package var interest: [pollfd] { multi.interest }

    /// The longest time to poll while connecting, in milliseconds.
    package var timeout: Int32 { transfer.timeout() }

    /// Goes on connecting; true when connected.
    package func proceed() throws(TransportError) -> Bool {
        guard try transfer.proceed() else { return false }
        guard transfer.socket >= 0 else { throw transfer.error(.unconnected("no socket")) }
        return true
    }

    /// The connected socket, for polling only.
    package var descriptor: Int32 { transfer.socket }

    /// Reads what is there: the number of bytes, 0 at the end of the stream, nil when there is nothing now.
    package func receive(into space: UnsafeMutableRawBufferPointer) throws(TransportError) -> Int? {
        try transfer.receive(into: space)
    }

    /// Sends what can be sent at once and answers how many bytes that was. The rest must be offered again.
    package func send(_ bytes: Span<UInt8>) throws(TransportError) -> Int {
        try bytes.withUnsafeBytes { (bytes) throws(TransportError) in try transfer.send(bytes) }
    }
}
