/// An HTTP answer; header names go out in lower case, as the real server writes them.
struct Response {
    var status: Int
    var headers: [(name: String, value: String)] = []
    var body: [UInt8] = []

    static func json(_ text: String, status: Int = 200) -> Response {
        Response(status: status, headers: [("content-type", "application/json")], body: Array(text.utf8))
    }

    static func plain(_ status: Int, _ text: String) -> Response {
        Response(status: status, headers: [("content-type", "text/plain; charset=utf-8")], body: Array(text.utf8))
    }

    /// The real server's error body.
    static func error(_ status: Int, _ error: String, _ message: String) -> Response {
        json("{\"error\":\(JSONText.string(error)),\"message\":\(JSONText.string(message))}", status: status)
    }
}

extension Response {
    /// The bytes on the wire. A `content-length` is added unless a header says how the body ends.
    var bytes: [UInt8] {
        var head = "HTTP/1.1 \(status) \(Self.reasons[status] ?? "Other")\r\n"
        for header in headers { head += "\(header.name): \(header.value)\r\n" }
        let names = headers.map(\.name)
        let announced = ["content-length", "transfer-encoding", "upgrade"].contains { names.contains($0) }
        if !announced && status >= 200 && status != 204 { head += "content-length: \(body.count)\r\n" }
        return Array((head + "\r\n").utf8) + body
    }

    private static let reasons = [
        101: "Switching Protocols", 200: "OK", 204: "No Content", 301: "Moved Permanently", 302: "Found",
        307: "Temporary Redirect", 308: "Permanent Redirect", 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden",
        404: "Not Found", 405: "Method Not Allowed", 409: "Conflict", 413: "Payload Too Large",
        415: "Unsupported Media Type", 422: "Unprocessable Entity", 429: "Too Many Requests",
        500: "Internal Server Error", 501: "Not Implemented", 502: "Bad Gateway", 503: "Service Unavailable",
        504: "Gateway Timeout",
    ]
}
