/// One request, before anything is sent.
package struct HTTPRequest: Sendable, Hashable {
    /// What to do with the resource.
    package let method: HTTPMethod
    /// The absolute `http` or `https` URL; its path and query go out byte for byte as written here.
    package let url: String
    /// Fields besides those that the transport adds (Host, Content-Length, …).
    package let headers: HTTPHeaders
    /// The body of a POST; a GET has none.
    package let body: [UInt8]

    /// Describes a request.
    package init(method: HTTPMethod, url: String, headers: HTTPHeaders = HTTPHeaders(), body: [UInt8] = []) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
    }
}

/// The methods that the Backend's API uses.
package enum HTTPMethod: String, Sendable, Hashable {
    /// Reads; asking twice does no harm.
    case get = "GET"
    /// Acts; asking twice may act twice.
    case post = "POST"
}
