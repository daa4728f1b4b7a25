extension ProtocolSocket {
    package static let sendsMethods = true

    package func request(for method: Method, reason: String) -> Request {
        switch method {
        // On the socket nothing would show whether it was accepted. By POST it always begins a run.
        case .notify(let message, autoRun: true): .input("notify", message)
        case .listCompletions where target.runtimeID == Self.embeddedRuntime:
            .notOffered("`list_completions` makes a Backend with a built-in Runtime hang; it was not sent")
        case .listCompletions(let kind, let prefix):
            .post(.completions, body: Request.object(["kind": kind.rawValue, "prefix": prefix]))
        case .run(let input): .message(Self.frame(.run(input.map(\.ofThisAPI))))
        default: .message(Self.frame(method))
        }
    }

    /// The Runtime within the Backend's own process.
    private static let embeddedRuntime = "embedded-worker-runtime"

    private static func frame(_ method: Method) -> [UInt8] {
        var writer = JSONWriter()
        method.write(to: &writer)
        return writer.bytes
    }
}

extension InputSegment {
    /// The model would see nothing of the kinds that this API dropped.
    fileprivate var ofThisAPI: InputSegment {
        switch self {
        case .knowledgeRef, .workflowInvoke: .text(WireText([self].flattened))
        default: self
        }
    }
}
