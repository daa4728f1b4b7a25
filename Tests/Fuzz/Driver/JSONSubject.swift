@testable import Shared

/// Scans a text, looks at all that is in it, and writes it again; the codec's values must survive a round trip.
enum JSONSubject {
    static func take(_ input: [UInt8]) {
        guard let json = try? JSON(input) else { return }
        look(at: json)
        guard let line = try? EventLine(json: json, mode: .lenient) else { return }
        var writer = JSONWriter()
        line.write(to: &writer)
        guard let again = try? JSON(writer.bytes), let same = try? EventLine(json: again, mode: .lenient) else {
            fatalError("what was written cannot be read")
        }
        precondition(same.event.name == line.event.name, "another event was written")
    }

    private static func look(at json: JSON) {
        _ = json.integer(as: UInt64.self)
        _ = json.integer(as: Int64.self)
        _ = json.bool
        if let text = json.string {
            var writer = JSONWriter()
            writer.string(text)
            precondition((try? JSON(writer.bytes))?.string == text, "a string changed")
        }
        for element in json.elements ?? [] { look(at: element) }
        for member in json.members ?? [] { look(at: member.value) }
    }
}
