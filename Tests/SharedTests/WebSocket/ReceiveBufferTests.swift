import TestSupport
import Testing

@testable import Shared

struct ReceiveBufferTests {
    @Test(arguments: [
        // One frame, and the beginning of many.
        ("82 7F 0000000000200000", ""), ("02 00", "00 7E 1000"),
    ])
    func `a message of many pieces grows the buffer by doubling`(beginning: String, header: String) {
        var driver = SessionDriver.open()
        let size = 2 << 20
        var sizes: Set<Int> = []
        driver.feed(bytes(beginning))
        for _ in 0..<size / 4096 {
            driver.feed(bytes(header) + [UInt8](repeating: 1, count: 4096))
            sizes.insert(driver.session.buffer.bytes.count)
        }
        if !header.isEmpty { driver.feed(bytes("80 00")) }
        #expect(driver.steps == ["binary of \(size) bytes"])
        #expect(sizes.count <= 6 && sizes.allSatisfy { $0 <= 2 * size })
    }

    @Test func `the buffer grows when bytes arrive, not because of a header`() {
        var driver = SessionDriver.open()
        driver.feed(bytes("82 7F 0000000004000000"))
        #expect(driver.session.buffer.bytes.count <= 2 * ReceiveBuffer.restingSize)
    }

    @Test func `a buffer that grew for a message is freed after it`() {
        var driver = SessionDriver.open()
        driver.feed(bytes("82 7F 0000000000800000"))
        driver.feed([UInt8](repeating: 1, count: 8 << 20))
        driver.feed(bytes("81 01 'a'"))
        #expect(driver.session.buffer.bytes.count == ReceiveBuffer.restingSize)
        #expect(driver.steps.last == "text a")
    }

    @Test func `pings between two fragments do not fill the buffer`() {
        var driver = SessionDriver.open()
        driver.feed(bytes("02 03 010203"))
        let pings = (0..<5000).flatMap { _ in bytes("89 7D 125*09") }
        // Pieces that end inside a ping as a rule: what is kept moves with it.
        driver.feed(pings, inPiecesOf: 10_007)
        #expect(driver.session.buffer.bytes.count == ReceiveBuffer.restingSize)
        driver.feed(bytes("80 01 04"))
        #expect(driver.steps == ["binary 01020304"])
    }

    @Test func `small messages never grow the buffer`() {
        var driver = SessionDriver.open()
        let messages = (0..<40_000).flatMap { number -> [UInt8] in
            [0x82, 3, UInt8(number & 255), UInt8(number >> 8 & 255), 7]
        }
        driver.feed(messages, inPiecesOf: 10_007)
        #expect(driver.session.buffer.bytes.count == ReceiveBuffer.restingSize)
        #expect(driver.steps.count == 40_000)
        #expect(driver.steps[12_345] == "binary 393007" && driver.steps.last == "binary 3F9C07")
    }

    @Test(arguments: [100_000, 131_000, 150_000, 262_000, 300_000])
    func `a header that is cut in two survives the growth of the buffer`(count: Int) {
        var driver = SessionDriver.open()
        let payload = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        driver.feed(
            bytes("02 7F 0000000000") + [UInt8(count >> 16), UInt8(count >> 8 & 255), UInt8(count & 255)] + payload)
        driver.feed(bytes("00"))
        driver.feed(bytes("7E 0100 256*2A 80"))
        driver.feed(bytes("00"))
        let isWhole = driver.payload == payload + [UInt8](repeating: 0x2A, count: 256)
        #expect(isWhole)
    }

    @Test func `fragments of every size come together in order`() {
        var driver = SessionDriver.open()
        var expected: [UInt8] = []
        var input = bytes("02 00")
        for count in 0..<300 {
            let payload = (0..<count).map { UInt8(truncatingIfNeeded: $0 ^ count) }
            expected += payload
            input += count < 126 ? [0, UInt8(count)] : [0, 126, UInt8(count >> 8), UInt8(count & 255)]
            input += payload + bytes("89 00")
        }
        input += bytes("80 00")
        for size in [1, 1000, 65536] {
            driver.feed(input, inPiecesOf: size)
            let isInOrder = driver.payload == expected
            #expect(isInOrder, "pieces of \(size)")
        }
    }

    @Test(arguments: [0, 4 << 10, 64 << 10])
    func `connections that share a buffer keep their messages apart`(maxMoved: Int) {
        var random = SplitMix(seed: 3)
        var drivers = (0..<3).map { _ in SessionDriver.open() }
        var expected: [[String]] = drivers.map { _ in [] }
        var inputs: [[UInt8]] = drivers.map { _ in [] }
        for index in drivers.indices {
            for number in 0..<25 {
                let size = Int.random(in: 0...(number % 12 == 0 ? 300_000 : 300), using: &random)
                let payload = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* (index + 3) &+ number) }
                let width = size < 126 ? 0 : size < 65_536 ? 2 : 8
                inputs[index] += [0x82, width == 0 ? UInt8(size) : width == 2 ? 126 : 127]
                inputs[index] += (0..<width).map { UInt8(truncatingIfNeeded: size >> (8 * (width - 1 - $0))) }
                inputs[index] += payload
                expected[index].append(SessionDriver.words("binary", payload))
            }
        }
        var storage: [UInt8] = []
        var largest = 0
        while let index = inputs.indices.filter({ !inputs[$0].isEmpty }).randomElement(using: &random) {
            let piece = inputs[index].prefix(Int.random(in: 1...80_000, using: &random))
            inputs[index].removeFirst(piece.count)
            drivers[index].session.borrow(&storage)
            drivers[index].feed(piece)
            drivers[index].session.giveBack(to: &storage, maxMoved: maxMoved)
            let session = drivers[index].session
            if !session.isInMessage { #expect(session.buffer.bytes.isEmpty) }
            largest = max(largest, storage.count)
        }
        #expect(drivers.map(\.steps) == expected)
        #expect(largest <= ReceiveBuffer.keptSize)
    }
}
