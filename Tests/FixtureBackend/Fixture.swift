import Foundation

/// Data files: those installed beside the program, in `../share/yoi-filters`, else those under `Tests/Fixtures`.
enum Fixture {
    private static let folder: URL = {
        let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        let installed = program.deletingLastPathComponent().appendingPathComponent("../share/yoi-filters")
        if FileManager.default.fileExists(atPath: installed.path) { return installed }
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        return tests.appendingPathComponent("Fixtures")
    }()

    /// A file by its name in that folder, or by its path if the name begins with a slash or a dot.
    static func data(_ folder: String, _ name: String, _ ending: String) throws -> Data {
        let file =
            name.hasPrefix("/") || name.hasPrefix(".")
            ? URL(fileURLWithPath: name) : Self.folder.appendingPathComponent("\(folder)/\(name).\(ending)")
        guard let data = try? Data(contentsOf: file) else { throw Failure("cannot read \(file.path)") }
        return data
    }

    static func lines(_ folder: String, _ name: String) throws -> [String] {
        try data(folder, name, "jsonl").split(separator: 10).map { String(decoding: $0, as: UTF8.self) }
    }
}
