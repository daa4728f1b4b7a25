import Foundation
import Shared
import TestSupport
import Testing

@testable import yoi_events

@Suite struct `The cursor file` {
    let folder: TemporaryDirectory
    let target: Target

    init() throws {
        folder = try TemporaryDirectory()
        target = try Target(backend: "http://user:secret@h/", runtimeID: "r\"", workerID: "w")
    }

    @Test func `remembers a place, without secrets, as one line`() throws {
        var file = try CursorFile(path: folder.file("c"), target: target)
        #expect(try file.load() == nil)
        try file.save(#require(Cursor("bo_00000000000000fF")))
        let line = #"{"backend":"http://h","runtime_id":"r\"","worker_id":"w","cursor":"bo_00000000000000fF"}"#
        #expect(folder.read("c") == line + "\n")
        var again = try CursorFile(path: folder.file("c"), target: target)
        #expect(try again.load()?.sequence == 255)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["c"])
    }

    @Test func `behind a symbolic link is replaced, and the link stays`() throws {
        let manager = FileManager.default
        try manager.createDirectory(atPath: folder.file("state"), withIntermediateDirectories: false)
        _ = try folder.write("state/c", "")
        try manager.createSymbolicLink(atPath: folder.file("c"), withDestinationPath: "state/c")
        var file = try CursorFile(path: folder.file("c"), target: target)
        try file.save(#require(Cursor("bo_0000000000000007")))
        #expect(try manager.destinationOfSymbolicLink(atPath: folder.file("c")) == "state/c")
        #expect(folder.read("state/c")?.contains("bo_0000000000000007") == true)
        #expect(try manager.contentsOfDirectory(atPath: folder.file("state")) == ["c"])
    }

    @Test func `that is empty is none`() throws {
        var file = try CursorFile(path: folder.write("c", ""), target: target)
        #expect(try file.load() == nil)
    }

    static let good = #"{"backend":"http://h","runtime_id":"r\"","worker_id":"w","cursor":"bo_0000000000000001"}"#

    @Test(arguments: [
        ("{", Shared.ExitStatus.badInput, "no cursor file"), ("7", .badInput, "no cursor file"),
        (#"{"cursor":"bo_0000000000000001"}"#, .badInput, "it lacks"),
        (good.replacing("bo_", with: "xx_"), .badInput, "it lacks"), (good + good, .badInput, "follows the JSON value"),
        (String(repeating: " ", count: 200_000), .badInput, "too long"),
        (good.replacing(#""w""#, with: #""v""#), .usage, "belongs to r\":v"),
        (good.replacing("http://h", with: "http://i"), .usage, "at http://i"),
    ])
    func `of another kind or target is refused and left alone`(
        text: String, status: Shared.ExitStatus, words: String
    ) throws {
        let path = try folder.write("c", text)
        let failure = #expect(throws: Failure.self) {
            var file = try CursorFile(path: path, target: target)
            _ = try file.load()
        }
        #expect(failure?.status == status)
        #expect(failure?.description.contains(words) == true, "\(failure?.description ?? "")")
        #expect(folder.read("c") == text)
    }

    @Test func `that could not be written is found out at once`() throws {
        let failure = #expect(throws: Failure.self) {
            _ = try CursorFile(path: folder.file("nowhere/c"), target: target)
        }
        #expect(failure?.status == .cannotCreate)
    }

    @Test func `keeps the old place when a new one cannot be written`() throws {
        let path = try folder.write("c", Self.good)
        var file = try CursorFile(path: path, target: target)
        #expect(try file.load()?.sequence == 1)
        // Even root cannot write a file over a folder.
        try FileManager.default.createDirectory(
            atPath: path + ".\(ProcessInfo.processInfo.processIdentifier).tmp", withIntermediateDirectories: false)
        #expect(throws: Failure.self) { try file.save(#require(Cursor("bo_0000000000000002"))) }
        #expect(folder.read("c") == Self.good)
    }
}
