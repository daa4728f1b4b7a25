internal import Glibc

/// The Workspace that a directory belongs to: `id` in the nearest `.yoi/workspace.toml`, as in upstream's own CLI.
enum WorkspaceSettings {
    /// Looks in a directory and those above it.
    ///
    /// - Returns: nil if there is none that can be read.
    static func workspace(above directory: String? = nil) -> Workspace? {
        guard let start = realpath(directory ?? ".", nil) else { return nil }
        defer { free(start) }
        var path = String(cString: start)
        while true {
            if let id = id(in: path + "/.yoi/workspace.toml") { return Workspace(id, isAssumed: true) }
            guard let slash = path.lastIndex(of: "/"), path != "" else { return nil }
            path = String(path[..<slash])
        }
    }

    /// The top-level `id = "…"` of a TOML file.
    private static func id(in path: String) -> String? {
        guard access(path, R_OK) == 0, var file = try? Input(path: path), file.isRegularFile else { return nil }
        var bytes: [UInt8] = []
        while bytes.count < 1 << 20, (try? file.read(appendingTo: &bytes)) == true {}
        for line in String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline) {
            let words = line.split(separator: "=", maxSplits: 1).map { $0.filter { $0 != " " && $0 != "\t" } }
            // The keys after a table header belong to the table.
            if words.first?.hasPrefix("[") == true { return nil }
            guard words.count == 2, words[0] == "id", let quote = words[1].first, quote == "\"" || quote == "'" else {
                continue
            }
            let value = words[1].dropFirst().prefix { $0 != quote }
            return value.isEmpty ? nil : String(value)
        }
        return nil
    }
}
