import Glibc
import Shared
import Testing

@Suite struct `A message` {
    @Test func `a message on a non-blocking standard error waits for room`() throws {
        var ends: [Int32] = [-1, -1]
        #expect(pipe(&ends) == 0)
        let (reading, writing) = (ends[0], ends[1])
        defer { for end in [reading, writing] { close(end) } }
        for end in ends { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
        let filler = [UInt8](repeating: UInt8(ascii: "x"), count: 65_536)
        while write(writing, filler, filler.count) > 0 {}
        try whenThisThreadWaits {
            var space = filler
            _ = read(reading, &space, space.count)
        }
        Messages(program: "p", descriptor: writing).failure(Diagnostic("it broke"))
        var bytes = filler
        let count = read(reading, &bytes, bytes.count)
        #expect(String(decoding: bytes.prefix(max(0, count)), as: UTF8.self).hasSuffix("p: it broke\n"))
    }

    @Test(.timeLimit(.minutes(10))) func `a remark is omitted if its reader does not read`() {
        var ends: [Int32] = [-1, -1]
        #expect(pipe(&ends) == 0)
        defer { for end in ends { close(end) } }
        let filler = [UInt8](repeating: UInt8(ascii: "x"), count: 65_536)
        _ = fcntl(ends[1], F_SETFL, O_NONBLOCK)
        while write(ends[1], filler, filler.count) > 0 {}
        _ = fcntl(ends[1], F_SETFL, 0)
        Messages(program: "p", descriptor: ends[1]).notice(Diagnostic("by the way"))
    }
}
