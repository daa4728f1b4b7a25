/// What an `error` event of our own reports: its `kind`, for programs.
package enum ErrorKind: String, CaseIterable, Sendable {
    /// The connection was lost.
    case connectionLost = "connection_lost"
    case connectedAgain = "connected_again"
    /// No further attempt to connect will be made.
    case gaveUp = "gave_up"
    /// Events were missed that are no longer available.
    case gap
    /// The Worker's run ended without any event: its process was restarted.
    case runLost = "run_lost"
    case transcriptMissing = "transcript_missing"
    /// The connection was opened, but no snapshot came.
    case snapshotMissing = "snapshot_missing"
    /// A message that is not valid for the API.
    case badFrame = "bad_frame"
    /// A message or a log is too large.
    case tooLarge = "too_large"
    /// A remark of the Backend.
    case backendDiagnostic = "backend_diagnostic"
    /// No such Workspace, Runtime or Worker.
    case notFound = "not_found"
    /// Credentials are missing or insufficient.
    case accessDenied = "access_denied"
    /// A request got no response, or a response that says it failed.
    case requestFailed = "request_failed"
    /// The Worker or its Backend said no.
    case rejected
    /// The Worker is busy.
    case busy
    /// The API does not offer the method.
    case notOffered = "not_offered"
    /// A method was sent, and nothing shows whether it was carried out.
    case outcomeUnknown = "outcome_unknown"
}

/// The program that made an `error` event.
package enum ErrorOrigin: String, Sendable {
    case events = "yoi-events"
    case send = "yoi-send"
}
