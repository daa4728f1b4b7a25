internal import Shared

extension Greeting {
    /// The Worker's name and what else is known of it.
    func facts(_ status: WorkerStatus) -> [String] {
        var model = model
        // Some Backends fill these in for Workers they know nothing of.
        if model == provider { model = "" }
        if !["", "unknown", "worker-runtime", "backend-runtime-api"].contains(provider) { model += " (\(provider))" }
        let context = contextWindow > 0 ? "context \(Numbers.tokens(contextWindow))" : ""
        return [workerName] + [model, cwd, context, status == .idle ? "" : status.rawValue].filter { !$0.isEmpty }
    }
}
