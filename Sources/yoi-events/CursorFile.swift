internal import Glibc
internal import Shared

/// A file that remembers how far a stream was printed: one JSON line with target and cursor.
///
/// It is replaced whole (temporary file, fsync, rename), so that it is never half written, whatever happens.
struct CursorFile: Sendable {
    /// As given, for messages.
    private let path: String
    /// The file itself: behind a symbolic link, since it is replaced and the link shall stay.
    private let place: String
    private let target: Target
    private var saved: Cursor?

    /// - Throws: ``Failure`` with status 64 (another target's), 65 (broken), 66 (unreadable) or 73 (cannot be written).
    init(path: String, target: Target) throws(Failure) {
        guard !path.isEmpty else {
            throw Failure(.usage, at: "--cursor-file", "its name is empty", advice: "give a file's name")
        }
        self.path = path
        self.target = target
        let resolved = realpath(path, nil)
        defer { free(resolved) }
        let place = resolved.map { String(cString: $0) } ?? path
        self.place = place
        // Found out now, not when an hour's work should be remembered.
        let folder = place.lastIndex(of: "/").map { String(place[...$0]) } ?? "."
        guard access(folder, W_OK | X_OK) == 0 else {
            throw Failure(.cannotCreate, at: path, "its folder cannot be written: \(SystemError.text(errno))")
        }
    }
}

extension CursorFile {
    /// The cursor in the file; `nil` if there is no file yet, or an empty one.
    mutating func load() throws(Failure) -> Cursor? {
        guard access(path, F_OK) == 0 else { return nil }
        // To replace a device or a pipe by a file could break more than this program.
        var information = stat()
        guard stat(path, &information) == 0, information.st_mode & S_IFMT == S_IFREG else {
            throw Failure(.cannotCreate, at: path, "this is no regular file", advice: "give a name of its own")
        }
        var input = try Input(path: path)
        var bytes: [UInt8] = []
        while try input.read(appendingTo: &bytes) {
            guard bytes.count < 65_536 else { throw broken("it is too long") }
        }
        guard !bytes.isEmpty else { return nil }
        let json: JSON
        do throws(JSONError) { json = try JSON(bytes) } catch { throw broken(error.description) }
        guard let backend = json["backend"]?.string, let runtimeID = json["runtime_id"]?.string,
            let workerID = json["worker_id"]?.string, let text = json["cursor"]?.string, let cursor = Cursor(text)
        else { throw broken("it lacks backend, runtime_id, worker_id or a cursor like bo_0000000000000000") }
        guard backend == target.backend.shown, runtimeID == target.runtimeID, workerID == target.workerID else {
            throw Failure(
                .usage, at: path,
                "it belongs to \(runtimeID):\(workerID) at \(backend), not to \(target.label) at \(target.backend.shown)",
                advice: "give each Worker a --cursor-file of its own, and name its Backend as before")
        }
        saved = cursor
        return cursor
    }

    /// Makes the file say `cursor`; nothing is done if it does already.
    mutating func save(_ cursor: Cursor) throws(Failure) {
        guard cursor != saved else { return }
        let temporary = place + ".\(getpid()).tmp"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw cannotWrite() }
        let isSafe = Self.write(line(cursor), to: descriptor) && fsync(descriptor) == 0
        let failure = isSafe ? nil : cannotWrite()
        close(descriptor)
        guard isSafe, rename(temporary, place) == 0 else {
            let failure = failure ?? cannotWrite()
            unlink(temporary)
            throw failure
        }
        saved = cursor
    }
}

extension CursorFile {
    private func line(_ cursor: Cursor) -> [UInt8] {
        var writer = JSONWriter()
        writer.object {
            $0.key("backend")
            $0.string(target.backend.shown)
            $0.key("runtime_id")
            $0.string(target.runtimeID)
            $0.key("worker_id")
            $0.string(target.workerID)
            $0.key("cursor")
            $0.string(cursor.description)
        }
        return writer.bytes + [0x0A]
    }

    /// - Returns: Whether all was written, else `errno` tells why: a full disk takes a part first, and says nothing yet.
    private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    private func broken(_ reason: String) -> Failure {
        Failure(.badInput, at: path, "this is no cursor file: \(reason)", advice: "remove it to start afresh")
    }

    private func cannotWrite() -> Failure {
        Failure(.cannotCreate, at: path, "the cursor cannot be saved: \(SystemError.text(errno))")
    }
}
