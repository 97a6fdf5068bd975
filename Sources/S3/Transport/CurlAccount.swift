import CCurl

/// What libcurl says about a transfer beside its result; belongs to a loop's thread, as its handle does.
///
/// See: CURLOPT_ERRORBUFFER(3), CURLOPT_DEBUGFUNCTION(3).
final class CurlAccount {
    /// The first thing that went wrong, in libcurl's words; it writes here until the handle is gone.
    let buffer: UnsafeMutablePointer<CChar>
    /// The alert that we sent last: what TLS refused of the peer, by its number in RFC 8446, section 6.
    ///
    /// Known only where the handle reports what it sends.
    var alertSent: UInt8?
    /// A part of an address that holds a password, which libcurl may quote.
    private var secret: Substring?

    init() {
        buffer = .allocate(capacity: Int(CURL_ERROR_SIZE))
        buffer.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    }

    deinit { buffer.deallocate() }

    /// Forgets the transfer before.
    func reset() {
        buffer[0] = 0
        alertSent = nil
    }

    /// Never repeats a text that quotes this address, if it holds a name or a password.
    func keepSecret(_ proxy: String) {
        guard let at = proxy.lastIndex(of: "@") else { return secret = nil }
        let start = proxy.firstRange(of: "://")?.upperBound ?? proxy.startIndex
        // Its beginning will do: the text may be cut.
        secret = start < at ? proxy[start..<at].prefix(16) : nil
    }

    /// What libcurl says; empty where it says nothing, or what nobody may read.
    var text: String {
        let text = String(cString: buffer).trimmed
        if let secret, text.contains(secret) { return "" }
        return text
    }
}
