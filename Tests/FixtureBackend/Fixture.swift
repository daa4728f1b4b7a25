import Foundation

/// Data files under `Tests/Fixtures`, found from this source file's own place.
enum Fixture {
    /// A file by its name in that folder, or by its path if the name begins with a slash or a dot.
    static func data(_ folder: String, _ name: String, _ ending: String) throws -> Data {
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let file =
            name.hasPrefix("/") || name.hasPrefix(".")
            ? URL(fileURLWithPath: name) : tests.appendingPathComponent("Fixtures/\(folder)/\(name).\(ending)")
        guard let data = try? Data(contentsOf: file) else { throw Failure("cannot read \(file.path)") }
        return data
    }

    static func lines(_ folder: String, _ name: String) throws -> [String] {
        try data(folder, name, "jsonl").split(separator: 10).map { String(decoding: $0, as: UTF8.self) }
    }
}
