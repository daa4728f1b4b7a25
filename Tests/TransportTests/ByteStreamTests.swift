import Glibc
import Shared
import TestSupport
import Testing
import Transport

@Suite(.timeLimit(.minutes(10)))
struct ByteStreamTests {
    @Test func `a byte stream delivers bytes as they arrive, and then its end`() throws {
        let server = try RawServer(answer: Array("hello".utf8), ending: .close)
        defer { server.stop() }
        let stream = try Self.connect(to: server.port)
        #expect(try Self.read(stream) == nil)
        #expect(try stream.send(Array("GET / HTTP/1.1\r\n\r\n".utf8).span) == 18)
        var received: [UInt8] = []
        while received.count < 5 {
            Self.wait(for: stream, POLLIN)
            received += try Self.read(stream) ?? []
        }
        #expect(received == Array("hello".utf8))
        Self.wait(for: stream, POLLIN)
        #expect(try Self.read(stream) == [])
        #expect(server.requests == ["GET / HTTP/1.1\r\n\r\n"])
    }

    @Test func `a broken connection is an error, not an end`() throws {
        let server = try RawServer(answer: [], ending: .reset)
        defer { server.stop() }
        let stream = try Self.connect(to: server.port)
        _ = try stream.send(Array("GET / HTTP/1.1\r\n\r\n".utf8).span)
        Self.wait(for: stream, POLLIN)
        let error = #expect(throws: TransportError.self) { try Self.read(stream) }
        #expect(error?.description.contains("Connection reset by peer") == true)
        #expect(error?.exitStatus == .unavailable)
    }

    @Test func `sending to a peer that does not read is partial and does not wait`() throws {
        let (listener, port) = try LoopbackPort.listen()
        defer { close(listener) }
        let stream = try Self.connect(to: port)
        let block = [UInt8](repeating: 0x61, count: 1 << 20)
        var taken = 0
        for _ in 0..<100 {
            let count = try stream.send(block.span)
            taken += count
            if count == 0 { break }
        }
        #expect(taken > 0 && taken < 100 << 20)
        #expect(try stream.send(block.span) == 0)
    }

    @Test func `connecting can be abandoned at any time`() throws {
        let full = try FullListener()
        let endpoint = try #require(Endpoint(url: "http://127.0.0.1:\(full.port)/"))
        let start = ContinuousClock.now
        for _ in 0..<10 {
            let stream = try ByteStream(to: endpoint, options: TransportOptions())
            #expect(try !stream.proceed())
            #expect(!stream.interest.isEmpty && (0...1000).contains(stream.timeout))
        }
        #expect(ContinuousClock.now - start < .seconds(5))
    }

    @Test func `a connection that cannot be made times out`() throws {
        let full = try FullListener()
        let error = #expect(throws: TransportError.self) {
            try Self.connect(to: full.port, options: TransportOptions(connectTimeout: .milliseconds(200)))
        }
        #expect(error?.reason == .connectTimeout(.milliseconds(200)))
        #expect(error?.exitStatus == .unavailable)
    }
}

extension ByteStreamTests {
    static func connect(to port: UInt16, options: TransportOptions = TransportOptions()) throws -> ByteStream {
        let endpoint = try #require(Endpoint(url: "ws://127.0.0.1:\(port)/"))
        let stream = try ByteStream(to: endpoint, options: options)
        while try !stream.proceed() {
            var interest = stream.interest
            poll(&interest, nfds_t(interest.count), stream.timeout)
        }
        return stream
    }

    /// What is there now: nil for nothing, empty at the end.
    static func read(_ stream: ByteStream) throws -> [UInt8]? {
        var space = [UInt8](repeating: 0, count: 1000)
        let count = try space.withUnsafeMutableBytes { try stream.receive(into: $0) }
        return count.map { Array(space.prefix($0)) }
    }

    static func wait(for stream: ByteStream, _ events: Int32) {
        var interest = pollfd(fd: stream.descriptor, events: Int16(truncatingIfNeeded: events), revents: 0)
        poll(&interest, 1, 10_000)
    }
}
