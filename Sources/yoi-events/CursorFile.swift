internal import Glibc
internal import Shared

/// A file that remembers how far streams were printed: one JSON line for each Worker.
///
/// It is replaced whole (temporary file, fsync, rename), so that it is never half written, whatever happens; where that is
/// not possible, it is written in place. It is locked as long as the program runs.
final class CursorFile {
    /// As given, for messages.
    private let path: String
    /// The file itself: the end of all symbolic links, which stay.
    private let resolved: String
    /// The file that is there now; closing it gives up the lock.
    private var descriptor: Int32
    private var isReplaceable = true
    private var entries: [Entry] = []
    /// Where each Worker's entry is.
    private var places: [Key: Int] = [:]
    private var saved: [UInt8]
    /// Whether there was something in it.
    private(set) var isContinued = false

    private struct Entry {
        var backend: String
        var workspace: String?
        var worker: WorkerID
        /// Nil for a Worker of which only that it is there is known.
        var checkpoint: Checkpoint?
        /// As it is in the file.
        var line: [UInt8] = []

        var key: Key { Key(backend: backend, worker: worker) }
    }

    private struct Key: Hashable {
        let backend: String
        let worker: WorkerID
    }

    /// Opens the file, or creates it, and proves that it can be written.
    ///
    /// - Parameter workers: Whose positions it keeps: it must know one of them, or of all one of their Backend, or be new.
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
    /// Where a Worker's stream was; nil if that is not known.
    func checkpoint(of target: Target) -> Checkpoint? { places[Self.key(target)].flatMap { entries[$0].checkpoint } }

    /// Whether there was such a Worker, whatever is known of its stream.
    func knows(_ target: Target) -> Bool { places[Self.key(target)] != nil }

    private func knows(_ workers: FollowedWorkers) -> Bool {
        workers.workspaces.isEmpty
            ? workers.targets.contains(where: knows)
            : entries.contains { $0.backend == workers.backend.shown }
    }

    /// Notes where a Worker's stream is, for ``save()``; nil for no more than that there is such a Worker.
    func set(_ checkpoint: Checkpoint?, of target: Target) {
        let entry = Entry(
            backend: target.backend.shown, workspace: target.workspace?.id, worker: target.id, checkpoint: checkpoint)
        put(entry)
    }

    /// Forgets a Worker.
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

    /// Writes the file if it does not say so already.
    func save() throws(Failure) {
        let text = Array(entries.lazy.map(\.line).joined())
        guard text != saved else { return }
        // What was printed must not be lost by a crash of the machine that the cursor survives.
        fdatasync(STDOUT_FILENO)
        try write(text)
        saved = text
    }
}

// MARK: Format

extension CursorFile {
    /// The format of the lines; those without a version have the same members.
    private static let version = 2

    private static let maxSize = 16 << 20
    /// A Worker's position takes 64 KiB at most.
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
                throw broken("it lacks a log, or a cursor like bo_0000000000000000")
            }
            put(
                Entry(
                    backend: backend, workspace: json["workspace_id"]?.string,
                    worker: WorkerID(runtimeID: runtimeID, workerID: workerID), checkpoint: checkpoint))
        }
    }

    private func broken(_ reason: String) -> Failure {
        Failure(.badInput, at: path, "this is not a cursor file: \(reason)", advice: "remove it to start afresh")
    }
}

// MARK: The file

extension CursorFile {
    /// Follows symbolic links; the file that the last one names need not be there.
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
            // To replace a device or a pipe by a file could break more than this program.
            if stat(resolved, &before) == 0, before.st_mode & S_IFMT != S_IFREG {
                throw Failure(
                    .cannotCreate, at: path, "this is not a regular file", advice: "give a name of its own")
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
            // Its last user may have replaced it since.
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

    /// Waits a moment for a program that is just ending.
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
                    advice: "remove it to start afresh")
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

    /// Puts a new file in the old one's place, with its owner and mode, and locked before anybody can open it.
    ///
    /// - Returns: False where this directory, or this file, cannot be dealt with so.
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

    private static func cannotWrite(_ path: String) -> Failure {
        Failure(.cannotCreate, at: path, "the cursor cannot be saved: \(SystemError.text(errno))")
    }
}
