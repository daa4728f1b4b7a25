/// An entry of a session's log; a kind that is not known here, or a broken one, is kept as it is.
package enum LogEntry: WireValue {
    case segmentStart(SegmentStart)
    case invoke(LoggedInvoke)
    case userInput(LoggedUserInput)
    case assistantItem(LoggedItemEntry)
    case toolResult(LoggedItemEntry)
    case systemItem(LoggedSystemItem)
    case turnEnd(LoggedTurnEnd)
    case runCompleted(LoggedRunEnd)
    case runErrored(LoggedRunError)
    case pausedTurnAbandoned(BareEntry)
    case configChanged(LoggedConfig)
    case llmUsage(LoggedUsage)
    case `extension`(LoggedExtension)
    case unknown(JSON)

    package init(json: JSON, mode: DecodingMode) {
        let decoded: Self? =
            switch json["kind"]?.string {
            case "segment_start": (try? SegmentStart(json: json, tag: "kind", mode: mode)).map(Self.segmentStart)
            case "invoke": (try? LoggedInvoke(json: json, tag: "kind", mode: mode)).map(Self.invoke)
            case "user_input": (try? LoggedUserInput(json: json, tag: "kind", mode: mode)).map(Self.userInput)
            case "assistant_item": (try? LoggedItemEntry(json: json, tag: "kind", mode: mode)).map(Self.assistantItem)
            case "tool_result": (try? LoggedItemEntry(json: json, tag: "kind", mode: mode)).map(Self.toolResult)
            case "system_item": (try? LoggedSystemItem(json: json, tag: "kind", mode: mode)).map(Self.systemItem)
            case "turn_end": (try? LoggedTurnEnd(json: json, tag: "kind", mode: mode)).map(Self.turnEnd)
            case "run_completed": (try? LoggedRunEnd(json: json, tag: "kind", mode: mode)).map(Self.runCompleted)
            case "run_errored": (try? LoggedRunError(json: json, tag: "kind", mode: mode)).map(Self.runErrored)
            case "paused_turn_abandoned":
                (try? BareEntry(json: json, tag: "kind", mode: mode)).map(Self.pausedTurnAbandoned)
            case "config_changed": (try? LoggedConfig(json: json, tag: "kind", mode: mode)).map(Self.configChanged)
            case "llm_usage": (try? LoggedUsage(json: json, tag: "kind", mode: mode)).map(Self.llmUsage)
            case "extension": (try? LoggedExtension(json: json, tag: "kind", mode: mode)).map(Self.extension)
            default: nil
            }
        self = decoded ?? .unknown(json)
    }

    package func write(to writer: inout JSONWriter) {
        switch self {
        case .segmentStart(let entry): entry.write(tag: "kind", "segment_start", to: &writer)
        case .invoke(let entry): entry.write(tag: "kind", "invoke", to: &writer)
        case .userInput(let entry): entry.write(tag: "kind", "user_input", to: &writer)
        case .assistantItem(let entry): entry.write(tag: "kind", "assistant_item", to: &writer)
        case .toolResult(let entry): entry.write(tag: "kind", "tool_result", to: &writer)
        case .systemItem(let entry): entry.write(tag: "kind", "system_item", to: &writer)
        case .turnEnd(let entry): entry.write(tag: "kind", "turn_end", to: &writer)
        case .runCompleted(let entry): entry.write(tag: "kind", "run_completed", to: &writer)
        case .runErrored(let entry): entry.write(tag: "kind", "run_errored", to: &writer)
        case .pausedTurnAbandoned(let entry): entry.write(tag: "kind", "paused_turn_abandoned", to: &writer)
        case .configChanged(let entry): entry.write(tag: "kind", "config_changed", to: &writer)
        case .llmUsage(let entry): entry.write(tag: "kind", "llm_usage", to: &writer)
        case .extension(let entry): entry.write(tag: "kind", "extension", to: &writer)
        case .unknown(let json): writer.raw(json)
        }
    }
}
