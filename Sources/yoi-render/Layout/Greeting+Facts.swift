internal import Shared

extension Greeting {
    /// The Worker's name and whatever else is known.
    func facts(_ status: WorkerStatus) -> [String] {
        var model = model
        // Placeholders that some Backends send for unknown Workers.
        if model == provider { model = "" }
        if !["", "unknown", "worker-runtime", "backend-runtime-api"].contains(provider) { model += " (\(provider))" }
        let context = contextWindow > 0 ? "context \(Numbers.tokens(contextWindow))" : ""
        return [workerName] + [model, cwd, context, status == .idle ? "" : status.rawValue].filter { !$0.isEmpty }
    }
}
