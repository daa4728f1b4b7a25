import Shared
import TestSupport
import Testing

@testable import yoi_render

@Suite(.timeLimit(.minutes(600))) struct `Events of several Workers, interleaved` {
    @Test(arguments: ["full", "compact"])
    func `interleaved Workers show exactly the blocks they have alone`(style: String) throws {
        for round in 0..<PropertyTests.rounds {
            var random = SplitMix(seed: UInt64(round) &* 17 &+ 3)
            let names = ["w-0", "w-1", "w-2"]
            let streams = names.map { name in
                RandomStream(&random).lines.map { Self.envelope(of: name, around: $0) }
            }
            let arguments = ["--style=\(style)", "--name", "--thinking=show", "--width=0"]
            let merged = Self.merge(streams, &random)
            let size = Int.random(in: 1...400, using: &random)
            let together = try Rendering.of(Array(merged.joined()), arguments, sizes: [size])
            for (name, lines) in zip(names, streams) {
                let alone = try Rendering.of(Array(lines.joined()), arguments)
                let expected = Self.blocks(of: name, in: alone, style)
                let found = Self.blocks(of: name, in: together, style)
                #expect(found == expected, "seed \(round), \(name)")
                if found != expected { return }
            }
        }
    }

    @Test func `another Worker is shown after half a second of silence`() throws {
        var renderer = try Rendering.live(["--width=0"])
        renderer.take(Self.delta("a", "One "), at: 0)
        renderer.take(Self.delta("b", "Two "), at: 100)
        #expect(renderer.output == "  One ")
        #expect(renderer.deadline == 500)
        renderer.tick(499)
        #expect(renderer.output == "  One ")
        renderer.tick(500)
        renderer.take(Self.delta("b", "three."), at: 600)
        renderer.take(Self.delta("a", "four."), at: 700)
        #expect(renderer.output == "  One \n\n▌ b\n  Two three.")
        renderer.tick(1_100)
        #expect(renderer.output == "  One \n\n▌ b\n  Two three.\n\n▌ a\n  four.")
    }
}

extension `Events of several Workers, interleaved` {
    private static func delta(_ worker: String, _ text: String) -> [UInt8] {
        envelope(of: worker, around: Array(#"{"event":"text_delta","data":{"text":"\#(text)"}}"#.utf8))
    }

    private static func envelope(of worker: String, around line: [UInt8]) -> [UInt8] {
        Array(#"{"cursor":"c","runtime_id":"r","worker_id":"\#(worker)","payload":"#.utf8)
            + line.filter { $0 != 0x0A } + Array("}\n".utf8)
    }

    private static func merge(_ streams: [[[UInt8]]], _ random: inout SplitMix) -> [[UInt8]] {
        var rest = streams.map { $0[...] }
        var merged: [[UInt8]] = []
        while let index = rest.indices.filter({ !rest[$0].isEmpty }).randomElement(using: &random) {
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                if let line = rest[index].popFirst() { merged.append(line) }
            }
        }
        return merged
    }

    /// The lines of one Worker, without those that are empty, those with its name and the table at the end.
    private static func blocks(of worker: String, in output: String, _ style: String) -> [Substring] {
        var speaker: Substring = ""
        return output.split(separator: "\n").filter { line in
            if line.hasPrefix("── w-") { return false }
            if style == "compact" { return line.hasPrefix(worker + " ") }
            guard line.hasPrefix("▌ ") else { return speaker == worker }
            speaker = line.dropFirst(2)
            return false
        }
    }
}
