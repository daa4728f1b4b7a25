/// Something that was printed and is, or will be, in the log: its kind, and a hash to find it by.
struct PrintedItem: Hashable, Sendable {
    let kind: Kind
    /// Hash of the text of a text or thought, of the id of a call or its result, else of the whole content.
    let content: TextHash
    /// Whether its log entry has been found, or is no longer looked for.
    var isCommitted = false

    enum Kind: UInt8, Sendable {
        case invoke, userMessage, systemItem, toolResult
        case toolCall, text, thought
        /// Ends of runs: `run_completed` and `run_errored` in the log.
        case completed, errored
    }
}

extension PrintedItem.Kind {
    /// Whether such items are printed in the order of the log, one for each entry.
    var isLandmark: Bool {
        switch self {
        case .invoke, .userMessage, .systemItem, .toolResult: true
        default: false
        }
    }
}
