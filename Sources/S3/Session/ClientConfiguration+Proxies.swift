extension ClientConfiguration {
    /// Proxies by the scheme of the request's URL (botocore's `proxies`, and `proxies_config` for those that speak TLS).
    public struct Proxies: Sendable, Hashable {
        /// For `http` URLs, such as `http://user:password@host:3128`; nil for none.
        public var http: String?
        /// For `https` URLs; nil for none.
        public var https: String?
        /// Hosts that are reached without a proxy, as in `NO_PROXY`: a name stands for itself and all below it, with a port
        /// only for that port, and one `*` alone for every host.
        public var exceptions: [String] = []
        /// A PEM file of certificate authorities for proxies that speak TLS; nil for the system's.
        public var caBundle: String?
        /// A PEM file with the client's certificate for the proxy, and its key unless `clientKey` names another file.
        public var clientCertificate: String?
        /// A PEM file with the key of `clientCertificate`.
        public var clientKey: String?

        /// Names the proxies; nil for none.
        public init(http: String? = nil, https: String? = nil, exceptions: [String] = []) {
            self.http = http
            self.https = https
            self.exceptions = exceptions
        }

        /// The proxies that the environment names, as Python reads them.
        ///
        /// Names in lower case go before others, and an empty one takes a proxy away. A CGI program does not trust
        /// `HTTP_PROXY`, which a request's header field `Proxy` would set.
        init(environment: [String: String]) {
            var found: [String: String] = [:]
            let named = environment.filter { $0.key.utf8.count > 6 && $0.key.lowercased().hasSuffix("_proxy") }
                .sorted { $0.key < $1.key }
            for (name, value) in named where !value.isEmpty {
                found[String(name.dropLast(6)).lowercased()] = value
            }
            if environment["REQUEST_METHOD"] != nil { found["http"] = nil }
            for (name, value) in named where name.hasSuffix("_proxy") {
                found[String(name.dropLast(6)).lowercased()] = value.isEmpty ? nil : value
            }
            http = found["http"]
            https = found["https"]
            exceptions = (found["no"] ?? "").split(separator: ",").map { String($0).trimmed }.filter { !$0.isEmpty }
        }

        /// The proxy on the way to a host, with a scheme; nil for none.
        func proxy(scheme: String, host: String, port: Int?) -> String? {
            guard let proxy = scheme == "https" ? complete.https : complete.http, !isException(host, port: port)
            else { return nil }
            return proxy
        }

        /// The same proxies as whole URLs: one that names no protocol speaks plain HTTP.
        var complete: Self {
            func url(_ proxy: String?) -> String? {
                guard let proxy, !proxy.isEmpty else { return nil }
                if proxy.hasPrefix("//") { return "http:" + proxy }
                return proxy.contains("://") ? proxy : "http://" + proxy
            }
            var result = self
            result.http = url(http)
            result.https = url(https)
            return result
        }

        private func isException(_ host: String, port: Int?) -> Bool {
            if exceptions == ["*"] { return true }
            let name = host.lowercased()
            let names = port.map { [name, "\(name):\($0)"] } ?? [name]
            return exceptions.contains { exception in
                let suffix = exception.drop { $0 == "." }.lowercased()
                return !suffix.isEmpty && names.contains { $0 == suffix || $0.hasSuffix("." + suffix) }
            }
        }
    }
}

extension ClientConfiguration.Proxies: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The proxies without the passwords in their URLs.
    public var description: String {
        func shown(_ url: String?) -> String {
            guard let url else { return "none" }
            guard let at = url.lastIndex(of: "@") else { return url }
            let start = url.firstRange(of: "//")?.upperBound ?? url.startIndex
            return url[..<start] + "****" + url[at...]
        }
        return "http: \(shown(http)), https: \(shown(https)), exceptions: \(exceptions)"
    }

    /// As `description`.
    public var debugDescription: String { description }

    /// Nothing more for `dump` and alike.
    public var customMirror: Mirror { Mirror(self, children: ["proxies": description]) }
}
