/// How far a Worker's stream has been printed, for a later process to go on from there.
package enum Checkpoint: Hashable, Sendable {
    /// On the events API.
    case cursor(EventCursor)
    /// On the protocol API: a JSON object.
    case log(JSON)
}
