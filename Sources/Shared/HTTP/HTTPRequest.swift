/// An HTTP request.
package struct HTTPRequest: Sendable, Hashable {
    /// GET or POST.
    package let method: HTTPMethod
    /// The absolute `http` or `https` URL; its path and query are sent byte for byte.
    package let url: String
    /// Fields besides those that the transport adds (Host, Content-Length, …).
    package let headers: HTTPHeaders
    /// The body of a POST; a GET has none.
    package let body: [UInt8]

    package init(method: HTTPMethod, url: String, headers: HTTPHeaders = HTTPHeaders(), body: [UInt8] = []) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
    }
}

/// The methods that the Backend's API uses.
package enum HTTPMethod: String, Sendable, Hashable {
    /// Only reads, so it can be repeated.
    case get = "GET"
    /// Acts, so repeating it may act twice.
    case post = "POST"
}
