import Shared
import Testing

struct ByteSizeTests {
    @Test(
        arguments: [
            ("0", 0), ("4096", 4_096), ("7B", 7), ("1k", 1_024), ("1K", 1_024), ("1KiB", 1_024), ("1kB", 1_000),
            ("64MiB", 64 << 20), ("64M", 64 << 20), ("2MB", 2_000_000), ("3GiB", 3 << 30), ("1GB", 1_000_000_000),
        ])
    func `a size is read exactly`(text: String, bytes: Int) throws {
        #expect(try ByteSize(argument: text).bytes == bytes)
    }

    @Test(arguments: ["", "k", "-1", "1.5M", "1 k", "1T", "1kk", "٣", "0x1", "1️⃣"])
    func `text that is not a size is refused with an example`(text: String) {
        let error = #expect(throws: ArgumentError.self) { try ByteSize(argument: text) }
        #expect(error?.found == "'\(text)' is not a size")
    }

    @Test(arguments: ["9223372036854775808", "9223372036854775807k", "8589934592GiB", "99999999999999999999999G"])
    func `a size that does not fit is refused`(text: String) {
        let error = #expect(throws: ArgumentError.self) { try ByteSize(argument: text) }
        #expect(error?.found.contains("too large") == true)
    }

    @Test(arguments: [("64MiB", 64 << 20), ("1KiB", 1_024), ("1000", 1_000), ("2GiB", 2 << 30), ("0", 0)])
    func `help shows a default size as one would write it`(text: String, bytes: Int) {
        #expect(ByteSize(bytes: bytes).argument == text)
    }
}
