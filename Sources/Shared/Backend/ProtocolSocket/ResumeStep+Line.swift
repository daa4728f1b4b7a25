extension ResumeStep {
    /// The event as a line.
    ///
    /// - Parameter message: the snapshot's message.
    func line(from message: Bytes, origin: ErrorOrigin) -> [UInt8] {
        switch self {
        case .userMessage(let segments): Self.line("user_message") { $0.value("segments", segments, in: message) }
        case .systemItem(let item): Self.line("system_item") { $0.value("item", item, in: message) }
        case .textDelta(let text): Self.line("text_delta") { $0.text("text", text, in: message) }
        case .textDone(let text): Self.line("text_done") { $0.text("text", text, in: message) }
        case .thinkingStart: EventLineWriter("thinking_start", hasData: false).line()
        case .thinkingDelta(let text): Self.line("thinking_delta") { $0.text("text", text, in: message) }
        case .thinkingDone(let text): Self.line("thinking_done") { $0.text("text", text, in: message) }
        case .toolCallStart(let id, let name):
            Self.line("tool_call_start") {
                $0.text("id", TextParts(id), in: message)
                $0.text("name", TextParts(name), in: message)
            }
        case .toolCallArgsDelta(let id, let json):
            Self.line("tool_call_args_delta") {
                $0.text("id", TextParts(id), in: message)
                $0.text("json", json, in: message)
            }
        case .toolCallDone(let id, let name, let arguments):
            Self.line("tool_call_done") {
                $0.text("id", TextParts(id), in: message)
                $0.text("name", TextParts(name), in: message)
                if let arguments {
                    $0.text("arguments", TextParts(arguments), in: message)
                } else {
                    $0.raw("arguments", #""null""#)
                }
            }
        case .toolResult(let item): Self.result(item, in: message)
        case .segmentRotated(let entry): Self.line("segment_rotated") { $0.value("entry", entry, in: message) }
        case .rewindApplied(let kept, let count, let discarded):
            Self.rewind(kept, count, discarded, in: message)
        case .runEnd(let result): Self.line("run_end") { $0.text("result", TextParts(result), in: message) }
        case .runEndWord(let result): Self.line("run_end") { $0.word("result", result.rawValue) }
        case .error(let text):
            Self.line("error") {
                // The log does not keep the code; that of a cancelled run is `internal`.
                let isCancelled = message.contents(text, are: "Cancelled")
                $0.word("code", isCancelled ? "internal" : "provider_error")
                $0.text("message", TextParts(text), in: message)
            }
        case .status(let status): Self.line(of: status)
        case .own(let kind, let sentence): Self.own(kind, sentence, origin: origin)
        }
    }

    /// A `status` event.
    static func line(of status: WorkerStatus) -> [UInt8] {
        line("status") { $0.word("status", status.rawValue) }
    }

    /// An `error` event of our own.
    static func own(_ kind: ErrorKind, _ sentence: String, origin: ErrorOrigin) -> [UInt8] {
        line("error") {
            $0.word("code", ErrorCode.internalError.rawValue)
            $0.word("message", sentence)
            $0.word("origin", origin.rawValue)
            $0.word("kind", kind.rawValue)
        }
    }
}

extension ResumeStep {
    private static func line(_ name: StaticString, _ write: (inout EventLineWriter) -> Void) -> [UInt8] {
        var text = EventLineWriter(name)
        write(&text)
        return text.line()
    }

    private static func result(_ item: Range<Int>, in message: Bytes) -> [UInt8] {
        line("tool_result") {
            $0.text("id", TextParts(message.text("call_id", of: item)), in: message)
            $0.text("summary", TextParts(message.text("summary", of: item)), in: message)
            if let content = message.text("content", of: item) {
                $0.text("output", TextParts(content), in: message)
            }
            if let isError = message.member("is_error", of: item) {
                $0.value("is_error", isError, in: message)
            } else {
                $0.bool("is_error", false)
            }
        }
    }

    private static func rewind(_ kept: Range<Int>?, _ count: Int, _ discarded: Int, in message: Bytes) -> [UInt8] {
        var summary = JSONWriter()
        summary.object {
            $0.key("truncated_to_entries")
            $0.integer(count)
            $0.key("discarded_entries")
            $0.integer(discarded)
            $0.key("tool_side_effect_warning")
            $0.bool(false)
        }
        return line("rewind_applied") {
            $0.array("entries", of: kept, in: message)
            $0.raw("input", "[]")
            $0.value("summary", 0..<summary.bytes.count, in: summary.bytes.span)
        }
    }
}
