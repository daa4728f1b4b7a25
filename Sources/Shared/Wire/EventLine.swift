/// One line of an event stream: the event, and whatever else stands beside it.
package struct EventLine: WireValue {
    package var event: Event
    /// Members beside `event` and `data`, which are kept but mean nothing here.
    package var unknown: [JSONMember] = []

    package init(_ event: Event) { self.event = event }

    package init(json: JSON, mode: DecodingMode) throws(WireError) {
        guard let members = json.members else { throw WireError(.expected("an object"), json) }
        var name: JSON?
        var data: JSON?
        for member in members {
            switch member.key {
            case "event" where name == nil: name = member.value
            case "data" where data == nil: data = member.value
            case "event", "data": throw WireError(.repeatedField, member.value, path: member.key)
            default: unknown.append(member)
            }
        }
        guard let name else { throw WireError(.missing, json, path: "event") }
        guard let kind = name.string else { throw WireError(.expected("a string"), name, path: "event") }
        event = try Event(name: kind, data: data, line: json)
    }

    package func write(to writer: inout JSONWriter) {
        writer.object {
            $0.key("event")
            $0.string(event.name)
            if let data = event.data {
                $0.key("data")
                data.write(to: &$0)
            }
            for member in unknown {
                $0.key(member.key)
                $0.raw(member.value)
            }
        }
    }
}
