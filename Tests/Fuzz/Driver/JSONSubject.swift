@testable import Shared

/// Scans a text, looks at all that is in it, and reads it as an event; a string must survive a round trip.
enum JSONSubject {
    static func take(_ input: [UInt8]) {
        guard let json = try? JSON(input) else { return }
        look(at: json)
        _ = try? Event(json: json, mode: .lenient)
        _ = try? Event(json: json, mode: .strict)
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
