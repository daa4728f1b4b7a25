import Foundation
import TestSupport

/// One observation connection seen with bare eyes: what a socket got until the server ended it.
struct Observation {
    /// A frame as it stood on the wire.
    struct Frame: Equatable {
        let first: UInt8
        let payload: [UInt8]

        var text: String { String(decoding: payload, as: UTF8.self) }
    }

    let answer: LoopbackHTTP.Answer
    let head: String
    let frames: [Frame]
    /// Bytes of a frame that did not come to its end.
    let rest: Int

    /// Connects after the cursor, with these bytes right after the handshake's request; leaves when it has this text.
    init(
        _ backend: FixtureBackend, after cursor: String? = nil, sending: [UInt8] = [], until text: String? = nil,
        api: BackendAPI = .events, path: String? = nil
    ) throws {
        let worker = "/api/runtimes/runtime-a/workers/worker-00000001/"
        let path = path ?? worker + api.socket + (cursor.map { "?cursor=" + $0 } ?? "")
        let request = """
            GET \(path) HTTP/1.1\r\nhost: x\r\nconnection: Upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n\
            sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n
            """
        answer = try LoopbackHTTP.exchange(port: backend.port, Array(request.utf8) + sending) { bytes in
            text.map { bytes.suffix(4_096).firstRange(of: Array($0.utf8)) != nil } ?? false
        }
        let end = answer.bytes.firstRange(of: Array("\r\n\r\n".utf8))?.upperBound ?? answer.bytes.count
        head = String(decoding: answer.bytes[..<end], as: UTF8.self)
        var (bytes, frames) = (answer.bytes[end...], [Frame]())
        while let frame = Self.frame(&bytes) { frames.append(frame) }
        (self.frames, rest) = (frames, bytes.count)
    }

    /// The texts of all text_delta events, in order.
    var deltas: [String] {
        frames.compactMap { frame in
            guard let start = frame.text.firstRange(of: #""text_delta","data":{"text":""#) else { return nil }
            return String(frame.text[start.upperBound...].dropLast(5))
        }
    }

    /// The cursor of the last whole event.
    var lastCursor: String? {
        frames.last { $0.text.contains(#""cursor":"bo_"#) }.map { String($0.text.dropFirst(38).prefix(19)) }
    }

    private static func frame(_ bytes: inout ArraySlice<UInt8>) -> Frame? {
        guard bytes.count >= 2 else { return nil }
        let (first, short) = (bytes[bytes.startIndex], Int(bytes[bytes.startIndex + 1]))
        let extra = short == 127 ? 8 : short == 126 ? 2 : 0
        guard bytes.count >= 2 + extra else { return nil }
        let length = extra == 0 ? short : bytes.dropFirst(2).prefix(extra).reduce(0) { $0 << 8 | Int($1) }
        guard bytes.count >= 2 + extra + length else { return nil }
        defer { bytes = bytes.dropFirst(2 + extra + length) }
        return Frame(first: first, payload: Array(bytes.dropFirst(2 + extra).prefix(length)))
    }
}
