/// One rule of a script: where it applies, and what happens there instead of the ordinary.
struct Rule: Sendable {
    enum Stage: String, Decodable {
        /// As soon as a client is connected; nothing of its request has been read.
        case accept
        /// The request's head has been read, its body not.
        case head
        /// The whole request has been read.
        case request
    }

    let stage: Stage
    let method: String?
    /// The raw target with its query; `*` matches anything.
    let path: String?
    /// Only a worker's socket, of the API that is spoken.
    let isSocket: Bool
    /// So many are let pass first.
    let skip: Int
    /// Of the others only every Nth counts.
    let every: Int
    /// At most so often.
    let times: Int
    let shape: ShapeRule?
    /// Empty: the ordinary happens, in the rule's shape.
    let steps: [Step]
}

extension Rule {
    /// The tests' own requests are always served.
    func matches(_ stage: Stage, _ request: Request?, _ api: API) -> Bool {
        if request?.target.hasPrefix("/fixture/") == true { return false }
        return stage == self.stage && (method ?? request?.method) == request?.method
            && path.map { Self.glob($0, request?.target ?? "") } ?? true
            && (!isSocket || request?.path.hasSuffix(api.socket) == true)
    }

    private static func glob(_ pattern: String, _ text: String) -> Bool {
        let parts = pattern.split(separator: "*", omittingEmptySubsequences: false)
        guard parts.count > 1 else { return pattern == text }
        guard text.hasPrefix(parts[0]) else { return false }
        var rest = text.dropFirst(parts[0].count)
        for part in parts[1..<parts.count - 1] {
            guard let found = rest.firstRange(of: part) else { return false }
            rest = rest[found.upperBound...]
        }
        return rest.hasSuffix(parts[parts.count - 1])
    }
}

extension Rule: Decodable {
    init(from decoder: any Decoder) throws {
        let fields = try Fields(
            decoder, known: ["at", "method", "path", "socket", "skip", "every", "times", "shape", "do"])
        stage = try fields.optional("at") ?? .request
        method = try fields.optional("method")
        path = try fields.optional("path")
        isSocket = try fields.optional("socket") ?? false
        skip = try fields.optional("skip") ?? 0
        every = max(1, try fields.optional("every") ?? 1)
        times = try fields.optional("times") ?? .max
        shape = try fields.optional("shape")
        steps = try fields.optional("do") ?? []
    }
}
