internal import Shared
internal import Transport

/// The Workers to follow.
struct FollowedWorkers {
    let backend: BackendURL
    /// In the order in which they were named, without duplicates.
    var targets: [Target] = []
    /// Workers that were not found, and why not.
    var unfound: [(worker: WorkerReference, failure: Failure)] = []
    /// The Workspaces whose Workers are all followed; nil for the only one.
    var workspaces: [Workspace?] = []
    /// Whether to include later Workspaces.
    var includesLaterWorkspaces = false
}

extension FollowedWorkers {
    /// - Throws: ``StopReason``; `failed` also if there is one Worker and it was not found.
    init(_ options: EventsOptions, _ selection: TargetSelection, _ directory: inout WorkerDirectory) throws(StopReason)
    {
        backend = selection.backend
        guard !options.followsAll else {
            workspaces = try directory.meantWorkspaces(speaking: options.connection.api)
            let isAnyMeant = workspaces.allSatisfy { $0 != nil && $0?.id != selection.workspace?.id }
            includesLaterWorkspaces = options.follows && isAnyMeant
            return
        }
        var ids: Set<WorkerID> = []
        for (worker, found) in zip(selection.workers, try directory.targets(of: selection.workers)) {
            switch found {
            // A Worker may have been named twice: by its id and by its key.
            case .success(let target): if ids.insert(target.id).inserted { targets.append(target) }
            case .failure(let failure): unfound.append((worker, failure))
            }
        }
        if selection.workers.count == 1, let failure = unfound.first?.failure { throw .failed(failure) }
    }

    /// Whether there may be more than one.
    var areSeveral: Bool { !workspaces.isEmpty || targets.count + unfound.count > 1 }
}
