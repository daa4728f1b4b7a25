import Foundation

/// The data files under `Tests/Fixtures`, found from this source file's own place.
package enum Fixtures {
    /// Path of a file or folder under `Tests/Fixtures`.
    package static func path(_ relative: String) -> String {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Fixtures").appendingPathComponent(relative).path
    }

    /// Bytes of a file under `Tests/Fixtures`; throws what reading it throws.
    package static func bytes(_ relative: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: path(relative))))
    }

    /// Lines of a text file under `Tests/Fixtures`, without their newlines; throws what reading it throws.
    package static func lines(_ relative: String) throws -> [String] {
        var lines = try bytes(relative).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines.map { String(decoding: $0, as: UTF8.self) }
    }

    /// Names of the files in a folder under `Tests/Fixtures`, sorted, for tables of tests; empty if it cannot be read.
    package static func names(in folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: path(folder))) ?? []).sorted()
    }
}
