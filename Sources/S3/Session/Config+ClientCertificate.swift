extension Config {
    /// A certificate of the client's own, as a server or a proxy may want it (botocore's `client_cert`).
    public struct ClientCertificate: Sendable, Hashable {
        /// The path of a PEM file with the certificate, and with its key unless `key` names another file.
        public var certificate: String
        /// The path of a PEM file with the key.
        public var key: String?

        /// Names the files; nothing is read.
        public init(_ certificate: String, key: String? = nil) {
            self.certificate = certificate
            self.key = key
        }
    }

    /// How a proxy that speaks TLS is talked to (the dictionary `proxies_config` of botocore's `Config`).
    public struct ProxiesConfig: Sendable, Hashable {
        /// The path of a PEM file with certificate authorities for the proxy (`proxy_ca_bundle`).
        public var caBundle: String?
        /// The client's certificate for the proxy (`proxy_client_cert`).
        public var clientCert: ClientCertificate?

        /// Creates options; what is not given stays open.
        public init(caBundle: String? = nil, clientCert: ClientCertificate? = nil) {
            self.caBundle = caBundle
            self.clientCert = clientCert
        }
    }
}
