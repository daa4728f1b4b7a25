/// What a Worker says: 36 kinds, and whatever another version adds.
///
/// On the wire `{"event":NAME,"data":{…}}`; the three kinds without payload have no `data`.
package enum Event: Hashable, Sendable {
    case userMessage(UserMessage)
    case systemItem(SystemItemEvent)
    case invokeStart(InvokeStart)
    case turnStart(TurnStart)
    case turnEnd(TurnEnd)
    case llmCallStart(ModelCall)
    case llmCallEnd(ModelCall)
    case llmRetry(ModelRetry)
    case llmContinuation(ModelContinuation)
    case textDelta(TextPiece)
    case textDone(TextPiece)
    case thinkingStart
    case thinkingDelta(TextPiece)
    case thinkingDone(TextPiece)
    case toolCallStart(ToolCallStart)
    case toolCallArgsDelta(ToolCallArgsDelta)
    case toolCallDone(ToolCallDone)
    case toolResult(ToolResult)
    case usage(Usage)
    case runEnd(RunEnd)
    case error(WorkerError)
    case snapshot(Snapshot)
    case segmentRotated(SegmentRotated)
    case status(StatusChange)
    case completions(Completions)
    case rewindTargets(RewindTargets)
    case rewindApplied(RewindApplied)
    case workersListed(WorkersListed)
    case workerRestored(FreeResult)
    case peerRegistered(FreeResult)
    case alert(Alert)
    case memoryWorker(MemoryWorker)
    case compactStart
    case compactDone(CompactDone)
    case compactFailed(CompactFailed)
    case shutdown
    /// A kind that is not known here: its name and its data, if it had any.
    case unknown(name: String, data: JSON?)
}
