/// A word from a list that may grow: a word that is not known here survives.
package protocol WireWord: WireValue, RawRepresentable, CustomStringConvertible where RawValue == String {
    init(rawValue: String)
    /// The words that the protocol has today.
    static var known: [Self] { get }
}

extension WireWord {
    package init(json: JSON, mode: DecodingMode) throws(WireError) {
        self.init(rawValue: try String(json: json, mode: mode))
        if mode == .strict, !Self.known.contains(self) {
            throw WireError(.unknownWord(Self.known.map(\.rawValue)), json)
        }
    }

    package func write(to writer: inout JSONWriter) { writer.string(rawValue) }
    package var description: String { rawValue }
}

/// What a Worker is doing.
package struct WorkerStatus: WireWord {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
    package static let idle = Self(rawValue: "idle")
    package static let running = Self(rawValue: "running")
    package static let paused = Self(rawValue: "paused")
    package static let known = [idle, running, paused]
}

/// Why a run began.
package struct InvokeKind: WireWord {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
    package static let userSend = Self(rawValue: "user_send")
    package static let known =
        [userSend] + ["notify", "worker_event", "system_reminder", "wakeup"].map(Self.init(rawValue:))
}

/// How a turn or a run ended; turns know only the first two.
package struct RunResult: WireWord {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
    package static let finished = Self(rawValue: "finished")
    package static let paused = Self(rawValue: "paused")
    package static let limitReached = Self(rawValue: "limit_reached")
    package static let rolledBack = Self(rawValue: "rolled_back")
    /// Only in the log.
    package static let yielded = Self(rawValue: "yielded")
    package static let known = [finished, paused, limitReached, rolledBack, yielded]
}

/// What kind of thing went wrong.
package struct ErrorCode: WireWord {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
    package static let internalError = Self(rawValue: "internal")
    package static let known =
        [internalError]
        + ["already_running", "not_running", "not_paused", "provider_error", "tool_error", "invalid_request"]
        .map(Self.init(rawValue:))
}

/// How serious an alert is.
package struct AlertLevel: WireWord {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
    package static let warn = Self(rawValue: "warn")
    package static let error = Self(rawValue: "error")
    package static let known = [warn, error]
}

/// Which part of the Worker raised an alert.
package struct AlertSource: WireWord {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
    package static let worker = Self(rawValue: "worker")
    package static let agentsMD = Self(rawValue: "agents_md")
    package static let known = [worker, agentsMD] + ["engine", "compactor"].map(Self.init(rawValue:))
}

/// What a completion completes.
package struct CompletionKind: WireWord {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
    package static let known = ["file", "knowledge", "workflow"].map(Self.init(rawValue:))
}

/// How far a tool call has come, in a snapshot.
package struct ToolCallState: WireWord {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
    package static let pending = Self(rawValue: "pending")
    package static let streamingArguments = Self(rawValue: "streaming_args")
    package static let done = Self(rawValue: "done")
    package static let known = [pending, streamingArguments, done]
}

/// What a delegated scope allows.
package struct ScopePermission: WireWord {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
    package static let known = ["read", "write"].map(Self.init(rawValue:))
}

/// Who spoke a logged message.
package struct MessageRole: WireWord {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
    package static let user = Self(rawValue: "user")
    package static let assistant = Self(rawValue: "assistant")
    package static let system = Self(rawValue: "system")
    package static let known = [user, assistant, system]
}
