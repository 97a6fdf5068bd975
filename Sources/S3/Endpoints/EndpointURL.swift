/// A server's address as a person writes it: `http://host:port/path`.
struct EndpointURL: Sendable, Hashable {
    /// `http` or `https`.
    let scheme: String
    /// Lower case; IPv6 in brackets.
    let host: String
    /// Nil for the scheme's own.
    let port: Int?
    /// Percent-encoded; empty, or beginning with `/` and not ending with it.
    let path: String
    /// Whether the path was written with a slash at its end; it matters where nothing follows.
    let hasFinalSlash: Bool

    /// Whether nothing can be put in front of the host.
    var isAddress: Bool { HostName.isAddress(host) }

    /// Whether this is a host of S3 Transfer Acceleration, which knows virtual-hosted addressing only.
    var isAccelerate: Bool {
        guard host.hasSuffix("amazonaws.com"), port == nil else { return false }
        let features = host.split(separator: ".", omittingEmptySubsequences: false).dropLast(2)
        return features.first == "s3-accelerate" && (features.count == 1 || features.dropFirst() == ["dualstack"])
    }

    /// - Throws: `ConfigurationError` that says what is wrong with the text and what to write.
    init(_ text: String) throws(ConfigurationError) {
        // Of a password no error tells.
        let shown = text.lastIndex(of: "@").map { "...\(text[$0...])" } ?? text
        func bad(_ reason: String) -> ConfigurationError {
            ConfigurationError(
                "the endpoint URL '\(shown)' is not usable: \(reason); "
                    + "write http://HOST:PORT or https://HOST, for example http://localhost:9000"
            )
        }
        let ranges = text.utf8
        guard !text.isEmpty else { throw bad("it is empty") }
        guard ranges.allSatisfy({ $0 > 32 && $0 != 127 }) else {
            throw bad("it has a space or a control character in it")
        }
        guard let (scheme, afterScheme) = Self.scheme(of: text) else {
            throw bad("it does not begin with http:// or https://")
        }
        guard scheme == "http" || scheme == "https" else {
            throw bad("'\(scheme)' is not a protocol that S3 is spoken over")
        }
        guard !afterScheme.contains("?"), !afterScheme.contains("#") else {
            throw bad("it has a query or a fragment, which an endpoint cannot have")
        }
        let authority = afterScheme.prefix { $0 != "/" }
        let path = afterScheme[authority.endIndex...]
        guard !authority.contains("@") else {
            throw bad("it has a user name in it; credentials go into the environment or ~/.aws/credentials")
        }
        let host: Substring
        var portText: Substring?
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else {
                throw bad("the ']' after the IPv6 address is missing")
            }
            host = authority[...end]
            let rest = authority[authority.index(after: end)...]
            guard rest.isEmpty || rest.hasPrefix(":") else { throw bad("after ']' only a port may follow") }
            portText = rest.isEmpty ? nil : rest.dropFirst()
            let inner = host.dropFirst().dropLast()
            guard inner.contains(":"), inner.utf8.allSatisfy({ Self.isAddressByte($0) }) else {
                throw bad("'\(inner)' is not an IPv6 address")
            }
        } else {
            let parts = authority.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            host = parts[0]
            portText = parts.count > 1 ? parts[1] : nil
            if portText?.contains(":") == true { throw bad("an IPv6 address stands in brackets, http://[::1]:9000") }
            guard !host.isEmpty else { throw bad("the host is missing") }
            guard host.utf8.allSatisfy({ Self.isHostByte($0) }) else {
                throw bad("'\(host)' has a character that a host name cannot have")
            }
        }
        var port: Int?
        if let portText, !portText.isEmpty {
            guard portText.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int(portText),
                (1...65_535).contains(number)
            else { throw bad("'\(portText)' is not a port from 1 to 65535") }
            port = number
        }
        self.scheme = scheme
        self.host = host.lowercased()
        // The scheme's own port is left out of the Host header by every client, so out of the signature, too.
        self.port = port == (scheme == "https" ? 443 : 80) ? nil : port
        self.path = Self.encoded(Self.withoutDotSegments(path))
        hasFinalSlash = path.hasSuffix("/")
    }

    private static func scheme(of text: String) -> (String, Substring)? {
        var rest = text[...]
        guard let colon = rest.firstIndex(of: ":") else { return nil }
        let scheme = rest[..<colon].lowercased()
        rest = rest[rest.index(after: colon)...]
        guard rest.hasPrefix("//") else { return nil }
        return (scheme, rest.dropFirst(2))
    }

    /// The path without `.`, `..` and empty segments, which servers resolve each in a way of their own.
    private static func withoutDotSegments(_ path: Substring) -> String {
        var kept: [Substring] = []
        for segment in path.split(separator: "/") where segment != "." {
            if segment == ".." { _ = kept.popLast() } else { kept.append(segment) }
        }
        return kept.map { "/" + $0 }.joined()
    }

    /// The path with what a URL cannot hold encoded, and what is encoded already left alone.
    private static func encoded(_ path: String) -> String {
        var text = ""
        for byte in path.utf8 {
            if byte == UInt8(ascii: "%") {
                text += "%"
            } else {
                text += PercentEncoding.path.text(CollectionOfOne(byte))
            }
        }
        return text
    }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    private static func isAddressByte(_ byte: UInt8) -> Bool {
        isHostByte(byte) || byte == UInt8(ascii: ":") || byte == UInt8(ascii: "%")
    }
}
