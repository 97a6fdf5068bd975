import Synchronization

/// The session behind the functions of the module (boto3's `DEFAULT_SESSION`).
enum DefaultSession {
    /// Guards the session; held while it is made, so that there is only one.
    ///
    /// No other lock is taken inside.
    private static let session = Mutex<Session?>(nil)

    /// The session, made on first use from environment and files.
    static func current() throws(ConfigurationError) -> Session {
        try session.withLock { session throws(ConfigurationError) in
            if let session { return session }
            let made = try Session()
            session = made
            return made
        }
    }

    static func replace(by other: Session?) {
        session.withLock { $0 = other }
    }
}

/// Makes another session the one behind `S3.client` (boto3's `setup_default_session`).
///
/// Not needed before the first `S3.client`, which makes one without arguments. Clients that exist keep theirs.
///
/// - Parameters:
///   - accessKeyID: goes before all other credentials (`aws_access_key_id`); wants `secretAccessKey` too.
///   - secretAccessKey: belongs to `accessKeyID` (`aws_secret_access_key`).
///   - sessionToken: belongs to `accessKeyID`, if they are temporary (`aws_session_token`).
///   - region: of clients that name none (`region_name`).
///   - profile: the section of the files to use (`profile_name`).
///   - anonymous: requests are not signed, and no credentials are looked for.
///   - environment: nil for the environment of the process.
///   - homeDirectory: nil for `HOME`, or what the user database says.
/// - Throws: `ConfigurationError` when a setting cannot be used; then the session stays what it was.
public func setUpDefaultSession(
    accessKeyID: String? = nil,
    secretAccessKey: Secret? = nil,
    sessionToken: Secret? = nil,
    region: String? = nil,
    profile: String? = nil,
    anonymous: Bool = false,
    environment: [String: String]? = nil,
    homeDirectory: String? = nil
) throws(ConfigurationError) {
    DefaultSession.replace(
        by: try Session(
            accessKeyID: accessKeyID, secretAccessKey: secretAccessKey, sessionToken: sessionToken, profile: profile,
            region: region, anonymous: anonymous, environment: environment, homeDirectory: homeDirectory))
}

/// A client of S3 from the default session (boto3's `boto3.client('s3')`).
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
    try DefaultSession.current().client(
        config, region: region, endpointURL: endpointURL, useSSL: useSSL, verify: verify, accessKeyID: accessKeyID,
        secretAccessKey: secretAccessKey, sessionToken: sessionToken, anonymous: anonymous)
}
