internal import Shared

/// Reads a piece of input as events: bare, in an envelope, in the frame that a Backend sends, or several in an array.
enum EventReader {
    /// Why a piece is no event.
    struct Fault: Error, Equatable {
        var reason: String
    }

    static func events(in bytes: [UInt8]) throws(Fault) -> [Event] {
        let json: JSON
        do throws(JSONError) {
            json = try JSON(bytes)
        } catch {
            throw Fault(reason: bytes.first?.beginsJSON == true ? error.reason : "this is no JSON")
        }
        return try events(in: json)
    }
}

extension EventReader {
    private static func events(in json: JSON) throws(Fault) -> [Event] {
        if let elements = json.elements {
            var events: [Event] = []
            for element in elements { events += try self.events(in: element) }
            return events
        }
        guard let members = json.members else { throw Fault(reason: "\(json.kind.rawValue), not an event") }
        if !members.contains(where: { $0.key == "event" }) {
            for wrapper in ["payload", "envelope"] {
                if let inner = members.first(where: { $0.key == wrapper }) { return try events(in: inner.value) }
            }
            throw Fault(reason: "an object without a field `event`")
        }
        do throws(WireError) {
            return [try EventLine(json: json).event]
        } catch {
            throw Fault(reason: error.description)
        }
    }
}

extension UInt8 {
    /// Whether an object or array begins with this byte.
    fileprivate var beginsJSON: Bool { self == UInt8(ascii: "{") || self == UInt8(ascii: "[") }
}

extension Array where Element == UInt8 {
    init(copying bytes: Bytes) { self = bytes.withUnsafeBufferPointer { Array($0) } }
}
