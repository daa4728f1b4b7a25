/// Something that was printed and is, or will be, in the log: by kind and content, as far as needed to find it there.
struct PrintedItem: Hashable, Sendable {
    let kind: Kind
    /// Of the text of a text or thought; of the id of a call or its result; else of the whole content.
    let content: TextHash
    /// Whether its log entry has been seen, or need not be looked for any more.
    var isCommitted = false

    enum Kind: UInt8, Sendable {
        case invoke, userMessage, systemItem, toolResult
        case toolCall, text, thought
        /// Ends of runs: as `run_completed` and as `run_errored` in the log.
        case completed, errored
    }
}

extension PrintedItem.Kind {
    /// Whether it is printed in the order of the log, once for each entry.
    var isLandmark: Bool {
        switch self {
        case .invoke, .userMessage, .systemItem, .toolResult: true
        default: false
        }
    }
}
