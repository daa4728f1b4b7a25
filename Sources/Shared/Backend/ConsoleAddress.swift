/// The address of a Worker's page in upstream's web console, which contains Backend, Workspace, Runtime and Worker:
/// `http://HOST/w/WORKSPACE/runtimes/RUNTIME/workers/WORKER/console`.
struct ConsoleAddress: Hashable, Sendable {
    /// The Backend that serves the page.
    let backend: String
    let workspaceID: String
    let worker: WorkerReference
}

extension ConsoleAddress {
    /// Whether an operand is an address.
    static func isAddress(_ operand: String) -> Bool { operand.hasPrefix("http://") || operand.hasPrefix("https://") }

    /// - Returns: nil for the address of another page.
    init?(_ address: String) {
        let page = address.prefix { $0 != "?" && $0 != "#" }
        var parts = page.split(separator: "/", omittingEmptySubsequences: false)[...]
        while parts.last?.isEmpty == true { parts.removeLast() }
        if parts.last == "console" { parts.removeLast() }
        let names = Array(parts.suffix(6))
        guard names.count == 6, [names[0], names[2], names[4]] == ["w", "runtimes", "workers"] else { return nil }
        let ids = [names[1], names[3], names[5]].compactMap { id in
            String(validating: String(id).percentDecodedUTF8, as: UTF8.self)
        }
        guard ids.count == 3, !ids.contains("") else { return nil }
        backend = parts.dropLast(6).joined(separator: "/")
        workspaceID = ids[0]
        worker = WorkerReference(runtimeID: ids[1], worker: ids[2])
    }
}
