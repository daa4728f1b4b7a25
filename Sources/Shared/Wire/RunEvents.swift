/// The Worker was woken.
package struct InvokeStart: WireObject {
    package var kind = InvokeKind.userSend
    package var residue = Residue()

    package init() {}

    package mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        try visitor.required("kind", &kind)
    }
}

/// A turn begins. Numbers repeat after a pause: they are no key.
package struct TurnStart: WireObject {
    package var turn: UInt64 = 0
    package var residue = Residue()

    package init() {}

    package mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        try visitor.required("turn", &turn)
    }
}

/// A turn ended; its tools run only now.
package struct TurnEnd: WireObject {
    package var turn: UInt64 = 0
    package var result = RunResult.finished
    package var residue = Residue()

    package init() {}

    package mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        try visitor.required("turn", &turn)
        try visitor.required("result", &result)
    }
}

/// A request to the model begins or ends.
package struct ModelCall: WireObject {
    package var llmCall: UInt64 = 0
    package var residue = Residue()

    package init() {}

    package mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        try visitor.required("llm_call", &llmCall)
    }
}

/// A request to the model failed and will be tried again.
package struct ModelRetry: WireObject {
    package var llmCall: UInt64 = 0
    /// Counted from 1.
    package var failedAttempt: UInt32 = 1
    package var maxAttempts: UInt32 = 1
    package var waitMilliseconds: UInt64 = 0
    package var elapsedMilliseconds: UInt64 = 0
    /// HTTP status, where there was an answer.
    package var status: UInt16?
    package var error = ""
    package var residue = Residue()

    package init() {}

    package mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        try visitor.required("llm_call", &llmCall)
        try visitor.required("failed_attempt", &failedAttempt)
        try visitor.required("max_attempts", &maxAttempts)
        try visitor.required("wait_ms", &waitMilliseconds)
        try visitor.required("elapsed_ms", &elapsedMilliseconds)
        try visitor.optional("status", &status)
        try visitor.required("error", &error)
    }
}

/// The model's answer broke off; a new request goes on from there.
package struct ModelContinuation: WireObject {
    package var llmCall: UInt64 = 0
    package var attempt: UInt32 = 1
    package var maxAttempts: UInt32 = 1
    package var reason = ""
    package var residue = Residue()

    package init() {}

    package mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        try visitor.required("llm_call", &llmCall)
        try visitor.required("attempt", &attempt)
        try visitor.required("max_attempts", &maxAttempts)
        try visitor.required("reason", &reason)
    }
}

/// Tokens that one request took; any of them may be unknown.
package struct Usage: WireObject {
    /// Cached tokens included.
    package var inputTokens: UInt64?
    package var outputTokens: UInt64?
    package var cacheReadInputTokens: UInt64?
    package var residue = Residue()

    package init() {}

    package mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        try visitor.nullable("input_tokens", &inputTokens)
        try visitor.nullable("output_tokens", &outputTokens)
        try visitor.optional("cache_read_input_tokens", &cacheReadInputTokens)
    }
}

/// A run that did not fail is over.
package struct RunEnd: WireObject {
    package var result = RunResult.finished
    package var residue = Residue()

    package init() {}

    package mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        try visitor.required("result", &result)
    }
}

/// The Worker went to another state: idle and paused are the one sure end of a run.
package struct StatusChange: WireObject {
    package var status = WorkerStatus.idle
    package var residue = Residue()

    package init() {}

    package mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        try visitor.required("status", &status)
    }
}
