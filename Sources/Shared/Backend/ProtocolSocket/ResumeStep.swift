/// One event to print after a later snapshot, as positions in the snapshot's message.
enum ResumeStep: Hashable, Sendable {
    case userMessage(segments: Range<Int>)
    case systemItem(Range<Int>)
    case textDelta(TextParts), textDone(TextParts)
    case thinkingStart, thinkingDelta(TextParts), thinkingDone(TextParts)
    case toolCallStart(id: Range<Int>, name: Range<Int>)
    case toolCallArgsDelta(id: Range<Int>, TextParts)
    /// - Parameter arguments: A string's contents; nil if they are not JSON.
    case toolCallDone(id: Range<Int>, name: Range<Int>, arguments: Range<Int>?)
    case toolResult(item: Range<Int>)
    case segmentRotated(entry: Range<Int>)
    case rewindApplied(kept: Range<Int>?, count: Int, discarded: Int)
    case runEnd(Range<Int>)
    case runEndWord(StaticWord)
    case error(message: Range<Int>)
    case status(WorkerStatus)
    case own(ErrorKind, String)

    enum StaticWord: String, Sendable {
        case paused
        case rolledBack = "rolled_back"
    }
}
