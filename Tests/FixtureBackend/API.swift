/// Which of the two APIs the server speaks.
enum API: String {
    /// Of the seed's time: transcript, `events/ws` with cursors.
    case events
    /// Today's: `protocol/ws`, Workspaces.
    case `protocol`

    /// How the path of a worker's socket ends.
    var socket: String { self == .events ? "/events/ws" : "/protocol/ws" }
}
