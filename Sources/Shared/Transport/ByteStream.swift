package import Glibc
package import Shared

/// A connected byte stream to a server, through a proxy and TLS if the URL and the environment ask for them.
///
/// Nothing here blocks. The caller polls `interest` for at most `timeout` milliseconds and calls `proceed` until it
/// returns true; then it polls `descriptor`. Before polling for input, call `receive` until it returns nil: TLS may
/// hold bytes that the socket no longer shows. SIGPIPE must be ignored.
package final class ByteStream {
    /// The server, with its host name as it is sent; see ``Endpoint/normalized()``.
    package let endpoint: Endpoint
    /// The proxy it goes through, without user information; nil for none.
    package let proxy: String?
    /// Nil once a plain socket has taken its place.
    private var transfer: CurlTransfer?
    private var plain: PlainSocket?

    /// Begins to connect; only scheme, host and port of the endpoint matter.
    package init(to endpoint: Endpoint, options: TransportOptions) throws(TransportError) {
        let transfer = try CurlTransfer(to: endpoint, options: options)
        transfer.set(.connectOnly, 1)
        // Even a proxy for plain HTTP must not interpret this stream.
        transfer.set(.httpProxyTunnel, 1)
        // One receive returns at most this buffer's size.
        transfer.set(.bufferSize, Self.bufferSize)
        try transfer.start()
        self.endpoint = transfer.endpoint
        proxy = transfer.proxy
        self.transfer = transfer
    }
}

extension ByteStream {
    /// libcurl allows up to 512 KiB.
    private static let bufferSize = 256 << 10

    /// Whether the bytes come directly from the socket, so that polling shows all of them.
    package var isPlain: Bool { plain != nil }

    /// What to poll while connecting.
    package var interest: [pollfd] { transfer?.interest ?? [] }

    /// How long to poll at most while connecting, in milliseconds.
    package var timeout: Int32 { transfer?.timeout() ?? 0 }

    /// Continues to connect; true when connected.
    package func proceed() throws(TransportError) -> Bool {
        guard plain == nil, let transfer else { return true }
        guard try transfer.proceed() else { return false }
        guard transfer.socket >= 0 else { throw transfer.error(.unconnected("no socket")) }
        // Without TLS, libcurl is no longer needed; it takes about 50 KiB per connection.
        if !transfer.isEncrypted, let socket = PlainSocket(copying: transfer.socket, peer: transfer.peer, proxy: proxy)
        {
            (plain, self.transfer) = (socket, nil)
        }
        return true
    }

    /// The connected socket, for polling only.
    package var descriptor: Int32 { plain?.descriptor ?? transfer?.socket ?? -1 }

    /// Reads what has arrived: returns the number of bytes, 0 at the end of the stream, nil if there is nothing now.
    package func receive(into space: UnsafeMutableRawBufferPointer) throws(TransportError) -> Int? {
        if let plain { return try plain.receive(into: space) }
        return try transfer?.receive(into: space)
    }

    /// Sends what can be sent at once and returns how many bytes that was. The rest must be passed again.
    package func send(_ bytes: Span<UInt8>) throws(TransportError) -> Int {
        try bytes.withUnsafeBytes { (bytes) throws(TransportError) in
            if let plain { return try plain.send(bytes) }
            return try transfer?.send(bytes) ?? 0
        }
    }
}
