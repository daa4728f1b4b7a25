import Foundation

/// One HTTP request as it arrived: names and values spelled as the client spelled them.
struct Request {
    var method: String
    /// The request target, raw.
    var target: String
    var version: String
    var headers: [(name: String, value: String)]
    var body: [UInt8] = []
}

extension Request {
    /// Larger bodies are refused, as the real server's framework does.
    static let bodyLimit = 2 << 20
    private static let headLimit = 1 << 20

    /// The target before `?`.
    var path: Substring { target.prefix { $0 != "?" } }

    /// Value of a query parameter, still encoded; nil when absent.
    func query(_ name: String) -> Substring? {
        guard let mark = target.firstIndex(of: "?") else { return nil }
        let pairs = target[target.index(after: mark)...].split(separator: "&", omittingEmptySubsequences: true)
        return pairs.first { $0.hasPrefix(name + "=") }?.dropFirst(name.count + 1)
    }

    func header(_ name: String) -> String? { headers.first { $0.name.lowercased() == name }?.value }

    /// Whether a comma list in the header holds the word.
    func header(_ name: String, has word: String) -> Bool {
        let lists = headers.filter { $0.name.lowercased() == name }.map(\.value)
        return lists.joined(separator: ",").lowercased().split(separator: ",")
            .contains { $0.trimmingCharacters(in: .whitespaces) == word }
    }

    var wantsUpgrade: Bool { header("upgrade", has: "websocket") }

    var keepsAlive: Bool { version == "HTTP/1.1" && !header("connection", has: "close") }
}

extension Request {
    /// Reads a head; nil when the client leaves before it begins one.
    init?(headFrom connection: Connection) throws {
        let blank = Array("\r\n\r\n".utf8)
        while true {
            if let end = connection.input.firstRange(of: blank) {
                let head = Array(connection.input[..<end.lowerBound])
                connection.input.removeSubrange(..<end.upperBound)
                guard let request = Request(head: head) else { throw Connection.Over(reason: "not HTTP") }
                self = request
                return
            }
            guard connection.input.count < Self.headLimit else { throw Connection.Over(reason: "endless head") }
            guard connection.wait() == .bytes else { return nil }
        }
    }

    /// Reads the body that the head announces, by length or in chunks.
    mutating func readBody(from connection: Connection) throws {
        if header("expect")?.lowercased() == "100-continue" { try connection.send("HTTP/1.1 100 Continue\r\n\r\n") }
        if header("transfer-encoding", has: "chunked") {
            while case let chunk = try Self.chunk(from: connection), !chunk.isEmpty { body += chunk }
        } else if let length = header("content-length").flatMap({ Int($0) }), length > 0 {
            body = try Self.take(length, from: connection)
        }
    }
}

private extension Request {
    init?(head: [UInt8]) {
        // Latin-1 keeps every byte.
        guard let text = String(bytes: head, encoding: .isoLatin1) else { return nil }
        let lines = text.components(separatedBy: "\r\n")
        let start = lines[0].split(separator: " ", omittingEmptySubsequences: false)
        guard start.count == 3 else { return nil }
        (method, target, version) = (String(start[0]), String(start[1]), String(start[2]))
        headers = lines.dropFirst().map { line in
            let name = line.prefix { $0 != ":" }
            return (String(name), line.dropFirst(name.count + 1).trimmingCharacters(in: .whitespaces))
        }
    }

    static func take(_ count: Int, from connection: Connection) throws -> [UInt8] {
        while connection.input.count < count { try connection.more() }
        defer { connection.input.removeFirst(count) }
        return Array(connection.input[..<count])
    }

    /// One chunk's data; empty for the last one.
    static func chunk(from connection: Connection) throws -> [UInt8] {
        let line = try line(from: connection)
        guard let size = Int(line.prefix { $0 != ";" }, radix: 16), size >= 0 else {
            throw Connection.Over(reason: "bad chunk size")
        }
        let data = try take(size, from: connection)
        while try !Self.line(from: connection).isEmpty {}
        return data
    }

    static func line(from connection: Connection) throws -> String {
        while true {
            if let end = connection.input.firstRange(of: [13, 10]) {
                defer { connection.input.removeSubrange(..<end.upperBound) }
                return String(decoding: connection.input[..<end.lowerBound], as: UTF8.self)
            }
            try connection.more()
        }
    }
}
