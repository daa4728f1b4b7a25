/// The body of the answer to a POST: HTTP 200 alone does not mean success.
package struct OperationReply: Hashable, Sendable {
    /// Whether the request was accepted: the one member that must be there.
    package let state: State
    /// The Backend's remarks.
    package private(set) var diagnostics: [BackendDiagnostic] = []
    /// How many of its remarks could not be read.
    package private(set) var unreadable = 0

    /// Whatever else is in it, `state` alone decides.
    package init(_ json: JSON) throws(UnreadableReply) {
        let states = json.members?.filter { $0.key == "state" }.map(\.value.string) ?? []
        guard let first = states.first, let word = first else {
            throw UnreadableReply("its `state` is missing or not a string")
        }
        guard states.allSatisfy({ $0 == word }) else { throw UnreadableReply("it has `state` twice") }
        guard let state = State(rawValue: word) else { throw UnreadableReply("its `state` is \"\(word)\"") }
        self.state = state
        json["diagnostics"]?.forEachElement { element in
            if let diagnostic = BackendDiagnostic(tolerant: element) {
                diagnostics.append(diagnostic)
            } else {
                unreadable += 1
            }
        }
    }

    /// Whether a request was accepted.
    package enum State: String, Sendable {
        /// It will be carried out.
        case accepted
        /// The Worker, or its Runtime, refuses it.
        case rejected
        /// The Runtime cannot do it.
        case unsupported
    }
}

/// Why a reply says neither yes nor no, as the end of a sentence.
package struct UnreadableReply: Error, Hashable, CustomStringConvertible {
    /// What was found.
    package let description: String

    init(_ description: String) { self.description = description }
}

extension OperationReply {
    /// The refusal, as a sentence; nil if the request was accepted.
    package func refusal(of operation: Operation, for target: Target) -> String? {
        state == .accepted
            ? nil : "The Backend answered `\(state.rawValue)` to \(operation) for \(target.label)"
    }

    /// The Backend's errors and warnings, as sentences.
    package func objections(to operation: Operation, for target: Target) -> [String] {
        diagnostics.filter { !$0.isInformation }.map { $0.remark(on: operation, for: target) }
    }

    /// The Backend's remarks that are not errors, as sentences.
    package func information(on operation: Operation, for target: Target) -> [String] {
        diagnostics.filter(\.isInformation).map { $0.remark(on: operation, for: target) }
    }
}

extension BackendDiagnostic {
    /// Reads a message, or at least a code; nil if there is neither.
    fileprivate init?(tolerant json: JSON) {
        guard let message = (json["message"] ?? json["code"])?.string else { return nil }
        self.init(code: json["code"]?.string ?? "", message: message, severity: json["severity"]?.string)
    }

    fileprivate var isInformation: Bool { severity == "info" }

    fileprivate func remark(on operation: Operation, for target: Target) -> String {
        "The Backend remarks on \(operation) for \(target.label)" + (code.isEmpty ? "" : " [\(code)]") + ": " + message
    }
}
