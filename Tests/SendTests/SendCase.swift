import Foundation
import TestSupport
import Testing

/// One row of `Tests/Fixtures/send/NAME.jsonl`: how `yoi-send` is called, and what must come of it.
///
/// In expected text `*` matches anything, and `{url}` and `{port}` are the Backend's.
struct SendCase: Decodable, Sendable, CustomTestStringConvertible {
    var name: String
    /// Behind the options that name the target.
    var args: [String]?
    var stdin: String?
    var stdinHex: String?
    var environment: [String: String]?
    /// Name of a script of the fixture backend, or the script itself.
    var script: Script?
    /// 0 unless given.
    var status: Int32?
    /// Instead of `status`, where the network's timing decides.
    var statuses: [Int32]?
    /// Each line of standard output; none unless given.
    var stdout: [String]?
    /// Each line of standard error; none unless given.
    var stderr: [String]?
    /// Each request that must have arrived, in order: operation and body; not looked at unless given.
    var sent: [String]?

    var testDescription: String { name }
}

extension SendCase {
    enum Script: Decodable, Sendable {
        case name(String)
        case text(String)

        init(from decoder: any Decoder) throws {
            if let name = try? decoder.singleValueContainer().decode(String.self) {
                self = .name(name)
            } else {
                let json = try decoder.singleValueContainer().decode(AnyJSON.self)
                self = .text(String(decoding: try JSONEncoder().encode(json), as: UTF8.self))
            }
        }
    }

    static func all(in name: String) -> [SendCase] {
        do {
            return try Fixtures.lines("send/\(name).jsonl").map {
                try JSONDecoder().decode(SendCase.self, from: Data($0.utf8))
            }
        } catch {
            Issue.record("send/\(name).jsonl: \(error)")
            return []
        }
    }

    func check() throws {
        let backend: FixtureBackend
        switch script {
        case .name(let name)?: backend = try FixtureBackend(["--script", name])
        case .text(let text)?: backend = try FixtureBackend(script: text)
        case nil: backend = try FixtureBackend()
        }
        let outcome = try Program("yoi-send").run(
            backend.target + (args ?? []).map { $0.replacing("{fixtures}", with: Fixtures.path("")) },
            environment: environment ?? [:], input: input)
        let filled = { (pattern: String) -> String in
            pattern.replacingOccurrences(of: "{url}", with: backend.url)
                .replacingOccurrences(of: "{port}", with: "\(backend.port)")
        }
        #expect((statuses ?? [status ?? 0]).contains(outcome.status), "\(outcome)")
        expect(outcome.lines, like: (stdout ?? []).map(filled), "standard output")
        expect(outcome.errorLines, like: (stderr ?? []).map(filled), "standard error")
        if let sent {
            let prefix = "/api/runtimes/runtime-a/workers/worker-00000001/"
            let requests = backend.requests.map { "\(($0.path ?? "").dropFirst(prefix.count)) \($0.body ?? "")" }
            expect(requests, like: sent, "requests")
        }
    }
}

extension SendCase {
    private var input: InputSource {
        guard let stdinHex else { return stdin.map { InputSource.text($0) } ?? InputSource.none }
        let digits = Array(stdinHex)
        return .bytes(
            stride(from: 0, to: digits.count - 1, by: 2).compactMap { UInt8(String(digits[$0...($0 + 1)]), radix: 16) })
    }

    private func expect(_ lines: [String], like patterns: [String], _ what: String) {
        let fit = lines.count == patterns.count && zip(lines, patterns).allSatisfy { $0.fits($1) }
        #expect(fit, "\(what) is \(lines), not like \(patterns)")
    }
}

extension String {
    /// Whether the text matches `pattern`, in which `*` matches anything.
    func fits(_ pattern: String) -> Bool {
        let parts = pattern.components(separatedBy: "*")
        guard let first = parts.first, let last = parts.last, parts.count > 1 else { return self == pattern }
        guard hasPrefix(first), hasSuffix(last), count >= first.count + last.count else { return false }
        var rest = dropFirst(first.count).dropLast(last.count)
        for part in parts.dropFirst().dropLast() where !part.isEmpty {
            guard let found = rest.range(of: part) else { return false }
            rest = rest[found.upperBound...]
        }
        return true
    }
}

/// Any JSON value, to hand a script on.
private enum AnyJSON: Codable {
    case object([String: AnyJSON]), array([AnyJSON]), string(String), number(Int), bool(Bool)

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Int.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([AnyJSON].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: AnyJSON].self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .object(let value): try container.encode(value)
        case .array(let value): try container.encode(value)
        case .string(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .bool(let value): try container.encode(value)
        }
    }
}
