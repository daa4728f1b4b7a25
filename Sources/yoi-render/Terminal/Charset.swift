internal import Shared

/// The characters of the locale.
enum Charset {
    /// Whether it has all of Unicode; otherwise marks are ASCII. The variables are in POSIX's order.
    static func isUTF8(_ environment: Environment) throws(Failure) -> Bool {
        for name in ["LC_ALL", "LC_CTYPE", "LANG"] {
            guard let value = try environment.value(of: name) else { continue }
            return value.lowercased().filter { $0 != "-" }.contains("utf8")
        }
        return false
    }
}
