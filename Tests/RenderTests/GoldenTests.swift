import Foundation
import TestSupport
import Testing

@testable import yoi_render

/// One folder below `Fixtures/render` for each case: `input.jsonl`, `args` (a line each; optional), `expected`.
///
/// Instead of having an `input.jsonl`, a case may name another fixture in the file `input`. With
/// `YOI_RECORD_GOLDEN=1` the expected texts are recorded: read them before you commit them.
@Suite struct GoldenTests {
    static let folder = "render"
    static let cases = Fixtures.names(in: folder)
    static let isRecording = ProcessInfo.processInfo.environment["YOI_RECORD_GOLDEN"] == "1"

    @Test(arguments: cases) func `yoi-render prints what the golden files have`(_ name: String) throws {
        let golden = try Golden(name)
        let output = try Rendering.of(golden.input, golden.arguments, isColored: golden.isColored)
        if Self.isRecording {
            try output.write(toFile: golden.path("expected"), atomically: true, encoding: .utf8)
        }
        #expect(output == golden.expected)
        #expect(output.utf8.elementsEqual(golden.expected.utf8), "as bytes")
    }

    @Test(arguments: cases) func `yoi-render prints the same however its input is cut`(_ name: String) throws {
        let golden = try Golden(name)
        let expected = golden.expected
        for sizes in [[1], [7], [golden.input.count / 2, 64], [4_096]] {
            let output = try Rendering.of(
                golden.input, golden.arguments, isColored: golden.isColored, sizes: sizes.map { max(1, $0) })
            #expect(output.utf8.elementsEqual(expected.utf8), "reads of \(sizes)")
        }
    }
}

/// A case of ``GoldenTests``.
struct Golden {
    let name: String
    let input: [UInt8]
    let arguments: [String]

    init(_ name: String) throws {
        self.name = name
        let folder = "\(GoldenTests.folder)/\(name)"
        let link = try? Fixtures.lines("\(folder)/input").first
        input = try Fixtures.bytes(link ?? "\(folder)/input.jsonl")
        arguments = (try? Fixtures.lines("\(folder)/args")) ?? []
    }

    var isColored: Bool { arguments.contains("--color=always") }
    func path(_ file: String) -> String { Fixtures.path("\(GoldenTests.folder)/\(name)/\(file)") }
    var expected: String { (try? String(contentsOfFile: path("expected"), encoding: .utf8)) ?? "" }
}
