/// A word from a list that may grow; unknown words are kept.
package protocol WireWord: WireDecodable, RawRepresentable, CustomStringConvertible where RawValue == String {
    init(rawValue: String)
    /// All known words, if others are to be refused in strict mode; nil if not.
    static var known: [Self]? { get }
}

extension WireWord {
    package static var known: [Self]? { nil }

    package init(json: JSON, mode: DecodingMode) throws(WireError) {
        self.init(rawValue: try String(json: json, mode: mode))
        if mode == .strict, let known = Self.known, !known.contains(self) {
            throw WireError(.unknownWord(known.map(\.rawValue)), json)
        }
    }

    package var description: String { rawValue }
}

/// What a Worker is doing.
package struct WorkerStatus: WireWord {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
    package static let idle = Self(rawValue: "idle")
    package static let running = Self(rawValue: "running")
    package static let paused = Self(rawValue: "paused")
}

/// Why a run began.
package struct InvokeKind: WireWord {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
    package static let userSend = Self(rawValue: "user_send")
    static let workerEvent = Self(rawValue: "worker_event")
}

/// How a run ended.
package struct RunResult: WireWord {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
    package static let finished = Self(rawValue: "finished")
    package static let paused = Self(rawValue: "paused")
    package static let limitReached = Self(rawValue: "limit_reached")
    package static let rolledBack = Self(rawValue: "rolled_back")
    /// Only in the log: the run goes on in the next segment.
    package static let yielded = Self(rawValue: "yielded")
    /// Our own word for a run that ended without saying how.
    package static let ended = Self(rawValue: "ended")
}

/// What kind of thing went wrong.
package struct ErrorCode: WireWord {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
    static let internalError = Self(rawValue: "internal")
}

/// How serious an alert is.
package struct AlertLevel: WireWord {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
    static let warn = Self(rawValue: "warn")
    package static let error = Self(rawValue: "error")
}

/// Which part of the Worker raised an alert.
package struct AlertSource: WireWord {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
    static let worker = Self(rawValue: "worker")
    package static let agentsMD = Self(rawValue: "agents_md")
    static let compactor = Self(rawValue: "compactor")
}

/// What a completion completes.
package struct CompletionKind: WireWord {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
    static let file = Self(rawValue: "file")
    package static let known: [Self]? = [file] + ["knowledge", "workflow"].map(Self.init(rawValue:))
}

/// The state of a tool call in a snapshot.
package struct ToolCallState: WireWord {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
    static let pending = Self(rawValue: "pending")
    package static let done = Self(rawValue: "done")
}

/// A command's output stream.
package struct CommandStream: WireWord {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
    package static let stdout = Self(rawValue: "stdout")
    package static let stderr = Self(rawValue: "stderr")
}

/// The state of a command.
package struct CommandStatus: WireWord {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
    package static let running = Self(rawValue: "running")
    package static let completed = Self(rawValue: "completed")
}

/// The permission of a delegated scope.
package struct ScopePermission: WireWord {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
    package static let known: [Self]? = ["read", "write"].map(Self.init(rawValue:))
}

/// The author of a message.
package struct MessageRole: WireWord {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
    package static let user = Self(rawValue: "user")
    package static let assistant = Self(rawValue: "assistant")
}
