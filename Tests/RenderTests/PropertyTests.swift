import Foundation
import Shared
import TestSupport
import Testing

@testable import yoi_render

/// Random and mutated inputs from a fixed seed. For a run overnight:
/// `YOI_PROPERTY_ROUNDS=1000000 swift test -c release -Xswiftc -enable-testing --filter PropertyTests`
@Suite(.timeLimit(.minutes(600))) struct PropertyTests {
    static let rounds = ProcessInfo.processInfo.environment["YOI_PROPERTY_ROUNDS"].flatMap(Int.init) ?? 100
    static let styles = ["full", "compact", "text", "markdown"]

    @Test func `--style text prints all words and nothing else`() throws {
        for round in 0..<Self.rounds {
            var random = SplitMix(seed: UInt64(round))
            let stream = RandomStream(&random)
            let size = Int.random(in: 1...200, using: &random)
            let output = try Rendering.bytes(of: Array(stream.lines.joined()), ["--style=text"], sizes: [size])
            let expected = Array(stream.words.text.utf8)
            #expect(output == expected, "seed \(round)")
            if output != expected { return }
        }
    }

    @Test(arguments: styles) func `the fast path shows what the general one shows`(
        _ style: String
    ) throws {
        for round in 0..<Self.rounds {
            var random = SplitMix(seed: UInt64(round))
            let stream = RandomStream(&random)
            let arguments = [
                "--style=\(style)", "--thinking=\(random.chance(50) ? "hide" : "show")",
                "--width=\(random.chance(50) ? 0 : Int.random(in: 20...90, using: &random))",
            ]
            let usual = try Rendering.bytes(of: Array(stream.lines.joined()), arguments)
            let other = try Rendering.bytes(of: Array(stream.otherLines.joined()), arguments)
            let wrapped = try Rendering.bytes(of: Array(stream.envelopes.joined()), arguments)
            let pieces = try Rendering.bytes(of: Array(stream.lines.joined()), arguments, sizes: [13])
            let isSame = usual == other && usual == wrapped && usual == pieces
            #expect(isSame, "seed \(round)")
            if !isSame { return }
        }
    }

    @Test(arguments: styles) func `colors add nothing but colors`(_ style: String) throws {
        for round in 0..<Self.rounds {
            var random = SplitMix(seed: UInt64(round))
            let input = Array(RandomStream(&random).lines.joined())
            let colored = try Rendering.of(input, ["--style=\(style)"], isColored: true, sizes: [17])
            let plain = try Rendering.of(input, ["--style=\(style)"])
            let isSame = Self.withoutColors(colored).unicodeScalars.elementsEqual(plain.unicodeScalars)
            #expect(isSame, "seed \(round)")
            if !isSame { return }
        }
    }

    @Test(arguments: styles) func `no input brings a control character to the terminal`(_ style: String) throws {
        let names = Fixtures.names(in: "recordings/worker")
        let lines = try (names.map { "recordings/worker/\($0)" } + ["samples/events.jsonl"]).flatMap { name in
            try Fixtures.bytes(name).split(separator: 0x0A).filter { $0.count < 4_000 }.map(Array.init)
        }
        for round in 0..<Self.rounds {
            var random = SplitMix(seed: UInt64(round) &* 31 &+ 7)
            var input: [UInt8] = []
            for _ in 0..<Int.random(in: 1...12, using: &random) {
                input += Self.mutated(random.chance(30) ? RandomStream(&random).lines[0] : random.pick(lines), &random)
                if !random.chance(5) { input.append(0x0A) }
            }
            let arguments = [
                "--style=\(style)", "--thinking=show", "--tools=full", "--width=\(random.pick([20, 80, 0]))",
            ]
            let size = Int.random(in: 1...4_000, using: &random)
            let output = try Rendering.bytes(of: input, arguments, sizes: [size])
            let fault = Self.fault(in: output, style)
            #expect(fault == nil, "seed \(round)")
            if fault != nil { return }
        }
    }
}

extension PropertyTests {
    private static func withoutColors(_ text: String) -> String {
        let pieces = text.unicodeScalars.split(separator: "\u{1B}", omittingEmptySubsequences: false)
        let rest = pieces.dropFirst().map { String($0.drop { $0 != "m" }.dropFirst()) }
        return (pieces.first.map { String($0) } ?? "") + rest.joined()
    }

    /// A line with some bytes changed, removed, doubled or inserted.
    private static func mutated(_ line: [UInt8], _ random: inout SplitMix) -> [UInt8] {
        var line = line
        guard random.chance(70) else { return line }
        for _ in 0..<Int.random(in: 1...4, using: &random) where !line.isEmpty {
            let place = Int.random(in: 0..<line.count, using: &random)
            switch Int.random(in: 0..<6, using: &random) {
            case 0: line[place] = UInt8.random(in: 0...255, using: &random)
            case 1: line.remove(at: place)
            case 2: line.insert(contentsOf: Array(RandomStream.text(&random).utf8), at: place)
            case 3: line.removeSubrange(place...)
            case 4: line.insert(random.pick(Array("\"{}[],:\\\n0\u{1E}".utf8)), at: place)
            default:
                line.insert(
                    contentsOf: Array("\\u\(random.pick(["001b", "009b", "202e", "d83d", "0000", "000d"]))".utf8),
                    at: place)
            }
        }
        return line
    }

    /// The first control character, or `nil`. A carriage return is harmless before a line feed, and is kept there
    /// if the text is kept byte for byte.
    static func fault(in output: [UInt8], _ style: String) -> String? {
        guard var text = String(validating: output, as: UTF8.self) else { return "the output is not UTF-8" }
        if style == "text" { text.replace("\r\n", with: "\n") }
        let unsafe = text.unicodeScalars.first { $0 != "\n" && $0 != "\t" && VisibleText.isUnsafe($0) }
        return unsafe.map { "U+" + String($0.value, radix: 16) + " in the output" }
    }
}
