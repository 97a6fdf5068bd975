/// Settles a client's configuration: what the caller gives, then the environment, then the profile, then the defaults.
///
/// Each setting is looked for only where it is needed, so that one which cannot be used does no harm below one that can.
struct ConfigurationResolver {
    private let settings: SettingResolver
    private let config: Config
    private var s3: Config.S3Options { config.s3 ?? Config.S3Options() }

    /// - Parameters:
    ///   - settings: of the session.
    ///   - config: of the client.
    init(_ settings: SettingResolver, _ config: Config) {
        self.settings = settings
        self.config = config
    }

    /// The settled configuration.
    ///
    /// - Parameters:
    ///   - region: the client's, or the session's where neither it nor the options have one.
    ///   - endpointURL: goes before the environment's and the profile's.
    ///   - useSSL: speaks HTTPS with AWS.
    ///   - verify: goes before the environment's and the profile's.
    /// - Throws: `ConfigurationError` that names the place of the setting that cannot be used.
    func settle(
        region: String?, endpointURL: String?, useSSL: Bool, verify: TLSVerification?
    ) throws(ConfigurationError) -> ClientConfiguration {
        var result = ClientConfiguration()
        result.usesTLS = useSSL
        let isFIPS = try setRegion(region, &result)
        try setEndpoint(endpointURL, isFIPS: isFIPS, &result)
        try setSigning(&result)
        try setTransport(region: region, verify, &result)
        try setRetries(&result)
        let appID = try settings.find(["AWS_SDK_UA_APP_ID"], [.profile("sdk_ua_app_id")])?.text
        result.userAgent = UserAgent.text(
            product: result.userAgent, given: config.userAgent, appID: config.userAgentAppID ?? appID,
            extra: config.userAgentExtra
        )
        return result
    }

    /// Whether the region is one of the old made-up ones with `fips` in them.
    private func setRegion(_ region: String?, _ result: inout ClientConfiguration) throws(ConfigurationError) -> Bool {
        guard let region else { return false }
        guard Self.isRegion(region) else {
            throw ConfigurationError(
                "'\(region)' is not the name of a region; write one such as us-east-1 in --region, AWS_REGION, the "
                    + "profile's region, or the options of the client"
            )
        }
        result.region = region.replacing("fips-", with: "").replacing("-fips", with: "")
        return result.region != region
    }

    /// What botocore takes for a region: a label of a host name that is no number.
    static func isRegion(_ region: String) -> Bool {
        let bytes = Array(region.utf8)
        func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
        return !bytes.allSatisfy(isDigit) && HostName.isLabel(Array(region.lowercased().utf8))
    }

    private func setEndpoint(
        _ endpointURL: String?, isFIPS: Bool, _ result: inout ClientConfiguration
    ) throws(ConfigurationError) {
        if let endpointURL {
            result.endpointURL = endpointURL
        } else if try settings.flag(
            config.ignoreConfiguredEndpointURLs, ["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"],
            [.profile("ignore_configured_endpoint_urls")]) != true
        {
            result.endpointURL = try settings.endpointURL()
        }
        // A server of one's own has no other host for these, so they do not count there.
        if result.endpointURL == nil {
            result.usesDualstackEndpoint = try usesDualstackEndpoint()
            result.usesFIPSEndpoint =
                try settings.flag(
                    isFIPS ? true : config.useFIPSEndpoint, ["AWS_USE_FIPS_ENDPOINT"], [.profile("use_fips_endpoint")])
                ?? false
        }
        result.addressingStyle =
            try settings.choice(s3.addressingStyle, [], [.s3("addressing_style")]) ?? result.addressingStyle
        result.usesAccelerateEndpoint =
            try settings.flag(s3.useAccelerateEndpoint, [], [.s3("use_accelerate_endpoint")]) ?? false
        result.usesARNRegion =
            try settings.flag(
                s3.useARNRegion, ["AWS_S3_USE_ARN_REGION"], [.profile("s3_use_arn_region"), .s3("use_arn_region")])
            ?? result.usesARNRegion
        result.usEast1Endpoint =
            try settings.choice(
                s3.usEast1RegionalEndpoint, ["AWS_S3_US_EAST_1_REGIONAL_ENDPOINT"],
                [.profile("s3_us_east_1_regional_endpoint"), .s3("us_east_1_regional_endpoint")])
            ?? result.usEast1Endpoint
        result.disablesMultiRegionAccessPoints =
            try settings.flag(
                s3.disableMultiRegionAccessPoints, ["AWS_S3_DISABLE_MULTIREGION_ACCESS_POINTS"],
                [.s3("s3_disable_multiregion_access_points")])
            ?? false
        result.disablesS3ExpressSessionAuth = try disablesS3ExpressSessionAuth()
    }

    /// botocore's order: the options' `s3`, the profile's `s3` where it switches on, and only then the general setting.
    private func usesDualstackEndpoint() throws(ConfigurationError) -> Bool {
        if let given = s3.useDualstackEndpoint { return given }
        if try settings.flag(nil, [], [.s3("use_dualstack_endpoint")]) == true { return true }
        return try settings.flag(
            config.useDualstackEndpoint, ["AWS_USE_DUALSTACK_ENDPOINT"], [.profile("use_dualstack_endpoint")]) ?? false
    }

