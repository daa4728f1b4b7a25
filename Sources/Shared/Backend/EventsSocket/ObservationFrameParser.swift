/// Collects the parts of an observation frame in one pass over its bytes, in any order.
struct ObservationFrameParser {
    private var kind: JSONStringRange?
    private var cursor: JSONStringRange?
    private var runtimeID: JSONStringRange?
    private var workerID: JSONStringRange?
    private var payload: Range<Int>?
    private var name: JSONStringRange?
    private var code: JSONStringRange?
    private var message: JSONStringRange?
    /// The first member found twice, if any: it is ambiguous.
    private var repeated: StaticString?
}

extension ObservationFrameParser {
    /// Scans the whole message; then ``frame(in:)`` has the result.
    mutating func parse(_ bytes: Bytes) throws(JSONError) {
        var offset = 0
        bytes.skipWhitespace(at: &offset)
        try eachMember(of: bytes, at: &offset, depth: 0) { parser, key, offset throws(JSONError) in
            if bytes.string(key, is: "kind") {
                try parser.take(\.kind, "kind", bytes, &offset, depth: 1)
            } else if bytes.string(key, is: "envelope") {
                try parser.parseEnvelope(bytes, &offset)
            } else if bytes.string(key, is: "diagnostic") {
                try parser.parseDiagnostic(bytes, &offset)
            } else {
                try bytes.skipValue(at: &offset, depth: 1)
            }
        }
        bytes.skipWhitespace(at: &offset)
        guard offset == bytes.count else { throw JSONError(.trailing(bytes[offset]), at: offset) }
    }

    /// - Throws: ``MessageError/wrongShape(_:)`` naming what is missing or unknown.
    func frame(in bytes: Bytes) throws(MessageError) -> ObservationFrame {
        if let repeated { throw .wrongShape("'\(repeated)' is repeated") }
        guard let kind else { throw .wrongShape("'kind' is missing or not a string") }
        if bytes.string(kind, is: "event") { return .event(try envelope()) }
        guard bytes.string(kind, is: "diagnostic") else {
            throw .wrongShape("its kind is '\(bytes.string(kind).prefix(40))', which is not known")
        }
        guard let code, let message else { throw .wrongShape("the diagnostic lacks its code or its message") }
        return .diagnostic(code: bytes.string(code), message: bytes.string(message))
    }
}

extension ObservationFrameParser {
    private func envelope() throws(MessageError) -> ObservationFrame.Envelope {
        guard let cursor else { throw .wrongShape("the envelope lacks its cursor") }
        guard let runtimeID else { throw .wrongShape("the envelope lacks its runtime_id") }
        guard let workerID else { throw .wrongShape("the envelope lacks its worker_id") }
        guard let payload else { throw .wrongShape("the envelope lacks its payload") }
        guard let name else { throw .wrongShape("the payload has no 'event' that is a string") }
        return .init(cursor: cursor, runtimeID: runtimeID, workerID: workerID, payload: payload, name: name)
    }

    private mutating func parseEnvelope(_ bytes: Bytes, _ offset: inout Int) throws(JSONError) {
        try eachMember(of: bytes, at: &offset, depth: 1) { parser, key, offset throws(JSONError) in
            if bytes.string(key, is: "payload") {
                try parser.parsePayload(bytes, &offset)
            } else if bytes.string(key, is: "cursor") {
                try parser.take(\.cursor, "cursor", bytes, &offset, depth: 2)
            } else if bytes.string(key, is: "runtime_id") {
                try parser.take(\.runtimeID, "runtime_id", bytes, &offset, depth: 2)
            } else if bytes.string(key, is: "worker_id") {
                try parser.take(\.workerID, "worker_id", bytes, &offset, depth: 2)
            } else {
                try bytes.skipValue(at: &offset, depth: 2)
            }
        }
    }

    private mutating func parsePayload(_ bytes: Bytes, _ offset: inout Int) throws(JSONError) {
        let start = offset
        try eachMember(of: bytes, at: &offset, depth: 2) { parser, key, offset throws(JSONError) in
            if bytes.string(key, is: "event") {
                try parser.take(\.name, "event", bytes, &offset, depth: 3)
            } else {
                try bytes.skipValue(at: &offset, depth: 3)
            }
        }
        if payload != nil { repeated = repeated ?? "payload" }
        payload = start..<offset
    }

    private mutating func parseDiagnostic(_ bytes: Bytes, _ offset: inout Int) throws(JSONError) {
        try eachMember(of: bytes, at: &offset, depth: 1) { parser, key, offset throws(JSONError) in
            if bytes.string(key, is: "code") {
                try parser.take(\.code, "code", bytes, &offset, depth: 2)
            } else if bytes.string(key, is: "message") {
                try parser.take(\.message, "message", bytes, &offset, depth: 2)
            } else {
                try bytes.skipValue(at: &offset, depth: 2)
            }
        }
    }

    /// Visits an object's members; skips other kinds of values.
    @inline(__always)
    private mutating func eachMember(
        of bytes: Bytes, at offset: inout Int, depth: Int,
        _ visit: (inout ObservationFrameParser, JSONStringRange, inout Int) throws(JSONError) -> Void
    ) throws(JSONError) {
        guard offset < bytes.count, bytes[offset] == UInt8(ascii: "{") else {
            return try bytes.skipValue(at: &offset, depth: depth)
        }
        var more = try bytes.enter(at: &offset, depth: depth)
        while more {
            let key = try bytes.scanKey(at: &offset)
            try visit(&self, key, &offset)
            more = try bytes.next(at: &offset, close: UInt8(ascii: "}"))
        }
    }

    /// Reads a member that should be a string; another kind of value counts as missing.
    @inline(__always)
    private mutating func take(
        _ field: WritableKeyPath<ObservationFrameParser, JSONStringRange?>, _ name: StaticString, _ bytes: Bytes,
        _ offset: inout Int, depth: Int
    ) throws(JSONError) {
        guard offset < bytes.count, bytes[offset] == UInt8(ascii: "\"") else {
            return try bytes.skipValue(at: &offset, depth: depth)
        }
        let value = try bytes.scanString(at: &offset)
        if self[keyPath: field] != nil { repeated = repeated ?? name }
        self[keyPath: field] = value
    }
}
