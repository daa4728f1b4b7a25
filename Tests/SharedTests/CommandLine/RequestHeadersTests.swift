import Foundation
import Testing

@testable import Shared

@Suite struct `Headers from the command line` {
    private func headers(
        _ arguments: [String] = [], tokenFile: String? = nil, token: String? = nil,
        warn: (Diagnostic) -> Void = { _ in }
    ) throws -> [String] {
        var options = ConnectionOptions()
        options.headers = arguments
        options.tokenFile = tokenFile
        let environment = Environment(token.map { ["YOI_TOKEN": $0] } ?? [:])
        return try RequestHeaders(options, environment: environment, warn: warn).current.fields.map {
            "\($0.name): \($0.value)"
        }
    }

    /// Runs `body` with the path of a file that holds `bytes` and has these permissions.
    private func withFile(
        _ bytes: some Sequence<UInt8>, mode: Int = 0o600, _ body: (String) throws -> Void
    ) throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        #expect(FileManager.default.createFile(atPath: path, contents: Data(bytes)))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        defer { try? FileManager.default.removeItem(atPath: path) }
        try body(path)
    }

    @Test(
        arguments: [
            ("X-Trace: 1", "X-Trace: 1"), ("X-Trace:1", "X-Trace: 1"), ("x:\t a b \t", "x: a b"), ("X:", "X: "),
            ("X-Name: Größe", "X-Name: Größe"), ("X: a:b", "X: a:b"),
        ])
    func `a header line is split into name and value`(line: String, header: String) throws {
        #expect(try headers([line]) == [header])
    }

    @Test(
        arguments: [
            "", "secret", ": secret", "X Y: secret", "X\r\nEvil: secret", "X: secret\r\nEvil: 1", "X: secret\n",
            "X: secret\u{0}", "X: secret\u{1B}", "Größe: secret", "Content-Length: secret", "transfer-encoding: secret",
            "HOST: secret", "Sec-WebSocket-Key: secret", "Connection: secret", "Upgrade: secret",
        ])
    func `a header that could break the request is refused without showing its value`(line: String) {
        let failure = #expect(throws: Failure.self) { try headers([line]) }
        #expect(failure?.status == .usage)
        #expect(failure?.description.contains("secret") == false)
        #expect(failure?.description.hasPrefix("--header: ") == true)
    }

    @Test func `a file of headers is read line by line`() throws {
        try withFile("A: 1\r\n\nB: 2".utf8) { path in
            let result = try headers(["@" + path, "C: 3"])
            #expect(result == ["A: 1", "B: 2", "C: 3"])
        }
        try withFile("A: 1\nsecret\n".utf8) { path in
            let failure = #expect(throws: Failure.self) { try headers(["@" + path]) }
            #expect(failure?.status == .badInput)
            #expect(failure?.description == "\(path): line 2: this header has no colon; write 'Name: value'")
        }
        try withFile("A: 1\rB: 2\n".utf8) { path in
            #expect(throws: Failure.self) { try headers(["@" + path]) }
        }
    }

    @Test func `the token comes from its file, or from the environment`() throws {
        try withFile("s3cret\r\n".utf8) { path in
            let result = try headers(tokenFile: path, token: "other")
            #expect(result == ["Authorization: Bearer s3cret"])
        }
        #expect(try headers(token: "s3cret") == ["Authorization: Bearer s3cret"])
        #expect(try headers(["authorization: Basic x"], token: "s3cret") == ["authorization: Basic x"])
        #expect(try headers(token: "") == [])
    }

    @Test func `a token file that others can read causes a warning`() throws {
        for (mode, isWarnedOf) in [(0o600, false), (0o640, true), (0o604, true)] {
            var warnings: [Diagnostic] = []
            try withFile("s3cret".utf8, mode: mode) { path in
                _ = try headers(tokenFile: path) { warnings.append($0) }
            }
            #expect(warnings.isEmpty == !isWarnedOf)
            #expect(warnings.allSatisfy { !$0.description.contains("s3cret") })
        }
    }

    @Test(arguments: ["", "\n", "two words", "a\nb", "a\u{1B}b", "Größe"])
    func `an invalid token is refused without showing it`(token: String) throws {
        try withFile(token.utf8) { path in
            let failure = #expect(throws: Failure.self) { try headers(tokenFile: path) }
            #expect(failure?.status == .badInput)
            #expect(failure?.description.hasPrefix("\(path): the token ") == true)
        }
    }

    @Test func `a file that is missing, a directory, not text or endless is refused`() throws {
        for (path, status) in [("/no/such/file", ExitStatus.noInput), ("/", .noInput), ("/dev/zero", .badInput)] {
            #expect(throws: Failure.self) { try headers(tokenFile: path) }
            let failure = #expect(throws: Failure.self) { try headers(["@" + path]) }
            #expect(failure?.status == status)
        }
        try withFile([0x61, 0xFF]) { path in
            let failure = #expect(throws: Failure.self) { try headers(tokenFile: path) }
            #expect(failure?.description == "\(path): is not valid UTF-8")
        }
    }

    @Test func `two sources of authorization are refused`() throws {
        let failure = #expect(throws: Failure.self) { try headers(["Authorization: x"], tokenFile: "/dev/null") }
        #expect(failure?.status == .usage)
    }
}
