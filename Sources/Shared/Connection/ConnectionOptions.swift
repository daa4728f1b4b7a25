/// The options that `yoi-events` and `yoi-send` share: what to connect to, with which credentials, and how much to
/// print.
package struct ConnectionOptions: Hashable, Sendable {
    /// The Backend's base URL, as given.
    package var backend = BackendURL.standard
    /// Which API to speak.
    package var api = APIChoice.auto
    /// The Workspace's id, as given.
    var workspaceID: String?
    /// The Runtime's id, as given.
    package var runtimeID: String?
    /// Each Worker named by an option, as given.
    package var workerIDs: [String] = []
    /// The Worker named by the environment, if nothing else names one.
    var fallbackWorkerID: String?
    /// A file that holds the bearer token.
    var tokenFile: String?
    /// Each `Name: value` or `@FILE`, as given.
    package var headers: [String] = []
    /// The connect timeout as given; see ``connectLimit``.
    package var connectTimeout = Duration.seconds(10)
    /// A file with a client certificate, perhaps also with its key.
    package var certificate: String?
    /// A file with the client certificate's key.
    package var key: String?
    /// A Unix domain socket to connect to.
    package var unixSocket: String?
    /// How much to print on standard error.
    package var level = Messages.Level.normal

    package init() {}
}

extension ConnectionOptions {
    /// The connect timeout; never zero, which would mean no time at all.
    package var connectLimit: Duration { connectTimeout.asLimit ?? Duration.maxArgument }

    /// The Workspace that was named, or the one that the current directory belongs to.
    package var workspace: Workspace? { workspaceID.map { Workspace($0) } ?? WorkspaceSettings.workspace() }

    /// What to connect to.
    package static let targetGroup = OptionGroup<ConnectionOptions>(
        "Target",
        [
            .value(
                "backend", "URL", \.backend, variable: "YOI_BACKEND",
                help: "the Backend's http:// or https:// address"),
            .value(
                "workspace-id", "ID", \.workspaceID, variable: "YOI_WORKSPACE_ID",
                help: "the Workspace, by default that of .yoi/workspace.toml in this directory or one above it"),
            .value(
                "runtime-id", "ID", \.runtimeID, alias: "runtime", variable: "YOI_RUNTIME_ID", help: "the Runtime"),
            .values(
                "worker-id", "ID", \.workerIDs, alias: "worker", variable: "YOI_WORKER_ID", \.fallbackWorkerID,
                help: "the Worker: its id or its short key, such as W-3"),
            .value(
                "api", "auto|events|protocol", \.api, variable: "YOI_API",
                help: "the Backend's API: events (July 2026) or protocol (today's); auto detects it"),
        ])

    /// Credentials and connection.
    package static let connectionGroup = OptionGroup<ConnectionOptions>(
        "Connection",
        [
            .value(
                "token-file", "FILE", \.tokenFile,
                help: "send the token in FILE as 'Authorization: Bearer'; keep it unreadable for others"),
            .values(
                "header", letter: "H", "LINE", \.headers,
                help: "add a request header 'Name: value', or with @FILE each line of FILE; may be repeated"),
            .value("cert", "FILE", \.certificate, help: "a client certificate in PEM, for servers that ask for one"),
            .value("key", "FILE", \.key, help: "its key, where that is not in the same file"),
            .value(
                "unix-socket", "PATH", \.unixSocket,
                help: "connect to this Unix domain socket instead of the URL's host"),
            .value(
                "connect-timeout", "TIME", \.connectTimeout, help: "give up connecting after TIME; 0 is never"),
        ])

    /// Standard error.
    package static let messagesGroup = OptionGroup<ConnectionOptions>(
        "Messages",
        [
            .flag("quiet", letter: "q", help: "print only failures on standard error") { $0.level = .quiet },
            .flag("verbose", letter: "v", help: "print on standard error what is being done") { $0.level = .verbose },
        ])

    /// Variables that belong to no option.
    package static let variables = [
        HelpRow("YOI_TOKEN", "the token, used when --token-file is not given"),
        HelpRow("https_proxy, http_proxy, all_proxy, no_proxy", "as for curl"),
        HelpRow(
            "CURL_CA_BUNDLE, SSL_CERT_FILE, SSL_CERT_DIR", "certificate authorities to trust instead of the system's"),
    ]
}
