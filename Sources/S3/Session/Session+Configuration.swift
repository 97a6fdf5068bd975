extension Session {
    /// A client's settled configuration: the options, then the environment, then the profile, then the defaults.
    ///
    /// What boto3's `client` does before it makes one; the result may be changed further. Without a region anywhere it is
    /// `us-east-1`, as botocore's S3 has it. Makes no request.
    ///
    /// - Parameters:
    ///   - config: of the client (`config`).
    ///   - region: goes before everything else (`region_name`).
    ///   - endpointURL: goes before environment and profile (`endpoint_url`).
    ///   - useSSL: speaks HTTPS with AWS; without meaning beside an endpoint URL (`use_ssl`).
    ///   - verify: how the server is made sure of; goes before environment and profile (`verify`).
    /// - Throws: `ConfigurationError` when a setting cannot be used, with the place it came from.
    public func configuration(
        _ config: Config = Config(),
        region: String? = nil,
        endpointURL: String? = nil,
        useSSL: Bool = true,
        verify: TLSVerification? = nil
    ) throws(ConfigurationError) -> ClientConfiguration {
        try ConfigurationResolver(settings, config).settle(
            region: region ?? config.region ?? regionName, endpointURL: endpointURL, useSSL: useSSL, verify: verify)
    }

    /// A client of S3 (boto3's `session.client('s3')`).
    ///
    /// Each has connections of its own, so one is shared by everybody who may use the same credentials. Makes no request.
    ///
    /// - Parameters:
    ///   - config: options of the client (`config`).
    ///   - region: goes before everything else (`region_name`).
    ///   - endpointURL: a server other than AWS's, or one of its hosts (`endpoint_url`).
    ///   - useSSL: speaks HTTPS with AWS; without meaning beside an endpoint URL (`use_ssl`).
    ///   - verify: how the server is made sure of (`verify`).
    ///   - accessKeyID: instead of the session's credentials (`aws_access_key_id`); wants `secretAccessKey` too.
    ///   - secretAccessKey: belongs to `accessKeyID` (`aws_secret_access_key`).
    ///   - sessionToken: belongs to `accessKeyID`, if they are temporary (`aws_session_token`).
    ///   - anonymous: requests are not signed (`Config(signature_version=UNSIGNED)`); nil for what the session is.
    /// - Throws: `ConfigurationError` when a setting cannot be used, with the place it came from.
    public func client(
        _ config: Config = Config(),
        region: String? = nil,
        endpointURL: String? = nil,
        useSSL: Bool = true,
        verify: TLSVerification? = nil,
        accessKeyID: String? = nil,
        secretAccessKey: Secret? = nil,
        sessionToken: Secret? = nil,
        anonymous: Bool? = nil
    ) throws(ConfigurationError) -> S3Client {
        let source: CredentialSource
        if anonymous == true {
            source = .anonymous
        } else if accessKeyID != nil || secretAccessKey != nil {
            source = CredentialSource(
                try ExplicitCredentials(
                    accessKeyID: accessKeyID, secretAccessKey: secretAccessKey, sessionToken: sessionToken))
        } else {
            source = credentials
        }
        return try S3Client(
            configuration: configuration(
                config, region: region, endpointURL: endpointURL, useSSL: useSSL, verify: verify),
            credentials: source)
    }
}
