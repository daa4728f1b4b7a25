import Foundation
import Glibc
import Shared
import Testing

/// Two connected descriptors, closed when the test is over.
private final class Pair {
    let reading: Int32
    private(set) var writing: Int32

    init(_ make: (inout [Int32]) -> Int32 = { pipe(&$0) }) {
        var ends: [Int32] = [-1, -1]
        precondition(make(&ends) == 0)
        (reading, writing) = (ends[0], ends[1])
    }

    static func sockets() -> Pair {
        Pair { socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &$0) }
    }

    deinit {
        close(reading)
        close(writing)
    }

    /// The writing end is from now on `/dev/null`, or the reading end is, so that the other sees its partner gone.
    func part(from descriptor: Int32) {
        let null = open("/dev/null", O_RDWR)
        dup2(null, descriptor)
        close(null)
    }

    func read(_ count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let got = Glibc.read(reading, &bytes, count)
        return Array(bytes.prefix(max(0, got)))
    }

    func readAll(_ count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            let more = read(count - bytes.count)
            if more.isEmpty { break }
            bytes += more
        }
        return bytes
    }
}

/// What a loop that polls learns of the reader.
private func isReaderGone(_ output: borrowing Output) -> Bool {
    var entry = pollfd(fd: output.pollDescriptor, events: 0, revents: 0)
    return poll(&entry, 1, 0) == 1 && Output.saysReaderGone(entry.revents)
}

@Suite struct `The output` {
    init() { signal(SIGPIPE, SIG_IGN) }

    static let large = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }

    @Test func `a pipe gets whole lines if requested`() throws {
        let pair = Pair()
        var output = Output(descriptor: pair.writing, keepsLines: true)
        let line = [UInt8](repeating: 0x78, count: 98) + [0x0A]
        output.append(Array(repeatElement(line, count: 5_000).joined()))
        let isAll = try output.drain()
        let taken = 5_000 * line.count - output.pending
        #expect(!isAll && taken > 32_768 && taken % line.count == 0, "\(taken)")
    }

    @Test func `output is buffered until it is flushed`() throws {
        let pair = Pair()
        var output = Output(descriptor: pair.writing)
        output.append("one ".utf8)
        output.append([0x74, 0x77, 0x6F].span)
        var rest = Array(" three".utf8)
        output.take(&rest)
        #expect(output.pending == 13 && rest.isEmpty)
        try output.flush()
        #expect(output.pending == 0)
        #expect(pair.read(100) == Array("one two three".utf8))
    }

    @Test(.timeLimit(.minutes(10)), arguments: [false, true])
    func `flush waits until a slow reader has taken everything`(isNonblocking: Bool) throws {
        let pair = Pair()
        if isNonblocking { _ = fcntl(pair.writing, F_SETFL, O_NONBLOCK) }
        // The tests' own threads are few, and a blocked one would keep this reader from running.
        let writing = pair.writing
        let writer = Thread {
            var output = Output(descriptor: writing)
            output.append(Self.large)
            try? output.flush()
        }
        writer.start()
        #expect(pair.readAll(Self.large.count) == Self.large)
    }

    @Test(arguments: [false, true])
    func `drain never waits, and does not change the shared description`(isSocket: Bool) throws {
        let pair = isSocket ? Pair.sockets() : Pair()
        var output = Output(descriptor: pair.writing)
        output.append(Self.large)
        #expect(try output.drain() == false)
        #expect(fcntl(pair.writing, F_GETFL) & O_NONBLOCK == 0)
        var got: [UInt8] = []
        while try !output.drain() { got += pair.read(50_000) }
        got += pair.readAll(Self.large.count - got.count)
        #expect(got == Self.large)
    }

    @Test(arguments: [false, true])
    func `a reader that has gone is not an error like others`(isSocket: Bool) throws {
        let pair = isSocket ? Pair.sockets() : Pair()
        var output = Output(descriptor: pair.writing)
        #expect(isReaderGone(output) == false)
        pair.part(from: pair.reading)
        #expect(isReaderGone(output) == true)
        output.append("lost".utf8)
        #expect(throws: OutputError.readerGone) { try output.flush() }
        #expect(throws: OutputError.readerGone) { _ = try output.drain() }
        #expect(OutputError.readerGone.status == .success)
        #expect(OutputError.readerGone.failure == nil)
    }

    @Test func `a reader that goes while output is pending is noticed`() throws {
        let pair = Pair()
        var output = Output(descriptor: pair.writing)
        output.append(Self.large)
        _ = try output.drain()
        pair.part(from: pair.reading)
        #expect(isReaderGone(output) == true)
        #expect(throws: OutputError.readerGone) { _ = try output.drain() }
    }

    @Test func `a full disk is a failure with its own status`() throws {
        let full = open("/dev/full", O_WRONLY)
        defer { close(full) }
        var output = Output(descriptor: full)
        output.append("x".utf8)
        let error = #expect(throws: OutputError.self) { try output.flush() }
        #expect(error?.status == .outputFailed)
        #expect(error?.failure?.description == "standard output: No space left on device")
        #expect(throws: OutputError.self) { _ = try output.drain() }
    }

    @Test func `a descriptor that is not open is a failure`() {
        var output = Output(descriptor: 9_999)
        output.append("x".utf8)
        #expect(throws: OutputError.failed(errno: EBADF)) { try output.flush() }
    }

    @Test func `a file and the null device accept everything at once`() throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        defer { unlink(path) }
        for path in [path, "/dev/null"] {
            let file = open(path, O_WRONLY | O_CREAT, 0o600)
            defer { close(file) }
            var output = Output(descriptor: file)
            output.append(Self.large)
            #expect(try output.drain())
            #expect(isReaderGone(output) == false)
        }
        #expect(FileManager.default.contents(atPath: path).map(Array.init) == Self.large)
    }
}
