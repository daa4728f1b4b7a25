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
            case "segment_start": Self.decoded(Self.segmentStart, json, mode)
            case "invoke": Self.decoded(Self.invoke, json, mode)
            case "user_input": Self.decoded(Self.userInput, json, mode)
            case "assistant_item": Self.decoded(Self.assistantItem, json, mode)
            case "tool_result": Self.decoded(Self.toolResult, json, mode)
            case "system_item": Self.decoded(Self.systemItem, json, mode)
            case "turn_end": Self.decoded(Self.turnEnd, json, mode)
            case "run_completed": Self.decoded(Self.runCompleted, json, mode)
            case "run_errored": Self.decoded(Self.runErrored, json, mode)
            case "paused_turn_abandoned":
                Self.decoded(Self.pausedTurnAbandoned, json, mode)
            case "config_changed": Self.decoded(Self.configChanged, json, mode)
            case "llm_usage": Self.decoded(Self.llmUsage, json, mode)
            case "extension": Self.decoded(Self.extension, json, mode)
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
