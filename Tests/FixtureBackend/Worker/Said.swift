/// Event lines that a worker says whatever its run.
enum Said {
    static let cancelled = error("internal", "Cancelled")
    static let shutdown = #"{"event":"shutdown"}"#
    static let callStart = #"{"event":"llm_call_start""#
    static let interrupt = item(
        #"{"body":"[The previous turn was interrupted by the user.]","kind":"interrupt"}"#)

    static func status(_ word: String) -> String { #"{"event":"status","data":{"status":"\#(word)"}}"# }

    static func runEnd(_ result: String) -> String { #"{"event":"run_end","data":{"result":"\#(result)"}}"# }

    static func error(_ code: String, _ message: String) -> String {
        #"{"event":"error","data":{"code":"\#(code)","message":\#(JSONText.string(message))}}"#
    }

    static func alert(_ message: String) -> String {
        """
        {"event":"alert","data":{"level":"warn","source":"worker","message":\(JSONText.string(message)),\
        "timestamp_ms":1795646660000}}
        """
    }

    static func question(_ segments: String) -> String {
        #"{"event":"user_message","data":{"segments":\#(segments)}}"#
    }

    static func rotation(_ entry: String) -> String { #"{"event":"segment_rotated","data":{"entry":\#(entry)}}"# }

    static func notification(_ message: String) -> String {
        item(
            """
            {"body":\(JSONText.string("[Notification]\n" + message)),"kind":"notification",\
            "message":\(JSONText.string(message))}
            """)
    }

    static func item(_ item: String) -> String { #"{"event":"system_item","data":{"item":\#(item)}}"# }
}
