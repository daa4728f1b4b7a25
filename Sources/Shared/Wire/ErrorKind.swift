/// What an `error` event of our own reports: its `kind`, for programs that read the stream.
package enum ErrorKind: String, CaseIterable, Sendable {
    /// The connection broke; what happens next follows.
    case connectionLost = "connection_lost"
    case connectedAgain = "connected_again"
    /// No further attempt to connect will be made.
    case gaveUp = "gave_up"
    /// Events were missed that cannot be had any more.
    case gap
    /// The Worker's run ended without a sign of it: its process was restarted.
    case runLost = "run_lost"
    case transcriptMissing = "transcript_missing"
    /// The connection was opened, but no snapshot came.
    case snapshotMissing = "snapshot_missing"
    /// A message that is not what the API promises.
    case badFrame = "bad_frame"
    /// A message or a log larger than what can be taken.
    case tooLarge = "too_large"
    /// Something the Backend itself has to say.
    case backendDiagnostic = "backend_diagnostic"
    /// No such Workspace, Runtime or Worker.
    case notFound = "not_found"
    /// Credentials are missing or not enough.
    case accessDenied = "access_denied"
    /// A request got no answer, or an answer that says it failed.
    case requestFailed = "request_failed"
    /// The Worker or its Backend said no.
    case rejected
    /// The Worker has something else to do.
    case busy
    /// A method that the API has no way to carry.
    case notOffered = "not_offered"
    /// A method was sent, and nothing shows whether it was carried out.
    case outcomeUnknown = "outcome_unknown"
}

/// The program that made an `error` event.
package enum ErrorOrigin: String, Sendable {
    case events = "yoi-events"
    case send = "yoi-send"
}
