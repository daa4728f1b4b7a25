/// The options that `yoi-events` and `yoi-send` share: whom to talk to, with which credentials, and how loudly.
package struct ConnectionOptions: Hashable, Sendable {
    /// The Backend's base URL, as given.
    package var backend = BackendURL.standard
    /// Which API to speak.
    package var api = APIChoice.auto
    /// The Workspace's id, as given.
    var workspaceID: String?
    /// The Runtime's id, as given.
    package var runtimeID: String?
    /// Each Worker that an option names, as given.
    package var workerIDs: [String] = []
    /// The Worker that the environment names, for where nothing else does.
    var fallbackWorkerID: String?
    /// A file that holds the bearer token.
    var tokenFile: String?
    /// Each `Name: value` or `@FILE`, as given.
    package var headers: [String] = []
    /// How long connecting may take, as given; see ``connectLimit``.
    package var connectTimeout = Duration.seconds(10)
    /// A file with a client certificate, and perhaps its key.
    package var certificate: String?
    /// A file with the client certificate's key.
    package var key: String?
    /// A Unix domain socket to connect to.
    package var unixSocket: String?
    /// How much is said on standard error.
    package var level = Messages.Level.normal

    /// The defaults.
    package init() {}
}

extension ConnectionOptions {
    /// How long connecting may take; never zero, which further down would mean at once.
    package var connectLimit: Duration { connectTimeout.asLimit ?? Duration.maxArgument }

    /// Whom to talk to.
    package static let targetGroup = OptionGroup<ConnectionOptions>(
        "Target",
        [
            .value(
                "backend", "URL", \.backend, variable: "YOI_BACKEND",
                help: "the Backend's http:// or https:// address"),
            .value(
                "workspace-id", "ID", \.workspaceID, variable: "YOI_WORKSPACE_ID",
                help: "the Workspace; else the one of .yoi/workspace.toml in this directory or one above it"),
            .value(
                "runtime-id", "ID", \.runtimeID, alias: "runtime", variable: "YOI_RUNTIME_ID", help: "the Runtime"),
            .values(
                "worker-id", "ID", \.workerIDs, alias: "worker", variable: "YOI_WORKER_ID", \.fallbackWorkerID,
                help: "the Worker: its id or its short key, such as W-3"),
            .value(
                "api", "auto|events|protocol", \.api, variable: "YOI_API",
                help: "the Backend's API: auto finds out, events is that of July 2026, protocol today's"),
        ])

    /// Credentials and connecting.
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
            .flag("quiet", letter: "q", help: "say nothing but failures on standard error") { $0.level = .quiet },
            .flag("verbose", letter: "v", help: "say on standard error what is being done") { $0.level = .verbose },
        ])

    /// Variables that no option names.
    package static let variables = [
        HelpRow("YOI_TOKEN", "the token, used when --token-file is not given"),
        HelpRow("https_proxy, http_proxy, all_proxy, no_proxy", "as for curl"),
        HelpRow(
            "CURL_CA_BUNDLE, SSL_CERT_FILE, SSL_CERT_DIR", "certificate authorities to trust instead of the system's"),
    ]
}
