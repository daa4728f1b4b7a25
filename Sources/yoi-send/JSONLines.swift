import Shared

extension HTTPRequest {
    /// The output of `--dry-run`: method, path and body, but not the headers, which may contain secrets.
    var jsonLine: [UInt8] {
        var writer = JSONWriter()
        writer.object {
            $0.key("method")
            $0.string(method.rawValue)
            $0.key("path")
            $0.string(shownTarget)
            guard let json = try? JSON(body) else { return }
            $0.key("body")
            $0.raw(json)
        }
        return writer.bytes
    }

    /// Path and query as they are sent.
    var shownTarget: String { Endpoint(url: url)?.target ?? "" }
}

extension HTTPResponse {
    /// The body as one line if it is JSON.
    var jsonLine: [UInt8]? {
        guard let json = try? json() else { return nil }
        var line = Array(json.bytes)
        line.joinLines()
        return line
    }
}

extension [UInt8] {
    /// The output of `--dry-run` for a message on the socket with this URL.
    func shown(on socket: String) -> [UInt8] {
        var writer = JSONWriter()
        writer.object {
            $0.key("path")
            $0.string(Endpoint(url: socket)?.target ?? "")
            guard let json = try? JSON(self) else { return }
            $0.key("message")
            $0.raw(json)
        }
        return writer.bytes
    }
}
