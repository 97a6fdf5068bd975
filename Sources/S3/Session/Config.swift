/// Options of a client, each of which may be left open (boto3's `botocore.config.Config`).
///
/// What is nil here comes from the environment, then from the profile, then from the default; the member of `Session` that
/// makes a client settles it. Left out are the options of botocore that mean nothing to S3 (`parameter_validation`,
/// `inject_host_prefix`, endpoint discovery, request compression, account id endpoints, `client_context_params`), and
/// `proxy_use_forwarding_for_https`, since libcurl always tunnels.
public struct Config: Sendable, Hashable {
    /// The region (`region_name`).
    public var region: String?
    /// How requests are signed (`signature_version`); for botocore's `UNSIGNED` make the client anonymous.
    public var signatureVersion: ClientConfiguration.SignatureVersion?
    /// What the client calls itself, instead of the default (`user_agent`).
    public var userAgent: String?
    /// Follows what the client calls itself (`user_agent_extra`).
    public var userAgentExtra: String?
    /// The application's name, sent as `app/NAME` (`user_agent_appid`); not beside `userAgent`, as in botocore.
    public var userAgentAppID: String?
    /// How long a connection may take to come about, in seconds (`connect_timeout`).
    public var connectTimeout: Double?
    /// How long a transfer may stand still, in seconds (`read_timeout`).
    public var readTimeout: Double?
    /// How long a call may take in all, with its repetitions, in seconds; botocore has no such limit.
    public var operationTimeout: Double?
    /// The most connections kept at once (`max_pool_connections`).
    public var maxPoolConnections: Int?
    /// Instead of the environment's proxies (`proxies`); one without members switches those off.
    public var proxies: ClientConfiguration.Proxies?
    /// How a proxy that speaks TLS is talked to (`proxies_config`).
    public var proxiesConfig: ProxiesConfig?
    /// What is peculiar to S3 (`s3`).
    public var s3: S3Options?
    /// How failed attempts are repeated (`retries`).
    public var retries: Retries?
    /// The client's own certificate (`client_cert`).
    public var clientCert: ClientCertificate?
    /// Uses the hosts with IPv4 and IPv6 addresses (`use_dualstack_endpoint`); without meaning beside an endpoint URL.
    public var useDualstackEndpoint: Bool?
    /// Uses the hosts with FIPS 140 cryptography (`use_fips_endpoint`); without meaning beside an endpoint URL.
    public var useFIPSEndpoint: Bool?
    /// Looks for no endpoint URL in environment and profile (`ignore_configured_endpoint_urls`).
    public var ignoreConfiguredEndpointURLs: Bool?
    /// Sends keep-alive probes on connections that are idle (`tcp_keepalive`).
    public var tcpKeepalive: Bool?
    /// Which checksums are sent (`request_checksum_calculation`).
    public var requestChecksumCalculation: ClientConfiguration.ChecksumPolicy?
    /// Which checksums are verified (`response_checksum_validation`).
    public var responseChecksumValidation: ClientConfiguration.ChecksumPolicy?
    /// The regions that a V4A signature is good for; `["*"]` is every one (`sigv4a_signing_region_set`).
    public var sigv4aSigningRegionSet: [String]?
    /// The signature schemes to take where an endpoint has several, the best first (`auth_scheme_preference`).
    public var authSchemePreference: [String]?
    /// A set of defaults (`defaults_mode`).
    public var defaultsMode: DefaultsMode?

    /// Creates options; what is not given stays open.
    public init(
        region: String? = nil,
        signatureVersion: ClientConfiguration.SignatureVersion? = nil,
        userAgent: String? = nil,
        userAgentExtra: String? = nil,
        userAgentAppID: String? = nil,
        connectTimeout: Double? = nil,
        readTimeout: Double? = nil,
        operationTimeout: Double? = nil,
        maxPoolConnections: Int? = nil,
        proxies: ClientConfiguration.Proxies? = nil,
        proxiesConfig: ProxiesConfig? = nil,
        s3: S3Options? = nil,
        retries: Retries? = nil,
        clientCert: ClientCertificate? = nil,
        useDualstackEndpoint: Bool? = nil,
        useFIPSEndpoint: Bool? = nil,
        ignoreConfiguredEndpointURLs: Bool? = nil,
        tcpKeepalive: Bool? = nil,
        requestChecksumCalculation: ClientConfiguration.ChecksumPolicy? = nil,
        responseChecksumValidation: ClientConfiguration.ChecksumPolicy? = nil,
        sigv4aSigningRegionSet: [String]? = nil,
        authSchemePreference: [String]? = nil,
        defaultsMode: DefaultsMode? = nil
    ) {
        self.region = region
        self.signatureVersion = signatureVersion
        self.userAgent = userAgent
        self.userAgentExtra = userAgentExtra
        self.userAgentAppID = userAgentAppID
        self.connectTimeout = connectTimeout
        self.readTimeout = readTimeout
        self.operationTimeout = operationTimeout
        self.maxPoolConnections = maxPoolConnections
        self.proxies = proxies
        self.proxiesConfig = proxiesConfig
        self.s3 = s3
        self.retries = retries
        self.clientCert = clientCert
        self.useDualstackEndpoint = useDualstackEndpoint
        self.useFIPSEndpoint = useFIPSEndpoint
        self.ignoreConfiguredEndpointURLs = ignoreConfiguredEndpointURLs
        self.tcpKeepalive = tcpKeepalive
        self.requestChecksumCalculation = requestChecksumCalculation
        self.responseChecksumValidation = responseChecksumValidation
        self.sigv4aSigningRegionSet = sigv4aSigningRegionSet
        self.authSchemePreference = authSchemePreference
        self.defaultsMode = defaultsMode
    }

    /// These options with those of another on top (`Config.merge`).
    ///
    /// As in botocore an option is taken whole: `s3` and `retries` of the other replace, and do not complete, these.
    public func merge(_ other: Config) -> Config {
        Config(
            region: other.region ?? region,
            signatureVersion: other.signatureVersion ?? signatureVersion,
            userAgent: other.userAgent ?? userAgent,
            userAgentExtra: other.userAgentExtra ?? userAgentExtra,
            userAgentAppID: other.userAgentAppID ?? userAgentAppID,
            connectTimeout: other.connectTimeout ?? connectTimeout,
            readTimeout: other.readTimeout ?? readTimeout,
            operationTimeout: other.operationTimeout ?? operationTimeout,
            maxPoolConnections: other.maxPoolConnections ?? maxPoolConnections,
            proxies: other.proxies ?? proxies,
            proxiesConfig: other.proxiesConfig ?? proxiesConfig,
            s3: other.s3 ?? s3,
            retries: other.retries ?? retries,
            clientCert: other.clientCert ?? clientCert,
            useDualstackEndpoint: other.useDualstackEndpoint ?? useDualstackEndpoint,
            useFIPSEndpoint: other.useFIPSEndpoint ?? useFIPSEndpoint,
            ignoreConfiguredEndpointURLs: other.ignoreConfiguredEndpointURLs ?? ignoreConfiguredEndpointURLs,
            tcpKeepalive: other.tcpKeepalive ?? tcpKeepalive,
            requestChecksumCalculation: other.requestChecksumCalculation ?? requestChecksumCalculation,
            responseChecksumValidation: other.responseChecksumValidation ?? responseChecksumValidation,
            sigv4aSigningRegionSet: other.sigv4aSigningRegionSet ?? sigv4aSigningRegionSet,
            authSchemePreference: other.authSchemePreference ?? authSchemePreference,
            defaultsMode: other.defaultsMode ?? defaultsMode
        )
    }
}
