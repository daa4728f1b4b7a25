internal import Glibc
package import Shared

extension Endpoint {
    /// The same with the host as libcurl normalizes it, for both the connection and the `Host` field: an address in
    /// canonical form, an international name in ASCII.
    ///
    /// - Throws: `TransportError.Reason.badURL` where that cannot be done.
    package func normalized() throws(TransportError) -> Endpoint {
        guard case .success(let curl) = CurlLibrary.loaded, let url = curl.urlInit() else { return self }
        defer { curl.urlCleanup(url) }
        // libcurl reads names in the locale's encoding, which is ASCII unless a locale is set.
        if !host.utf8.allSatisfy({ $0 < 0x80 }) { setlocale(LC_CTYPE, "C.UTF-8") }
        var part: UnsafeMutablePointer<CChar>?
        // CURLUPART_URL; CURLUPART_HOST, CURLU_PUNYCODE (since 7.88; before, the name stays as it is).
        guard curl.urlSet(url, 0, "http://\(host)/", 0) == 0, curl.urlGet(url, 5, &part, 1 << 12) == 0, let part
        else { throw TransportError(.badURL, peer: label, wasSent: false) }
        defer { curl.free(part) }
        let name = String(cString: part)
        guard name.utf8.allSatisfy({ $0 < 0x80 }) else { throw TransportError(.badURL, peer: label, wasSent: false) }
        return with(host: name)
    }
}
