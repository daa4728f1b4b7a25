internal import Shared

/// Holds an answer until its question has come.
///
/// Upstream sends question and answer on different channels, and on a busy machine the question arrives later. From the
/// first sign of a run, the model's output waits for it: for a few events, never past the end of a block. A run resumed
/// after a pause has no question, and one asked before we attached is not waited for.
struct PromptReorderBuffer {
    /// Maximum of held events: deltas must stream.
    private static let max = 4

    private var state: State
    private var held: [Event] = []

    init(isNeeded: Bool) { state = isNeeded ? .unknown : .never }

    private enum State {
        /// Questions are not shown.
        case never
        /// Nothing is known yet: only a status begins a run.
        case unknown
        /// No run is under way.
        case resting
        /// A run is paused.
        case paused
        /// A run has begun; its question has not come.
        case waiting
        /// The question has come, or will not come.
        case open
    }
}

extension PromptReorderBuffer {
    /// Whether events are held, or the next one could be.
    var isHolding: Bool { state == .waiting }

    /// - Returns: the events to show now, in order.
    mutating func take(_ event: Event) -> [Event] {
        if state == .never { return [event] }
        switch event {
        case .snapshot(let snapshot) where state == .unknown:
            // A later one, after a reconnect, says idle whatever the Worker is doing.
            state = snapshot.status == .running ? .open : snapshot.status == .paused ? .paused : .resting
        case .snapshot where state == .waiting:
            // It has the streaming blocks, which must keep their order.
            state = .open
            return release() + [event]
        case .status(.running):
            if state == .unknown || state == .resting { state = .waiting }
            if state == .paused { state = .open }
            return [event]
        case .status(let status):
            let released = release()
            state = status == .paused ? .paused : .resting
            return released + [event]
        case .userMessage:
            state = .open
            return [event] + release()
        case .invokeStart(let kind) where kind != .userSend:
            state = .open
            return [event] + release()
        case .turnStart(turn: 0) where state == .resting: state = .waiting
        case .textDelta, .thinkingStart, .thinkingDelta, .toolCallStart, .toolCallArgsDelta:
            guard state == .waiting else { return [event] }
            held.append(event)
            if held.count < Self.max { return [] }
            state = .open
            return release()
        case .snapshot, .segmentRotated, .alert, .memoryWorker, .invokeStart, .systemItem, .turnStart, .llmCallStart:
            break
        default:
            guard state == .waiting, !held.isEmpty || event.isOutput else { break }
            state = .open
            return release() + [event]
        }
        return [event]
    }

    /// Whether events are held.
    var isHoldingEvents: Bool { !held.isEmpty }

    /// The question will not come.
    mutating func giveUp() -> [Event] {
        if state == .waiting { state = .open }
        return release()
    }

    /// Returns the held events.
    mutating func release() -> [Event] {
        defer { held = [] }
        return held
    }
}

extension Event {
    /// Whether this is the model's output as a whole block.
    fileprivate var isOutput: Bool {
        switch self {
        case .textDone, .thinkingDone, .toolCallDone, .toolResult: true
        default: false
        }
    }
}
