import Shared

/// A method given as an option instead of JSON.
enum MethodShorthand: Hashable, Sendable {
    /// A message from the user.
    case message(TextSource)
    /// A notification from the system.
    case notification(TextSource)
    case cancel
    case stop
    case pause
    case resume
    case compact
}

/// Where a text comes from.
enum TextSource: Hashable, Sendable {
    /// The command line, with the name of the option for messages.
    case argument(String, option: String)
    case standardInput
    case file(String)
}

extension TextSource {
    /// From the value of an option that takes a text; `-` is standard input.
    init(argument: String, of option: String) {
        self = argument == "-" ? .standardInput : .argument(argument, option: option)
    }

    /// From the value of an option that takes a file's name; `-` is standard input.
    init(path: String) { self = path == "-" ? .standardInput : .file(path) }
}

extension MethodShorthand {
    /// Where its text comes from; nil if it has none.
    var text: TextSource? {
        switch self {
        case .message(let source), .notification(let source): source
        case .cancel, .stop, .pause, .resume, .compact: nil
        }
    }

    /// The method.
    ///
    /// - Parameters:
    ///   - text: The text from its source.
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
