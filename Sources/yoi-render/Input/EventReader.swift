internal import Shared

/// Reads a piece of input as events: bare, in an envelope, in a Backend's frame, or several in an array.
enum EventReader {
    /// The result for a piece of input, or for an element of an array.
    enum Reading {
        case event(Event, Arrival)
        /// Not an event: the reason, and what was found.
        case fault(reason: String, ArraySlice<UInt8>)
    }

    static func readings(of bytes: [UInt8]) -> [Reading] {
        do throws(JSONError) {
            return readings(of: try JSON(bytes), Arrival())
        } catch {
            // Invalid UTF-8 becomes U+FFFD and costs nothing else.
            if error.kind == .badUTF8 { return readings(of: Array(String(decoding: bytes, as: UTF8.self).utf8)) }
            return [.fault(reason: bytes.first?.beginsJSON == true ? error.reason : "this is not JSON", bytes[...])]
        }
    }
}

extension EventReader {
    private static func readings(of json: JSON, _ arrival: Arrival) -> [Reading] {
        if let elements = json.elements { return elements.flatMap { readings(of: $0, arrival) } }
        guard let members = json.members else {
            return [.fault(reason: "\(json.kind.rawValue), not an event", json.bytes)]
        }
        if !members.contains(where: { $0.key == "event" }) {
            for wrapper in ["payload", "envelope"] {
                guard let inner = members.first(where: { $0.key == wrapper }) else { continue }
                return readings(of: inner.value, Arrival(members, inside: arrival))
            }
            return [.fault(reason: "an object without a field `event`", json.bytes)]
        }
        do throws(WireError) {
            return [.event(try Event(json: json), arrival)]
        } catch {
            return [.fault(reason: error.description, json.bytes)]
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
