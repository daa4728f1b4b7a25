import Shared
import TestSupport
import Testing

@testable import yoi_render

/// `--tools full --result-lines all` leaves nothing out.
@Suite struct WholeTests {
    static let inputs =
        ["samples/events.jsonl"] + Fixtures.names(in: "recordings/worker").map { "recordings/worker/\($0)" }
        + Fixtures.names(in: "render").filter { $0.hasPrefix("case-") }.compactMap { name in
            let path = "render/\(name)/input.jsonl"
            return (try? Fixtures.bytes(path)) == nil ? nil : path
        }

    @Test(arguments: inputs) func `every argument of every call is shown`(_ name: String) throws {
        let input = try Fixtures.bytes(name)
        let options = ["--tools=full", "--result-lines=all", "--history=all", "--thinking=show"]
        let output = try Rendering.of(input, options + ["--width=0"])
        let document = try Rendering.of(input, options + ["--style=markdown"])
        for line in Self.lines(in: input) {
            #expect(output.contains(line), "\(name): \(line)")
            #expect(document.contains(line), "\(name), as a document: \(line)")
        }
    }

    /// The lines of all texts in the arguments of all calls, as shown.
    private static func lines(in input: [UInt8]) -> Set<String> {
        var lines: Set<String> = []
        var hasGreeted = false
        for line in input.split(separator: 0x0A) {
            guard let json = try? JSON(Array(line)) else { continue }
            // A later snapshot repeats what has been shown.
            let isSnapshot = json["event"]?.string == "snapshot"
            if isSnapshot, hasGreeted { continue }
            hasGreeted = hasGreeted || isSnapshot
            for arguments in arguments(in: json) {
                for text in (try? JSON(arguments)).map(texts) ?? [] {
                    for line in text.lines { lines.insert(VisibleForm.of(line)) }
                }
            }
        }
        return lines
    }

    private static func arguments(in json: JSON) -> [String] {
        let inside = (json.elements ?? []) + (json.members ?? []).map(\.value)
        let own = json["name"] == nil ? nil : json["arguments"]?.string
        return inside.flatMap(arguments) + [own].compactMap { $0 }
    }

    private static func texts(in json: JSON) -> [String] {
        [json.string].compactMap { $0 } + ((json.elements ?? []) + (json.members ?? []).map(\.value)).flatMap(texts)
    }
}
