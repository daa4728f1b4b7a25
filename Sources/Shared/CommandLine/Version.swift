/// The version of the three filters; they are released together.
package enum Version {
    /// `MAJOR.MINOR.PATCH`.
    package static let text = "0.1.0"
}
