/// A small file with secrets, such as a token.
struct SecretFile {
    let path: String
    let text: String
    /// Whether it can be read again; a pipe cannot.
    let canBeReadAgain: Bool

    /// Reads the whole file.
    ///
    /// - Parameters:
    ///   - path: Can also be a pipe such as `/dev/fd/3`.
    ///   - warn: Called if group or others can read it.
    /// - Throws: `Failure` with status 66 (cannot be read) or 65 (too large, not UTF-8), which never quotes the file.
    init(path: String, warn: (Diagnostic) -> Void) throws(Failure) {
        var file = try Input(path: path)
        if file.isReadableByOthers {
            warn(Diagnostic(at: path, "other users can read this file", advice: "chmod 600 it"))
        }
        var bytes: [UInt8] = []
        while try file.read(appendingTo: &bytes) {
            guard bytes.count <= Self.limit else { throw Failure(.badInput, at: path, "is larger than 1 MiB") }
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Failure(.badInput, at: path, "is not valid UTF-8")
        }
        self.path = path
        self.text = text
        canBeReadAgain = path != "-" && file.isRegularFile
    }
}

extension SecretFile {
    /// The maximum in bytes: a larger file is not a token or a list of headers, and may never end.
    private static let limit = 1 << 20

    /// The text without trailing white space.
    var textWithoutEnd: String {
        let end = text.unicodeScalars.lastIndex { !$0.properties.isWhitespace }
        return end.map { String(text.unicodeScalars[...$0]) } ?? ""
    }
}
