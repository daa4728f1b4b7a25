internal import Glibc
internal import Shared

/// Half a line at the end of a log, left by a full disk, a file size limit or a kill.
enum PartialLine {
    /// Before appending to a regular file, removes half a line of ours from its end; another one gets a newline.
    ///
    /// - Throws: `Failure` with status 74 if the file cannot be changed.
    static func remove(from descriptor: Int32) throws(Failure) {
        var information = stat()
        guard fstat(descriptor, &information) == 0, information.st_mode & S_IFMT == S_IFREG, information.st_size > 0,
            fcntl(descriptor, F_GETFL) & O_APPEND != 0
        else { return }
        let file = open("/proc/self/fd/\(descriptor)", O_RDWR | O_CLOEXEC)
        guard file >= 0 else { return }
        defer { close(file) }
        let end = Int(information.st_size)
        let start = lineStart(in: file, before: end)
        guard start < end else { return }
        var first: UInt8 = 0
        guard pread(file, &first, 1, start) == 1 else { return }
        let isChanged =
            first == UInt8(ascii: "{") ? ftruncate(file, start) == 0 : write(descriptor, "\n", 1) == 1
        guard isChanged else { throw Failure(.outputFailed, at: "standard output", SystemError.text(errno)) }
    }

    /// Where the last line begins; `end` if there is no partial line.
    private static func lineStart(in file: Int32, before end: Int) -> Int {
        var block = [UInt8](repeating: 0, count: 64 << 10)
        var position = end
        while position > 0 {
            let count = min(block.count, position)
            guard pread(file, &block, count, position - count) == count else { return end }
            if let index = block[..<count].lastIndex(of: UInt8(ascii: "\n")) { return position - count + index + 1 }
            position -= count
        }
        return 0
    }
}
