import Foundation

extension RunningProgram {
    /// Waits until it has filled its standard output, a pipe, and rests; throws when that takes longer than `limit`.
    package func waitUntilStalled(limit: Duration = .seconds(20)) throws {
        // proc(5): what write(2) took so far; a pipe holds 64 KiB, or less where pages are not quite full.
        try waitUntil("a full pipe", limit: limit) { (count("io", "wchar:") ?? 0) >= 32_768 }
        var before = -1
        var quiet = 0
        try waitUntil("a program that rests", limit: limit) {
            let time = processorTicks ?? 0
            quiet = time == before ? quiet + 1 : 0
            before = time
            // 5 ms each: nothing was done for a fifth of a second.
            return quiet >= 40
        }
    }

    /// How often it has called write(2).
    package var writes: Int? { count("io", "syscw:") }

    private var processorTicks: Int? {
        guard let line = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
            let end = line.lastIndex(of: ")")
        else { return nil }
        // proc(5): utime and stime are fields 14 and 15; the numbers begin with field 4.
        let fields = line[line.index(after: end)...].split(separator: " ").compactMap { Int($0) }
        return fields.count > 11 ? fields[10] + fields[11] : nil
    }

    private func count(_ file: String, _ field: String) -> Int? {
        let text = (try? String(contentsOfFile: "/proc/\(pid)/\(file)", encoding: .utf8)) ?? ""
        return text.split(separator: "\n").first { $0.hasPrefix(field) }?.split(separator: " ").last.flatMap { Int($0) }
    }
}
