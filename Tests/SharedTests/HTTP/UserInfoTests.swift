import Shared
import Testing

@Suite struct `A URL without user information` {
    @Test(arguments: [
        ("http://me:secret@h/p", "http://h/p"), ("http://me:se/cr#et@h", "http://h"), ("me:secret@h:1", "h:1"),
        ("u:x://se'cret@h", "h"), ("https://a@b:secret@h/x", "https://h/x"), ("http://h/p", "http://h/p"), ("h", "h"),
        ("", ""), ("@", ""),
    ])
    func `a URL without user information keeps its scheme and what follows the last at sign`(url: String, shown: String)
    {
        #expect(url.withoutUserInfo == shown)
    }
}
