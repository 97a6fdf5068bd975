extension Session {
    /// S3's resources on a client of their own (boto3's `session.resource('s3')`).
    ///
    /// Makes no request.
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
    public func resource(
        _ config: Config = Config(),
        region: String? = nil,
        endpointURL: String? = nil,
        useSSL: Bool = true,
        verify: TLSVerification? = nil,
        accessKeyID: String? = nil,
        secretAccessKey: Secret? = nil,
        sessionToken: Secret? = nil,
        anonymous: Bool? = nil
    ) throws(ConfigurationError) -> S3Resource {
        S3Resource(
            client: try client(
                config, region: region, endpointURL: endpointURL, useSSL: useSSL, verify: verify,
                accessKeyID: accessKeyID, secretAccessKey: secretAccessKey, sessionToken: sessionToken,
                anonymous: anonymous))
    }
}

/// S3's resources from the default session, on a client of their own (boto3's `boto3.resource('s3')`).
///
/// The first use makes the session from environment and files. Makes no request.
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
public func resource(
    _ config: Config = Config(),
    region: String? = nil,
    endpointURL: String? = nil,
    useSSL: Bool = true,
    verify: TLSVerification? = nil,
    accessKeyID: String? = nil,
    secretAccessKey: Secret? = nil,
    sessionToken: Secret? = nil,
    anonymous: Bool? = nil
) throws(ConfigurationError) -> S3Resource {
    try DefaultSession.current().resource(
        config, region: region, endpointURL: endpointURL, useSSL: useSSL, verify: verify, accessKeyID: accessKeyID,
        secretAccessKey: secretAccessKey, sessionToken: sessionToken, anonymous: anonymous)
}
