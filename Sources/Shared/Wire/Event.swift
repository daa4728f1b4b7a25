/// What a Worker sends: 39 kinds of events, and whatever another version adds.
///
/// On the wire `{"event":NAME,"data":{…}}`; the kinds without payload have no `data`. Only what is used is decoded.
package enum Event: Hashable, Sendable {
    case userMessage([InputSegment])
    /// Something that the system adds to the conversation: a file, a notification, a reminder.
    case systemItem(SystemItem)
    /// The Worker was woken.
    case invokeStart(InvokeKind)
    /// A turn begins. Its number is not unique: numbers repeat after a pause.
    case turnStart(turn: UInt64?)
    /// A turn ended; its tools run only now.
    case turnEnd
    case llmCallStart
    case llmCallEnd
    case llmRetry(ModelRetry)
    case llmContinuation(ModelContinuation)
    case textDelta(WireText)
    /// The whole text of a block.
    case textDone(WireText)
    case thinkingStart
    case thinkingDelta(WireText)
    /// The whole text of a block.
    case thinkingDone(WireText)
    case toolCallStart(id: String, name: String)
    /// A piece of a call's arguments, not JSON by itself.
    case toolCallArgsDelta(id: String, json: String)
    case toolCallDone(ToolCallDone)
    case toolResult(ToolResult)
    /// Progress of a command that a tool call runs.
    case command(CommandEvent)
    case usage(Usage)
    /// A run ended that did not fail.
    case runEnd(RunResult)
    case error(WorkerError)
    indirect case snapshot(Snapshot)
    /// The log has a new segment: that of the first run, or one after a compaction or a fork.
    case segmentRotated(SegmentStart)
    /// The Worker's state changed: idle and paused are the only sure end of a run.
    case status(WorkerStatus)
    case completions(Completions)
    /// Newest first.
    case rewindTargets([RewindTarget])
    case rewindApplied(RewindApplied)
    /// A reply of unspecified form, like the two below.
    case workersListed(JSON)
    case workerRestored(JSON)
    case peerRegistered(JSON)
    case alert(Alert)
    case memoryWorker(MemoryWorker)
    case compactStart
    /// The history continues in a new segment; its id is a UUID.
    case compactDone(newSegmentID: String)
    case compactFailed(error: String)
    /// An event of a sub-Worker.
    indirect case internalWorker(InternalWorkerEvent)
    /// A sub-Worker is gone, with all below it.
    case internalWorkerRemoved(InternalWorker)
    case shutdown
    /// An unknown kind: its name and its data, if any.
    case unknown(name: String, data: JSON?)
}

extension Event: WireDecodable {
    package init(json: JSON, mode: DecodingMode) throws(WireError) {
        guard let members = json.members else { throw WireError(.expected("an object"), json) }
        var name: JSON?
        var data: JSON?
        for member in members {
            switch member.key {
            case "event" where name == nil: name = member.value
            case "data" where data == nil: data = member.value
            case "event", "data": throw WireError(.repeatedField, member.value, path: member.key)
            default: break
            }
        }
        guard let name else { throw WireError(.missing, json, path: "event") }
        guard let kind = name.string else { throw WireError(.expected("a string"), name, path: "event") }
        do throws(WireError) {
            self = try Event(kind, Fields(data ?? .null)) ?? .unknown(name: kind, data: data)
        } catch {
            throw error.inside("data")
        }
    }

    /// - Returns: nil for an unknown kind.
    private init?(_ kind: String, _ data: Fields) throws(WireError) {
        switch kind {
        case "text_delta": self = .textDelta(try data.required("text"))
        case "text_done": self = .textDone(data["text"] ?? WireText(""))
        case "thinking_start": self = .thinkingStart
        case "thinking_delta": self = .thinkingDelta(try data.required("text"))
        case "thinking_done": self = .thinkingDone(data["text"] ?? WireText(""))
        case "tool_call_start": self = .toolCallStart(id: data["id"] ?? "", name: data["name"] ?? "")
        case "tool_call_args_delta": self = .toolCallArgsDelta(id: data["id"] ?? "", json: data["json"] ?? "")
        case "tool_call_done": self = .toolCallDone(ToolCallDone(data, id: "id"))
        case "tool_result": self = .toolResult(ToolResult(data, id: "id", output: "output"))
        case "command": self = .command(CommandEvent(Fields(try data.required("event"))))
        case "user_message": self = .userMessage(try data.required("segments"))
        case "system_item": self = .systemItem(try data.required("item"))
        case "invoke_start": self = .invokeStart(data["kind"] ?? .userSend)
        case "turn_start": self = .turnStart(turn: data["turn"])
        case "turn_end": self = .turnEnd
        case "llm_call_start": self = .llmCallStart
        case "llm_call_end": self = .llmCallEnd
        case "llm_retry": self = .llmRetry(ModelRetry(data))
        case "llm_continuation": self = .llmContinuation(ModelContinuation(data))
        case "usage": self = .usage(Usage(data))
        case "run_end": self = .runEnd(data["result"] ?? .ended)
        case "status": self = .status(try data.required("status"))
        case "error": self = .error(try WorkerError(data))
        case "snapshot": self = .snapshot(Snapshot(data))
        case "segment_rotated": self = .segmentRotated(SegmentStart(Fields(try data.required("entry"))))
        case "completions": self = .completions(Completions(data))
        case "rewind_targets": self = .rewindTargets(data["targets"] ?? [])
        case "rewind_applied": self = .rewindApplied(RewindApplied(data))
        case "workers_listed": self = .workersListed(try data.required("workers"))
        case "worker_restored": self = .workerRestored(try data.required("result"))
        case "peer_registered": self = .peerRegistered(try data.required("result"))
        case "alert": self = .alert(Alert(data))
        case "memory_worker": self = .memoryWorker(MemoryWorker(data))
        case "compact_start": self = .compactStart
        case "compact_done": self = .compactDone(newSegmentID: data["new_segment_id"] ?? "")
        case "compact_failed": self = .compactFailed(error: data["error"] ?? "")
        case "internal_worker": self = .internalWorker(try InternalWorkerEvent(data))
        case "internal_worker_removed": self = .internalWorkerRemoved(try data.required("worker"))
        case "shutdown": self = .shutdown
        default: return nil
        }
    }
}
