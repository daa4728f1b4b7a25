import Foundation

/// An empty directory of its own for one test, removed when the value goes away.
package final class TemporaryDirectory: Sendable {
    /// Absolute path, without a final slash.
    package let path: String

    /// Makes the directory; throws when the file system refuses.
    package init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("yoi-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Path of a file inside; nothing is created.
    package func file(_ name: String) -> String { path + "/" + name }

    /// Writes a file inside and returns its path; throws what writing throws.
    package func write(_ name: String, _ text: String) throws -> String {
        try Data(text.utf8).write(to: URL(fileURLWithPath: file(name)))
        return file(name)
    }

    /// Text of a file inside, malformed UTF-8 replaced; `nil` if it cannot be read.
    package func read(_ name: String) -> String? {
        (try? Data(contentsOf: URL(fileURLWithPath: file(name)))).map { String(decoding: $0, as: UTF8.self) }
    }
}
