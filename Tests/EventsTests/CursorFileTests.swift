import Foundation
import Glibc
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

    @Test func `a cursor file stores a position as one line without secrets`() throws {
        try remember(.cursor(#require(EventCursor("bo_00000000000000fF"))))
        let line =
            #"{"version":2,"backend":"http://h","runtime_id":"r\"","worker_id":"w","cursor":"bo_00000000000000fF"}"#
        #expect(folder.read("c") == line + "\n")
        let again = try CursorFile(
            path: folder.file("c"), for: FollowedWorkers(backend: target.backend, targets: [target]))
        #expect(try again.checkpoint(of: target) == .cursor(#require(EventCursor("bo_00000000000000fF"))))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["c"])
    }

    /// Opens `c`, saves a checkpoint, and closes it.
    func remember(_ checkpoint: Checkpoint) throws {
        let file = try CursorFile(
            path: folder.file("c"), for: FollowedWorkers(backend: target.backend, targets: [target]))
        file.set(checkpoint, of: target)
        try file.save()
    }

    @Test func `a cursor file stores a position in a log, too`() throws {
        try remember(.log(JSON(#"{"version":1}"#)))
        let file = try CursorFile(
            path: folder.file("c"), for: FollowedWorkers(backend: target.backend, targets: [target]))
        #expect(try file.checkpoint(of: target) == .log(JSON(#"{"version":1}"#)))
    }

    @Test func `a cursor file distinguishes ids that only look alike`() throws {
        let composed = try Target(backend: "http://h", runtimeID: "r", workerID: "\u{E9}")
        let decomposed = try Target(backend: "http://h", runtimeID: "r", workerID: "e\u{301}")
        // As Characters they are the same.
        #expect(composed.workerID == decomposed.workerID)
        let file = try CursorFile(
            path: folder.file("c"), for: FollowedWorkers(backend: composed.backend, targets: [composed]))
        file.set(.log(try JSON("{}")), of: composed)
        try file.save()
        #expect(file.checkpoint(of: composed) != nil && file.checkpoint(of: decomposed) == nil)
        file.set(.log(try JSON("{}")), of: decomposed)
        try file.save()
        #expect(folder.read("c")?.split(separator: "\n").count == 2)
    }

    @Test func `a cursor file is locked by one program at a time`() throws {
        let first = try CursorFile(
            path: folder.file("c"), for: FollowedWorkers(backend: target.backend, targets: [target]))
        for round in 0..<2 {
            let failure = #expect(throws: Failure.self) {
                _ = try CursorFile(
                    path: folder.file("c"), for: FollowedWorkers(backend: target.backend, targets: [target]))
            }
            #expect(failure?.status == .tryLater)
            // The lock moves on to each file that takes the old one's place.
            first.set(.log(try JSON("{\"round\":\(round)}")), of: target)
            try first.save()
        }
    }

    @Test func `a cursor file keeps its mode, and a dangling link stays a link`() throws {
        try FileManager.default.createSymbolicLink(
            atPath: folder.file("link"), withDestinationPath: folder.file("c"))
        let file = try CursorFile(
            path: folder.file("link"), for: FollowedWorkers(backend: target.backend, targets: [target]))
        chmod(folder.file("c"), 0o640)
        file.set(.log(try JSON("{}")), of: target)
        try file.save()
        var information = stat()
        #expect(stat(folder.file("c"), &information) == 0 && information.st_mode & 0o777 == 0o640)
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder.file("link")) == folder.file("c"))
    }

    @Test func `a cursor file behind a symbolic link is replaced, and the link stays`() throws {
        let manager = FileManager.default
        try manager.createDirectory(atPath: folder.file("state"), withIntermediateDirectories: false)
        _ = try folder.write("state/c", "")
        try manager.createSymbolicLink(atPath: folder.file("c"), withDestinationPath: "state/c")
        try remember(.cursor(#require(EventCursor("bo_0000000000000007"))))
        #expect(try manager.destinationOfSymbolicLink(atPath: folder.file("c")) == "state/c")
        #expect(folder.read("state/c")?.contains("bo_0000000000000007") == true)
        #expect(try manager.contentsOfDirectory(atPath: folder.file("state")) == ["c"])
    }

    @Test func `an empty cursor file is like a new one`() throws {
        let file = try CursorFile(
            path: folder.write("c", ""), for: FollowedWorkers(backend: target.backend, targets: [target]))
        #expect(file.checkpoint(of: target) == nil)
    }

    static let good = #"{"backend":"http://h","runtime_id":"r\"","worker_id":"w","cursor":"bo_0000000000000001"}"#

    @Test(arguments: [
        ("{", Shared.ExitStatus.badInput, "not a cursor file"), ("7", .badInput, "not a cursor file"),
        (#"{"cursor":"bo_0000000000000001"}"#, .badInput, "it lacks"),
        (good.replacing("bo_", with: "xx_"), .badInput, "it has neither"),
        (good + good, .badInput, "follows the JSON value"),
        (String(repeating: " ", count: 17 << 20), .badInput, "too long"),
        (good.replacing(#""w""#, with: #""v""#), .usage, "belongs to r\":v"),
        (good.replacing("http://h", with: "http://i"), .usage, "at http://i"),
    ])
    func `a cursor file of another kind or target is refused and left alone`(
        text: String, status: Shared.ExitStatus, words: String
    ) throws {
        let path = try folder.write("c", text)
        let failure = #expect(throws: Failure.self) {
            _ = try CursorFile(path: path, for: FollowedWorkers(backend: target.backend, targets: [target]))
        }
        #expect(failure?.status == status)
        #expect(failure?.description.contains(words) == true, "\(failure?.description ?? "")")
        #expect(folder.read("c") == text)
    }

    @Test func `a cursor file that cannot be written is noticed at the start`() throws {
        let failure = #expect(throws: Failure.self) {
            _ = try CursorFile(
                path: folder.file("nowhere/c"), for: FollowedWorkers(backend: target.backend, targets: [target]))
        }
        #expect(failure?.status == .cannotCreate)
    }

    @Test func `a cursor file whose name is too long for a temporary file is written in place`() throws {
        let path = folder.file(String(repeating: "c", count: 255))
        let file = try CursorFile(path: path, for: FollowedWorkers(backend: target.backend, targets: [target]))
        file.set(.cursor(try #require(EventCursor("bo_0000000000000002"))), of: target)
        try file.save()
        #expect(folder.read(String(repeating: "c", count: 255))?.contains("bo_0000000000000002") == true)
    }

    @Test func `a cursor file behind a loop of links is an error`() throws {
        let manager = FileManager.default
        try manager.createSymbolicLink(atPath: folder.file("a"), withDestinationPath: "b")
        try manager.createSymbolicLink(atPath: folder.file("b"), withDestinationPath: "a")
        let failure = #expect(throws: Failure.self) {
            _ = try CursorFile(
                path: folder.file("a"), for: FollowedWorkers(backend: target.backend, targets: [target]))
        }
        #expect(failure?.status == .noInput)
    }

    @Test func `a cursor file keeps the old position if a new one cannot be written`() throws {
        let path = try folder.write("c", Self.good)
        let file = try CursorFile(path: path, for: FollowedWorkers(backend: target.backend, targets: [target]))
        file.set(.cursor(try #require(EventCursor("bo_0000000000000002"))), of: target)
        // Even root cannot write a file over a folder.
        try FileManager.default.createDirectory(
            atPath: path + ".\(ProcessInfo.processInfo.processIdentifier).tmp", withIntermediateDirectories: false)
        #expect(throws: Failure.self) { try file.save() }
        #expect(folder.read("c") == Self.good)
    }
}
