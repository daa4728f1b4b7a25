/// Why the beginning of an answer is no HTTP/1.1 header section.
package enum HTTPHeadFault: Error, Sendable, Hashable {
    /// The first bytes are no HTTP/1.1 answer; carries what stands there.
    case notHTTP(String)
    /// The header section exceeds this many bytes.
    case tooLarge(limit: Int)
    /// A header line that is none; carries it.
    case malformedHeader(String)
}

extension HTTPHeadFault: CustomStringConvertible {
    /// What was found, as the second half of a sentence; may quote the peer, uncleaned.
    package var description: String {
        switch self {
        case .notHTTP(let found): "the answer is not HTTP/1.1: it begins with \"\(found)\""
        case .tooLarge(let limit): "the answer's header section is longer than \(limit) bytes"
        case .malformedHeader(let line): "the answer holds a malformed header line: \"\(line)\""
        }
    }
}
