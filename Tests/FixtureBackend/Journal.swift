import Foundation

/// What the server saw, one JSON line per happening, in a file that tests read.
final class Journal: Sendable {
    fileprivate struct Entry: Encodable {
        var connection: Int
        var ms: Int
        var accepted: Bool?
        var method: String?
        var path: String?
        var version: String?
        var headers: [[String]]?
        var frame: FrameEntry?
        var body: String?
        var bodyHex: String?
        var end: String?
        var note: String?
    }

    fileprivate struct FrameEntry: Encodable {
        var opcode: UInt8
        var fin: Bool
        var reserved: UInt8
        var masked: Bool
        var text: String?
        var hex: String?
        var code: Int?
    }

    private let file: FileHandle?
    private let start = ContinuousClock.now

    init(path: String?) throws {
        guard let path else {
            file = nil
            return
        }
        let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw Failure("cannot open \(path): \(Failure.system)") }
        file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }
}

extension Journal {
    func noteAccept(_ connection: Int) { write(connection) { $0.accepted = true } }

    func note(_ request: Request, on connection: Int) {
        write(connection) {
            ($0.method, $0.path, $0.version) = (request.method, request.target, request.version)
            $0.headers = request.headers.map { [$0.name, $0.value] }
            ($0.body, $0.bodyHex) = Self.text(request.body)
        }
    }

    func note(_ frame: Frame, on connection: Int) {
        let isClose = frame.opcode == Frame.Opcode.close && frame.payload.count >= 2
        let (text, hex) = Self.text(isClose ? Array(frame.payload.dropFirst(2)) : frame.payload)
        write(connection) {
            $0.frame = FrameEntry(
                opcode: frame.opcode, fin: frame.fin, reserved: frame.reserved, masked: frame.isMasked, text: text,
                hex: hex, code: isClose ? Int(frame.payload[0]) << 8 | Int(frame.payload[1]) : nil)
        }
    }

    func noteEnd(_ reason: String, on connection: Int) { write(connection) { $0.end = reason } }

    func note(_ remark: String, on connection: Int) { write(connection) { $0.note = remark } }
}

private extension Journal {
    /// A line goes out in one write, so that connections do not mix.
    func write(_ connection: Int, _ fill: (inout Entry) -> Void) {
        guard let file else { return }
        let passed = start.duration(to: .now)
        var entry = Entry(connection: connection, ms: Int(passed.seconds * 1_000))
        fill(&entry)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        guard let line = try? encoder.encode(entry) else { return }
        try? file.write(contentsOf: line + Data([10]))
    }

    /// Bytes as text where they are UTF-8, else as hex.
    static func text(_ bytes: [UInt8]) -> (text: String?, hex: String?) {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            return (nil, bytes.map { String(format: "%02x", $0) }.joined())
        }
        return (text, nil)
    }
}
