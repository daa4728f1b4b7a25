import Shared

/// Something to send that needs no JSON.
enum MethodShorthand: Hashable, Sendable {
    /// What the user says.
    case message(TextSource)
    /// What the Worker is told in passing.
    case notification(TextSource)
    case cancel
    case stop
    case pause
    case resume
    case compact
}

/// Where a text comes from.
enum TextSource: Hashable, Sendable {
    /// The command line; the name of the option is for messages.
    case argument(String, option: String)
    case standardInput
    case file(String)
}

extension TextSource {
    /// The value of an option that takes a text: `-` is standard input.
    init(argument: String, of option: String) {
        self = argument == "-" ? .standardInput : .argument(argument, option: option)
    }

    /// The value of an option that takes the name of a file: `-` is standard input.
    init(path: String) { self = path == "-" ? .standardInput : .file(path) }
}

extension MethodShorthand {
    /// Where its text comes from; nil when it has none.
    var text: TextSource? {
        switch self {
        case .message(let source), .notification(let source): source
        case .cancel, .stop, .pause, .resume, .compact: nil
        }
    }

    /// The method.
    ///
    /// - Parameters:
    ///   - text: What its source holds.
    ///   - attachments: Paths of files that go with a message.
    func method(text: String, attachments: [String]) -> Method {
        switch self {
        case .message:
            .run([.text(WireText(text))] + attachments.map { .fileRef($0) })
        case .notification: .notify(message: text, autoRun: true)
        case .cancel: .cancel
        case .stop: .shutdown
        case .pause: .pause
        case .resume: .resume
        case .compact: .compact
        }
    }
}
