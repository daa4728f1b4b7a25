import Shared
import TestSupport
import Testing

struct FrameEncoderTests {
    // The first is the masked example of RFC 6455 §5.7.
    @Test(arguments: [
        ("'Hello'", "81 85 37FA213D 7F9F4D5158"), ("", "81 80 37FA213D"), ("00", "81 81 37FA213D 37"),
        ("16*00", "81 90 5*37FA213D"), ("19*00", "81 93 5*37FA213D 37FA21"),
    ])
    func `payloads are masked byte by byte`(payload: String, frame: String) {
        var encoded: [UInt8] = []
        FrameEncoder.append(.text, payload: bytes(payload).span, maskingKey: 0x37FA_213D, to: &encoded)
        #expect(encoded == bytes(frame))
    }

    @Test(arguments: [
        (125, "82 FD"), (126, "82 FE 007E"), (65535, "82 FE FFFF"), (65536, "82 FF 0000000000010000"),
    ])
    func `lengths are encoded in the fewest bytes`(count: Int, header: String) {
        var encoded: [UInt8] = []
        FrameEncoder.append(.binary, payload: [UInt8](repeating: 7, count: count).span, maskingKey: 0, to: &encoded)
        #expect(encoded == bytes(header + " 00000000 \(count)*07"))
    }
}
