/// Why the beginning of a response is not an HTTP/1.1 header section.
package enum HTTPHeadFault: Error, Sendable, Hashable {
    /// The first bytes are not an HTTP/1.1 response; contains them.
    case notHTTP(String)
    /// The header section is longer than this many bytes.
    case tooLarge(limit: Int)
}

extension HTTPHeadFault: CustomStringConvertible {
    /// What was found, as the end of a sentence; may quote the peer, unsanitized.
    package var description: String {
        switch self {
        case .notHTTP(let found): "the answer is not HTTP/1.1: it begins with \"\(found)\""
        case .tooLarge(let limit): "the answer's header section is longer than \(limit) bytes"
        }
    }
}
