import Glibc
import Shared
import Testing

@Suite struct `The input` {
    @Test func `an input is read in chunks until the end`() throws {
        var ends: [Int32] = [-1, -1]
        #expect(pipe(&ends) == 0)
        defer { close(ends[0]) }
        _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
        var input = Input(descriptor: ends[0])
        var bytes = Array("before ".utf8)
        #expect(write(ends[1], "one", 3) == 3)
        #expect(try input.read(appendingTo: &bytes))
        #expect(write(ends[1], " two", 4) == 4)
        #expect(try input.read(appendingTo: &bytes))
        close(ends[1])
        #expect(try !input.read(appendingTo: &bytes))
        #expect(bytes == Array("before one two".utf8))
    }

    @Test(.timeLimit(.minutes(10))) func `an input on a non-blocking descriptor waits for bytes`()
        throws
    {
        var ends: [Int32] = [-1, -1]
        #expect(pipe(&ends) == 0)
        let (reading, writing) = (ends[0], ends[1])
        defer { close(reading) }
        _ = fcntl(reading, F_SETFL, O_NONBLOCK)
        try whenThisThreadWaits {
            _ = write(writing, "late", 4)
            close(writing)
        }
        var input = Input(descriptor: reading)
        var bytes: [UInt8] = []
        #expect(try input.read(appendingTo: &bytes))
        #expect(bytes == Array("late".utf8))
    }

    @Test(arguments: [("/no/such/file", "No such file or directory"), ("/etc/passwd/x", "Not a directory")])
    func `a file that cannot be opened is named`(path: String, reason: String) {
        let failure = #expect(throws: Failure.self) { _ = try Input(path: path) }
        #expect(failure?.status == .noInput)
        #expect(failure?.description == "\(path): \(reason)")
    }

    @Test func `a directory is refused when it is read`() throws {
        let failure = #expect(throws: Failure.self) {
            var input = try Input(path: "/")
            var bytes: [UInt8] = []
            _ = try input.read(appendingTo: &bytes)
        }
        #expect(failure?.description == "/: Is a directory")
    }

    @Test func `a dash means standard input`() throws {
        let input = try Input(path: "-")
        #expect(input.descriptor == STDIN_FILENO)
        #expect(input.name == "standard input")
    }
}
