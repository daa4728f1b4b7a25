internal import Glibc
internal import Shared

/// A file with the positions up to which streams were printed: one JSON line for each Worker.
///
/// It is replaced as a whole (temporary file, fsync, rename), so that it is never half written; where that is not
/// possible, it is written in place. It is locked as long as the program runs.
final class CursorFile {
    /// As given, for messages.
    private let path: String
    /// The file itself, after following symbolic links.
    private let resolved: String
    /// The current file; closing it releases the lock.
    private var descriptor: Int32
    private var isReplaceable = true
    private var entries: [Entry] = []
    /// The index of each Worker's entry.
    private var places: [Key: Int] = [:]
    private var saved: [UInt8]
    /// Whether it had entries at the start.
    private(set) var isContinued = false

    private struct Entry {
        var backend: String
        var workspace: String?
        var worker: WorkerID
        /// Nil for a Worker that has not been followed.
        var checkpoint: Checkpoint?
        /// The entry as it is in the file.
        var line: [UInt8] = []

        var key: Key { Key(backend: backend, worker: worker) }
    }

    private struct Key: Hashable {
        let backend: String
        let worker: WorkerID
    }

    /// Opens or creates the file, and writes it to see that this is possible.
    ///
    /// - Parameter workers: Whose positions it stores: it must have one of them, or for `--all` any of their Backend,
    ///   or be new.
    /// - Throws: ``Failure`` with status 64 (other Workers'), 65 (broken), 66 (unreadable), 73 (cannot be written) or 75
    ///   (another program uses it).
    init(path: String, for workers: FollowedWorkers) throws(Failure) {
        guard !path.isEmpty else {
            throw Failure(.usage, at: "--cursor-file", "its name is empty", advice: "give a file's name")
        }
        self.path = path
        resolved = try Self.resolve(path)
        descriptor = try Self.open(resolved, path)
        saved = []
        saved = try Self.contents(of: descriptor, path, limit: workers.areSeveral ? Self.maxSizeOfMany : Self.maxSize)
        try read(saved)
        isContinued = !entries.isEmpty
        if let first = entries.first, !knows(workers) {
            let asked = workers.targets.first.map { $0.label + " at " } ?? ""
            throw Failure(
                .usage, at: path,
                "it belongs to \(first.worker.runtimeID):\(first.worker.workerID) at \(first.backend), not to"
                    + " \(asked)\(workers.backend.shown)",
                advice: "give each Worker a --cursor-file of its own, and name its Backend as before")
        }
        try write(saved)
    }

    deinit { close(descriptor) }
}

extension CursorFile {
    /// A Worker's position; nil if it is not known.
    func checkpoint(of target: Target) -> Checkpoint? { places[Self.key(target)].flatMap { entries[$0].checkpoint } }

    /// Whether there is an entry for a Worker, with a position or without.
    func knows(_ target: Target) -> Bool { places[Self.key(target)] != nil }

    private func knows(_ workers: FollowedWorkers) -> Bool {
        workers.workspaces.isEmpty
            ? workers.targets.contains(where: knows)
            : entries.contains { $0.backend == workers.backend.shown }
    }

    /// Sets a Worker's position, to be written by ``save()``; nil for a Worker that has not been followed.
    func set(_ checkpoint: Checkpoint?, of target: Target) {
        let entry = Entry(
            backend: target.backend.shown, workspace: target.workspace?.id, worker: target.id, checkpoint: checkpoint)
        put(entry)
    }

    /// Removes a Worker.
    func remove(_ target: Target) {
        guard let place = places.removeValue(forKey: Self.key(target)), let last = entries.popLast(),
            place < entries.count
        else { return }
        entries[place] = last
        places[last.key] = place
    }

    private func put(_ given: Entry) {
        var entry = given
        entry.line = Self.line(entry)
        let place = places[entry.key] ?? entries.count
        places[entry.key] = place
        if place < entries.count { entries[place] = entry } else { entries.append(entry) }
    }

    private static func key(_ target: Target) -> Key { Key(backend: target.backend.shown, worker: target.id) }

    /// Writes the file if it has changed.
    func save() throws(Failure) {
        let text = Array(entries.lazy.map(\.line).joined())
        guard text != saved else { return }
        // A crash of the machine must not lose lines that the saved position includes.
        fdatasync(STDOUT_FILENO)
        try write(text)
        saved = text
    }
}

// MARK: Format

extension CursorFile {
    /// The version of the format; lines without one have the same members.
    private static let version = 2

    private static let maxSize = 16 << 20
    /// A Worker's position takes at most 64 KiB.
    private static let maxSizeOfMany = 256 << 20

    private static func line(_ entry: Entry) -> [UInt8] {
        var writer = JSONWriter()
        writer.object {
            $0.key("version")
            $0.integer(version)
            $0.key("backend")
            $0.string(entry.backend)
            if let workspace = entry.workspace {
                $0.key("workspace_id")
                $0.string(workspace)
            }
            $0.key("runtime_id")
            $0.string(entry.worker.runtimeID)
            $0.key("worker_id")
            $0.string(entry.worker.workerID)
            switch entry.checkpoint {
            case .cursor(let cursor):
                $0.key("cursor")
                $0.string(cursor.description)
            case .log(let log):
                $0.key("log")
                $0.raw(log)
            case nil:
                $0.key("cursor")
                $0.null()
            }
        }
        return writer.bytes + [UInt8(ascii: "\n")]
    }

