import Testing

@testable import Shared

@Suite struct `Every sample line` {
    @Test func `there are samples of everything`() {
        #expect(SampleLines.events.count == 112)
        #expect(SampleLines.methods.count == 24)
        #expect(SampleLines.recorded.count > 500)
        let names = Set((SampleLines.events + SampleLines.today).compactMap { try? JSON($0)["event"]?.string })
        #expect(names == Set(Event.names))
        let methods = Set(SampleLines.methods.compactMap { try? Method(json: JSON($0)).name })
        #expect(methods == Set(Method.names))
        #expect(methods.count == 14)
    }

    @Test func `every sample of an event is decoded, and only the intended kinds are unknown`() throws {
        for line in SampleLines.events + SampleLines.today + SampleLines.recorded {
            let event = try Event(json: JSON(line))
            let unknown = String(reflecting: event).split(separator: ".unknown").count - 1
            let expected = line.contains(#""kind":"unknown""#) || line.contains("image_ref") ? 1 : 0
            #expect(unknown == expected, "\(line.prefix(200))")
        }
    }

    @Test func `every sample of a method is decoded strictly, and encoded to the same value`() throws {
        for line in SampleLines.methods {
            guard !line.contains(#""kind":"unknown""#) else {
                #expect(throws: WireError.self) { try Method(json: JSON(line), mode: .strict) }
                continue
            }
            let method = try Method(json: JSON(line), mode: .strict)
            let encoded = try JSON(method.encoded)
            #expect(try Method(json: encoded, mode: .strict) == method)
            // A default that was left out is written.
            let isShorter = line.utf8.count < encoded.bytes.count
            #expect(try isShorter || encoded.canonical == JSON(line).canonical)
        }
    }

    @Test func `a sample that is cut at any byte is refused without a crash`() {
        for line in SampleLines.events + SampleLines.methods {
            let bytes = Array(line.utf8)
            for cut in 0..<bytes.count { #expect(throws: JSONError.self) { try JSON(Array(bytes[..<cut])) } }
        }
    }

    /// The fields without which an event has nothing to say.
    private static let indispensable = [
        "event", "data.text", "data.segments", "data.item", "data.status", "data.message", "data.entry",
        "data.workers", "data.result", "data.event", "data.worker", "data.revision",
    ]

    @Test func `a sample with any field removed or replaced is decoded, unless nothing useful is left`() throws {
        for line in SampleLines.events + SampleLines.today + SampleLines.methods {
            for changed in Self.mutations(of: try JSON(line)) {
                let json = try JSON(changed)
                _ = try? Method(json: json, mode: .strict)
                guard json["event"] != nil else { continue }
                do throws(WireError) {
                    _ = try Event(json: json)
                } catch {
                    let field = error.path.replacing("data.event.data.", with: "data.")
                    #expect(Self.indispensable.contains { field.hasPrefix($0) }, "\(error): \(changed.prefix(200))")
                }
            }
        }
    }

    /// The value with each member in turn missing, or turned into a value of another kind, at every depth.
    private static func mutations(of json: JSON) -> [String] {
        guard let members = json.members, json.bytes.count < 2_000 else {
            return ["1", "-1.5", "\"x\"", "[]", "{}", "true"]
        }
        func object(_ parts: [String]) -> String { "{" + parts.joined(separator: ",") + "}" }
        let parts = members.map { "\"\($0.key)\":\($0.value.text)" }
        return members.indices.flatMap { index -> [String] in
            var without = parts
            without.remove(at: index)
            let changed = mutations(of: members[index].value).map { value in
                var parts = parts
                parts[index] = "\"\(members[index].key)\":\(value)"
                return object(parts)
            }
            return [object(without)] + changed
        }
    }
}
