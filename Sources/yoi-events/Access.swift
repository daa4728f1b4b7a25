internal import Shared
internal import Transport

/// What every request and stream to the Backend has in common.
struct Access {
    var options: TransportOptions
    var headers: HTTPHeaders
}

extension Access {
    /// How the program introduces itself, unless the user wants another name.
    static let userAgent = HTTPHeaders.Field(name: "User-Agent", value: "yoi-events/\(Version.text)")

    /// A client for plain requests.
    func client() throws(Stop) -> HTTPClient {
        do throws(TransportError) {
            return try HTTPClient(options: options)
        } catch {
            throw .failed(Failure(error.exitStatus, error.description))
        }
    }
}
