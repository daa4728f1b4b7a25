/// How far a Worker's stream has been printed: where a later process resumes.
package enum Checkpoint: Hashable, Sendable {
    /// On the events API.
    case cursor(EventCursor)
    /// On the protocol API: a JSON object.
    case log(JSON)
}
