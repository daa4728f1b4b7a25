internal import Glibc

/// The environment variables.
package struct Environment: Sendable {
    private let bytes: @Sendable (String) -> [UInt8]?

    package init(_ variables: [String: String] = [:]) {
        bytes = { name in variables[name].map { Array($0.utf8) } }
    }

    private init(bytes: @escaping @Sendable (String) -> [UInt8]?) { self.bytes = bytes }
}

extension Environment {
    /// The environment of this process.
    package static let process = Environment { name in
        guard let value = getenv(name) else { return nil }
        return Array(UnsafeBufferPointer(start: value, count: strlen(value))).map { UInt8(bitPattern: $0) }
    }

    /// The value of a variable; an empty value counts as unset, as for `NO_COLOR`.
    ///
    /// - Throws: `Failure` with status 64 if the value is not UTF-8: a repaired name could be that of something else.
    package func value(of name: String) throws(Failure) -> String? {
        guard let bytes = bytes(name), !bytes.isEmpty else { return nil }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Failure(.usage, at: name, "is not valid UTF-8")
        }
        return text
    }
}
