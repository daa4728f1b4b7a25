internal import Shared

/// What characters the locale has.
enum Charset {
    /// Whether it has all of Unicode; else marks are ASCII. The order of the variables is POSIX's.
    static func isUTF8(_ environment: Environment) throws(Failure) -> Bool {
        for name in ["LC_ALL", "LC_CTYPE", "LANG"] {
            guard let value = try environment.value(of: name) else { continue }
            return value.lowercased().filter { $0 != "-" }.contains("utf8")
        }
        return false
    }
}
