internal import Glibc

/// The operating system's words for an error number.
package enum SystemError {
    /// For instance `No space left on device`, never localized.
    package static func text(_ number: Int32) -> String {
        strerror(number).map { String(cString: $0) } ?? "error \(number)"
    }
}