    /// The one setting of S3 that botocore wants to be `true` or `false`.
    private func disablesS3ExpressSessionAuth() throws(ConfigurationError) -> Bool {
        if let given = s3.disableS3ExpressSessionAuth { return given }
        let found = try settings.find(
            ["AWS_S3_DISABLE_EXPRESS_SESSION_AUTH"], [.profile("s3_disable_express_session_auth")])
        switch found?.text.lowercased() {
        case nil, "false": return false
        case "true": return true
        default: throw found?.error("write true or false") ?? ConfigurationError("write true or false")
        }
    }

    private func setSigning(_ result: inout ClientConfiguration) throws(ConfigurationError) {
        result.signatureVersion = try signatureVersion()
        result.sigV4aSigningRegionSet = try settings.list(
            config.sigv4aSigningRegionSet, ["AWS_SIGV4A_SIGNING_REGION_SET"], [.profile("sigv4a_signing_region_set")])
        result.authSchemePreference =
            try settings.list(
                config.authSchemePreference, ["AWS_AUTH_SCHEME_PREFERENCE"], [.profile("auth_scheme_preference")])
            ?? []
        result.payloadSigningEnabled = try settings.flag(
            s3.payloadSigningEnabled, [], [.s3("payload_signing_enabled")])
        result.requestChecksumCalculation =
            try settings.choice(
                config.requestChecksumCalculation, ["AWS_REQUEST_CHECKSUM_CALCULATION"],
                [.profile("request_checksum_calculation")], ignoresCase: true)
            ?? result.requestChecksumCalculation
        result.responseChecksumValidation =
            try settings.choice(
                config.responseChecksumValidation, ["AWS_RESPONSE_CHECKSUM_VALIDATION"],
                [.profile("response_checksum_validation")], ignoresCase: true)
            ?? result.responseChecksumValidation
    }

    /// The profile's version; botocore also knows the general names of those that S3 has names of its own for.
    private func signatureVersion() throws(ConfigurationError) -> ClientConfiguration.SignatureVersion? {
        if let given = config.signatureVersion { return given }
        guard let found = try settings.find([], [.s3("signature_version")]) else { return nil }
        switch found.text {
        case "s3v4", "v4": return .v4
        case "s3v4a", "v4a": return .v4a
        case "s3": return .v2
        default: throw found.error("write s3v4, s3v4a, or s3 for version 2")
        }
    }

    private func setTransport(
        region: String?, _ verify: TLSVerification?, _ result: inout ClientConfiguration
    ) throws(ConfigurationError) {
        switch verify {
        case nil:
            result.caBundle = try settings.caBundle()
        case .system: break
        case .caBundle(let path): result.caBundle = path
        case .disabled: result.verifiesTLS = false
        }
        result.clientCertificate = config.clientCert?.certificate
        result.clientKey = config.clientCert?.key
        result.proxies = (config.proxies ?? ClientConfiguration.Proxies(environment: settings.environment)).complete
        if let proxy = config.proxiesConfig {
            result.proxies.caBundle = proxy.caBundle
            result.proxies.clientCertificate = proxy.clientCert?.certificate
            result.proxies.clientKey = proxy.clientCert?.key
        }
        result.keepsTCPAlive =
            try settings.flag(config.tcpKeepalive, ["BOTOCORE_TCP_KEEPALIVE"], [.profile("tcp_keepalive")]) ?? false
        result.maxConnections =
            try Self.positive(config.maxPoolConnections, "maxPoolConnections") ?? result.maxConnections
        result.readTimeout = try Self.positive(config.readTimeout, "readTimeout") ?? result.readTimeout
        result.operationTimeout =
            try Self.positive(config.operationTimeout, "operationTimeout") ?? result.operationTimeout
        let mode = try settings.choice(
            config.defaultsMode, ["AWS_DEFAULTS_MODE"], [.profile("defaults_mode")], ignoresCase: true)
        result.connectTimeout =
            try Self.positive(config.connectTimeout, "connectTimeout")
            ?? mode?.connectTimeout(region: region, environment: settings.environment) ?? result.connectTimeout
    }

    private func setRetries(_ result: inout ClientConfiguration) throws(ConfigurationError) {
        result.retryMode =
            try settings.choice(config.retries?.mode, ["AWS_RETRY_MODE"], [.profile("retry_mode")]) ?? result.retryMode
        if let total = config.retries?.totalMaxAttempts {
            result.maxAttempts = try Self.positive(total, "retries.totalMaxAttempts") ?? total
        } else if let more = config.retries?.maxAttempts {
            guard more >= 0 else {
                throw ConfigurationError("retries.maxAttempts is \(more): give 0 or more repetitions")
            }
            result.maxAttempts = more == .max ? more : more + 1
        } else if let found = try settings.find(["AWS_MAX_ATTEMPTS"], [.profile("max_attempts")]) {
            guard let number = Int(found.text.trimmed), number >= 1 else {
                throw found.error("write a number of attempts, 1 or more")
            }
            result.maxAttempts = number
        }
    }

    /// A number that the caller gave, which must be above nought.
    private static func positive<Number: Comparable & Numeric>(
        _ number: Number?, _ name: String
    ) throws(ConfigurationError) -> Number? {
        guard let number else { return nil }
        guard number > 0 else { throw ConfigurationError("\(name) is \(number): give a number above 0") }
        return number
    }
}
