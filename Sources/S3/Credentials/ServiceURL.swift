/// An address that is asked exactly as it was written, query and all.
struct ServiceURL: Sendable {
    let endpoint: ResolvedEndpoint

    /// - Throws: `ConfigurationError` that says what is wrong with the text.
    init(_ text: String, region: String = "", service: String = "") throws(ConfigurationError) {
        let authorityStart = text.firstRange(of: "://")?.upperBound ?? text.startIndex
        let end = text[authorityStart...].firstIndex { $0 == "/" || $0 == "?" || $0 == "#" } ?? text.endIndex
        let url = try EndpointURL(String(text[..<end]))
        let path = text[end...].prefix { $0 != "#" }
        guard path.utf8.allSatisfy({ $0 > 32 && $0 < 127 }) else {
            throw ConfigurationError(
                "the URL of '\(url.host)' has a character in its path that must be percent-encoded")
        }
        endpoint = ResolvedEndpoint(
            scheme: url.scheme, host: url.host, port: url.port, path: path.hasPrefix("/") ? String(path) : "/" + path,
            canonicalResource: "/", region: region, service: service
        )
    }

    /// The host without the brackets of IPv6.
    var hostName: String {
        let host = endpoint.host
        return host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
    }
}
