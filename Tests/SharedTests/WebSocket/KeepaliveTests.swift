import Shared
import TestSupport
import Testing

struct KeepaliveTests {
    private var options: WebSocketSession.Options {
        .init(pingInterval: .seconds(20), openTimeout: .seconds(10), closeTimeout: .seconds(1))
    }

    @Test func `a silent server is pinged once and given up after two intervals`() {
        var driver = SessionDriver.open(options: options)
        #expect(driver.deadline == .seconds(20))
        driver.tick(at: .milliseconds(19_999))
        #expect(describeClientFrames(driver.sent) == "")
        driver.tick(at: .seconds(20))
        driver.tick(at: .seconds(30))
        #expect(describeClientFrames(driver.sent) == "ping")
        #expect(driver.deadline == .seconds(40))
        driver.tick(at: .milliseconds(39_999))
        #expect(driver.steps == [])
        driver.tick(at: .seconds(40))
        #expect(driver.steps == ["silent for 40.0 seconds"])
        #expect(driver.deadline == nil)
    }

    @Test func `a client that was stopped pings before it gives up`() {
        var driver = SessionDriver.open(options: options)
        driver.tick(at: .seconds(300))
        #expect(describeClientFrames(driver.sent) == "ping")
        #expect(driver.steps == [])
        #expect(driver.deadline == .seconds(320))
        driver.tick(at: .seconds(320))
        #expect(driver.steps == ["silent for 320.0 seconds"])
    }

    @Test func `a pong is reported only for a ping that was requested`() {
        var driver = SessionDriver.open(options: options)
        driver.feed(bytes("8A 01 '?'"))
        driver.session.ping()
        driver.feed(bytes("8A 00 81 01 'a' 8A 01 '?' 81 01 'b' 8A 01 '?'"))
        #expect(describeClientFrames(driver.sent) == "ping 3F")
        #expect(driver.steps == ["text a", "pong", "text b"])
    }

    @Test(arguments: ["8A 00", "81 01 'a'", "81"])
    func `any byte is a sign of life`(notation: String) {
        var driver = SessionDriver.open(options: options)
        driver.tick(at: .seconds(20))
        driver.feed(bytes(notation), at: .seconds(39))
        driver.tick(at: .seconds(58))
        #expect(describeClientFrames(driver.sent) == "ping")
        #expect(driver.deadline == .seconds(59))
        driver.tick(at: .seconds(59))
        #expect(describeClientFrames(driver.sent) == "ping, ping")
    }

    @Test func `silence while reading is held up does not count`() {
        var driver = SessionDriver.open(options: options)
        driver.resume(at: .seconds(3600))
        driver.tick(at: .seconds(3619))
        #expect(driver.steps == [] && driver.sent == [])
    }

    @Test func `without an interval there are no pings and no timeouts`() {
        var driver = SessionDriver.open(options: .init(pingInterval: .zero))
        #expect(driver.deadline == nil)
        driver.tick(at: .seconds(1_000_000))
        #expect(driver.steps == [] && driver.sent == [])
    }

    @Test func `a handshake without an answer times out, and is not interrupted by a ping`() {
        var driver = SessionDriver(options: .init(pingInterval: .seconds(2), openTimeout: .seconds(10)))
        let request = driver.sent
        for second in 1...8 { driver.tick(at: .seconds(second)) }
        #expect(driver.deadline == .seconds(10))
        driver.feed(Handshake.sampleAnswer.dropLast(), at: .seconds(9))
        driver.tick(at: .milliseconds(9_999))
        #expect(driver.steps == [] && driver.sent == request)
        driver.tick(at: .seconds(10))
        #expect(driver.steps == ["unanswered for 10.0 seconds"])
    }

    @Test func `an answer that arrived while the program was stopped is not late`() {
        var driver = SessionDriver(options: options)
        let answer = Handshake.sampleAnswer
        driver.session.receive(now: driver.start + .seconds(3600)) { space in
            space.copyBytes(from: answer)
            return answer.count
        }
        driver.tickUndrained(at: .seconds(3600))
        #expect(driver.steps == ["opened"])
    }

    @Test func `a server that keeps sending something else is given up after twice the time`() {
        var driver = SessionDriver.open(options: options)
        driver.close(CloseFrame(code: .normal), at: .seconds(5))
        for (time, steps) in [(6_000, []), (6_999, []), (7_000, ["unanswered for 1.0 seconds"])] {
            driver.feed(bytes("8A 00"), at: .milliseconds(time))
            driver.tickUndrained(at: .milliseconds(time))
            #expect(driver.steps == steps)
        }
    }

    @Test func `a refusal whose body does not end keeps what has arrived`() {
        var driver = SessionDriver(options: options)
        driver.feed(bytes("'HTTP/1.1 404 X\\r\\nContent-Length: 100\\r\\n\\r\\nno such'"), at: .seconds(9))
        driver.tick(at: .seconds(10))
        #expect(driver.steps == ["refused 404 no such"])
    }

    @Test func `closing waits for the reply and delivers what comes before it`() {
        var driver = SessionDriver.open(options: options)
        driver.close(CloseFrame(code: .normal), at: .seconds(5))
        driver.close(CloseFrame(code: CloseCode(rawValue: 1001)), at: .seconds(5))
        driver.feed(bytes("81 01 'a'"), at: .seconds(5))
        driver.session.send(.text, [0x61])
        driver.feed(bytes("88 02 03E8"), at: .seconds(5))
        #expect(driver.steps == ["text a", "closed 1000"])
        #expect(describeClientFrames(driver.sent) == "close 1000")
    }

    @Test func `closing without a reply times out`() {
        var driver = SessionDriver.open(options: options)
        driver.close(CloseFrame(code: .normal), at: .seconds(5))
        #expect(driver.deadline == .seconds(6))
        driver.tick(at: .seconds(6))
        #expect(driver.steps == ["unanswered for 1.0 seconds"])
    }
}
