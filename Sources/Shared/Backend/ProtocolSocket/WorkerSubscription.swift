/// A Workspace's subscription socket on the protocol API, used for the list of Workers.
enum WorkerSubscription {
    /// What a message says.
    enum Message {
        /// The subscription was accepted; these are the Workers.
        case list([ListedWorker])
        /// The Worker is new, or something about it has changed.
        case present(ListedWorker)
        /// A Worker is gone.
        case gone(runtimeID: String?, workerID: String)
        /// The subscription was refused, or has ended.
        case over(code: String, message: String, wasRefused: Bool)
        case other
    }
}

extension WorkerSubscription {
    /// The URL of the socket; only a Workspace with an id has one.
    static func socket(of workspace: Workspace, at backend: BackendURL) -> String {
        backend.api(workspace) + "/protocol/ws"
    }

    /// Subscribes to the list and its changes.
    static let request = Array(
        (#"{"protocol_version":1,"frame":"request","message":{"method":"subscribe_events","params":"#
            + #"{"request_id":"workers","selector":{"topic":"workspace_workers"}}}}"#).utf8)
}

extension WorkerSubscription.Message {
    /// - Throws: for what is not JSON.
    init(_ bytes: Bytes) throws(JSONError) {
        let json = try JSON(bytes.withUnsafeBufferPointer(Array.init))
        guard let message = json["message"] else {
            self = .other
            return
        }
        let payload = message["payload"]
        let data = message["data"]
        switch message["result"]?.string ?? message["event"]?.string {
        case "subscribed":
            let workers = payload?["snapshot"]?["data"]?["workers"]?.elements ?? []
            self = .list(workers.compactMap(ListedWorker.init))
        case "subscription_rejected": self = Self.over(payload, wasRefused: true)
        case "subscription_closed": self = Self.over(data, wasRefused: false)
        case "event": self = Self(change: data?["payload"]) ?? .other
        default: self = .other
        }
    }

    private init?(change: JSON?) {
        guard let name = change?["event"]?.string, let data = change?["data"] else { return nil }
        if name == "worker_upserted", let worker = data["worker"].flatMap(ListedWorker.init) {
            self = .present(worker)
        } else if name == "worker_removed", let id = data["worker_id"]?.string {
            self = .gone(runtimeID: data["runtime_id"]?.string, workerID: id)
        } else {
            return nil
        }
    }

    private static func over(_ reason: JSON?, wasRefused: Bool) -> Self {
        .over(
            code: reason?["code"]?.string ?? "", message: reason?["message"]?.string ?? "", wasRefused: wasRefused)
    }
}