    private func read(_ text: [UInt8]) throws(Failure) {
        for line in text.split(separator: UInt8(ascii: "\n")) {
            let json: JSON
            do throws(JSONError) { json = try JSON(Array(line)) } catch { throw broken(error.description) }
            guard let backend = json["backend"]?.string, let runtimeID = json["runtime_id"]?.string,
                let workerID = json["worker_id"]?.string
            else { throw broken("it lacks backend, runtime_id or worker_id") }
            let checkpoint: Checkpoint?
            if let text = json["cursor"]?.string, let cursor = EventCursor(text) {
                checkpoint = .cursor(cursor)
            } else if let log = json["log"], log.kind == .object {
                checkpoint = .log(log)
            } else if json["cursor"]?.kind == .null {
                checkpoint = nil
            } else {
                throw broken("it has neither a log nor a cursor like bo_0000000000000000")
            }
            put(
                Entry(
                    backend: backend, workspace: json["workspace_id"]?.string,
                    worker: WorkerID(runtimeID: runtimeID, workerID: workerID), checkpoint: checkpoint))
        }
    }

    private func broken(_ reason: String) -> Failure {
        Failure(.badInput, at: path, "this is not a cursor file: \(reason)", advice: "remove it to start over")
    }
}

// MARK: The file

extension CursorFile {
    /// Follows symbolic links; the last one's target need not exist.
    private static func resolve(_ path: String) throws(Failure) -> String {
        var resolved = path
        for _ in 0..<40 {
            var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
            let length = readlink(resolved, &buffer, buffer.count)
            guard length > 0 else { return resolved }
            let target = String(decoding: buffer.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self)
            let directory = resolved.lastIndex(of: "/").map { resolved[...$0] } ?? ""
            resolved = target.hasPrefix("/") ? target : directory + target
        }
        throw Failure(.noInput, at: path, SystemError.text(ELOOP))
    }

    private static func open(_ resolved: String, _ path: String) throws(Failure) -> Int32 {
        for _ in 0..<100 {
            var before = stat()
            // Replacing a device or a pipe could break more than this program.
            if stat(resolved, &before) == 0, before.st_mode & S_IFMT != S_IFREG {
                throw Failure(
                    .cannotCreate, at: path, "this is not a regular file", advice: "give another name")
            }
            let descriptor = Glibc.open(resolved, O_RDWR | O_CREAT | O_CLOEXEC | O_NOCTTY, 0o600)
            guard descriptor >= 0 else {
                let isMissing = errno == ENOENT || errno == ENOTDIR
                if isMissing || access(resolved, R_OK) == 0 { throw cannotWrite(path) }
                throw Failure(.noInput, at: path, SystemError.text(errno))
            }
            guard lock(descriptor) else {
                close(descriptor)
                throw Failure(
                    .tryLater, at: path, "another program is using this cursor file",
                    advice: "wait for it, or give each its own")
            }
            // Its last user may have replaced it in the meantime.
            var now = stat()
            if fstat(descriptor, &before) == 0, stat(resolved, &now) == 0, before.st_ino == now.st_ino,
                before.st_dev == now.st_dev
            {
                return descriptor
            }
            close(descriptor)
        }
        throw Failure(.tryLater, at: path, "it keeps being replaced", advice: "wait for the program that does so")
    }

    /// Waits briefly for a program that is just ending.
    private static func lock(_ descriptor: Int32) -> Bool {
        for _ in 0..<20 {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
            poll(nil, 0, 10)
        }
        return false
    }

    private static func contents(of descriptor: Int32, _ path: String, limit: Int) throws(Failure) -> [UInt8] {
        var input = Input(descriptor: descriptor, name: path)
        var bytes: [UInt8] = []
        while try input.read(appendingTo: &bytes) {
            guard bytes.count < limit else {
                throw Failure(
                    .badInput, at: path, "this is not a cursor file: it is too long",
                    advice: "remove it to start over")
            }
        }
        return bytes
    }

    private func write(_ text: [UInt8]) throws(Failure) {
        if isReplaceable {
            if try replace(text) { return }
            isReplaceable = false
        }
        guard ftruncate(descriptor, 0) == 0, lseek(descriptor, 0, SEEK_SET) == 0, Self.write(text, to: descriptor),
            fsync(descriptor) == 0
        else { throw Self.cannotWrite(path) }
    }

    /// Replaces the file by a new one with the same owner and mode, locked before anybody can open it.
    ///
    /// - Returns: False if that is not possible in this directory, or for this file.
    private func replace(_ text: [UInt8]) throws(Failure) -> Bool {
        let temporary = resolved + ".\(getpid()).tmp"
        let new = Glibc.open(temporary, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard new >= 0 else {
            if [EACCES, EPERM, EROFS, ENAMETOOLONG].contains(errno) { return false }
            throw Self.cannotWrite(path)
        }
        var old = stat()
        let isAlike =
            fstat(descriptor, &old) == 0 && fchown(new, old.st_uid, old.st_gid) == 0
            && fchmod(new, old.st_mode & 0o7777) == 0 && flock(new, LOCK_EX | LOCK_NB) == 0
        guard isAlike else {
            close(new)
            unlink(temporary)
            return false
        }
        let isWritten = Self.write(text, to: new) && fsync(new) == 0
        let failure = isWritten ? nil : Self.cannotWrite(path)
        guard isWritten, rename(temporary, resolved) == 0 else {
            let error = errno
            close(new)
            unlink(temporary)
            if let failure { throw failure }
            errno = error
            if [EBUSY, EPERM, EACCES, EXDEV].contains(error) { return false }
            throw Self.cannotWrite(path)
        }
        close(descriptor)
        descriptor = new
        return true
    }

    /// - Returns: Whether everything was written; if not, `errno` says why. A full disk accepts a part first.
    private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    private static func cannotWrite(_ path: String) -> Failure {
        Failure(.cannotCreate, at: path, "the cursor cannot be saved: \(SystemError.text(errno))")
    }
}
