/// Input that is no event, or an event that lacks something.
struct Unreadable: Equatable {
    var line: Int
    var reason: String
    /// The beginning of it.
    var excerpt: String
}
