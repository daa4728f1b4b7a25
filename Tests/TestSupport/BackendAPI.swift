/// The two APIs that a Backend can speak.
package enum BackendAPI: String, CaseIterable, Sendable {
    /// Of the seed's time: a transcript, then `events/ws` with cursors.
    case events
    /// Today's: `protocol/ws`, Workspaces.
    case `protocol`

    /// How the path of a Worker's socket ends.
    package var socket: String { self == .events ? "events/ws" : "protocol/ws" }
}
