internal import Shared

extension Options {
    /// Refuses options of which one would be ignored.
    func check() throws(Failure) {
        let aboutEvents = [
            ("--no-transcript", !printsTranscript), ("--after", after != nil), ("--cursor-file", cursorFile != nil),
        ]
        let aboutFollowing = [
            ("--no-follow", !follows), ("--envelope", printsEnvelopes), ("--until", !until.isEmpty),
            ("--until-idle", stopsWhenIdle), ("--count", count != nil), ("--idle-timeout", idleTimeout != nil),
            ("--exit-status", reportsRunResult),
        ]
        if listsWorkers { try refuse("--list", beside: aboutEvents + aboutFollowing, "a list has no events") }
        // Without following there is only the transcript, which has no cursors.
        if !follows { try refuse("--no-follow", beside: aboutEvents, "nothing is left to print") }
    }

    private func refuse(_ option: String, beside others: [(String, Bool)], _ why: String) throws(Failure) {
        guard let other = others.first(where: \.1) else { return }
        throw Failure(.usage, at: "\(option), \(other.0)", why, advice: "give one of them")
    }
}
