import Testing

@testable import Shared

struct SHA1Tests {
    // FIPS 180-2 appendix A, and the lengths around the padding's steps, checked with coreutils' sha1sum.
    @Test(arguments: [
        ("abc", 1, "a9993e364706816aba3e25717850c26c9cd0d89d"),
        ("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1, "84983e441c3bd26ebaae4aa1f95129e5e54670f1"),
        ("a", 1_000_000, "34aa973cd4c4daa4f61eeb2bdbad27316534016f"),
        ("", 1, "da39a3ee5e6b4b0d3255bfef95601890afd80709"),
        ("a", 55, "c1c8bbdc22796e28c0e15163d20899b65621d65a"),
        ("a", 56, "c2db330f6083854c99d4b5bfb6e8f29f201be699"),
        ("a", 63, "03f09f5b158a7a8cdad920bddc29b81c18a551f5"),
        ("a", 64, "0098ba824b5c16427bd7a1122a5a442a25ec644d"),
        ("a", 119, "ee971065aaa017e0632a8ca6c77bb3bf8b1dfc56"),
        ("a", 120, "f34c1488385346a55709ba056ddd08280dd4c6d6"),
    ])
    func `SHA-1 digests are those of the standard`(unit: String, count: Int, digest: String) {
        let message = Array(String(repeating: unit, count: count).utf8)
        let hexadecimal = SHA1.digest(message).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        #expect(hexadecimal == digest)
    }
}
