import Testing

@testable import Shared

@Suite struct `Every sample line` {
    @Test func `is there`() {
        #expect(SampleLines.events.count == 112)
        #expect(SampleLines.methods.count == 24)
        #expect(SampleLines.recorded.count > 500)
        let names = Set(SampleLines.events.compactMap { try? EventLine(json: JSON($0)).event.name })
        #expect(names.count == 36)
        let methods = Set(SampleLines.methods.compactMap { try? Method(json: JSON($0)).name })
        #expect(methods == Set(Method.names))
        #expect(methods.count == 14)
    }

    @Test func `of an event is decoded, and encoded to the same value`() throws {
        for line in SampleLines.events + SampleLines.recorded {
            let json = try JSON(line)
            let event = try EventLine(json: json)
            if case .unknown(let name, _) = event.event { Issue.record("\(name) is unknown") }
            #expect(try JSON(event.encoded).canonical == json.canonical)
        }
    }

    @Test func `holds no entry, item or block of an unknown kind, but the segments that are meant to be`() throws {
        for line in SampleLines.events + SampleLines.recorded {
            let event = try EventLine(json: JSON(line))
            let unknown = String(reflecting: event).split(separator: ".unknown(").count - 1
            let expected = line.contains(#""kind":"unknown""#) || line.contains("image_ref") ? 1 : 0
            #expect(unknown == expected, "\(line.prefix(200))")
        }
    }

    @Test func `of a method is decoded strictly, and encoded to the same value`() throws {
        for line in SampleLines.methods {
            let json = try JSON(line)
            #expect(try JSON(Method(json: json, mode: .strict).encoded).canonical == json.canonical)
        }
    }

    @Test func `cut at any byte is refused without a crash`() {
        for line in SampleLines.events + SampleLines.methods {
            let bytes = Array(line.utf8)
            for cut in 0..<bytes.count { #expect(throws: JSONError.self) { try JSON(Array(bytes[..<cut])) } }
        }
    }

    @Test func `with any field taken away or replaced is decoded or refused without a crash`() throws {
        for line in SampleLines.events + SampleLines.methods {
            for changed in mutations(of: try JSON(line)) {
                let json = try JSON(changed)
                if let event = try? EventLine(json: json) {
                    #expect(try JSON(event.encoded).canonical == json.canonical)
                }
                _ = try? Method(json: json, mode: .strict)
            }
        }
    }

    /// The value with each member in turn missing, or turned into a value of another kind, at every depth.
    private func mutations(of json: JSON) -> [String] {
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
