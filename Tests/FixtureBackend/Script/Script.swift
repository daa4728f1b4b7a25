import Foundation

/// How the server is to misbehave: rules, each for some of the connections or requests.
final class Script: @unchecked Sendable {
    private struct Source: Decodable {
        let rules: [Rule]
    }

    private let rules: [Rule]
    private let api: API
    private let lock = NSLock()
    /// How many happenings each rule has been asked about, and to how many it applied.
    private var counts: [(seen: Int, used: Int)]

    /// JSON text if it begins with a brace, else a path, or a name under `Tests/Fixtures/scripts`.
    init(_ text: String, api: API) throws {
        self.api = api
        let data = text.hasPrefix("{") ? Data(text.utf8) : try Fixture.data("scripts", text, "json")
        do {
            rules = try JSONDecoder().decode(Source.self, from: data).rules
        } catch {
            throw Failure("script: \(error)")
        }
        counts = rules.map { _ in (0, 0) }
    }
}

extension Script {
    /// The first rule that applies here, with the number of times that it applied before.
    func rule(at stage: Rule.Stage, _ request: Request? = nil) -> (rule: Rule, use: Int)? {
        lock.withLock {
            for (index, rule) in rules.enumerated() where rule.matches(stage, request, api) {
                counts[index].seen += 1
                let seen = counts[index].seen - rule.skip
                guard seen > 0, seen % rule.every == 0, counts[index].used < rule.times else { continue }
                counts[index].used += 1
                return (rule, counts[index].used - 1)
            }
            return nil
        }
    }
}
