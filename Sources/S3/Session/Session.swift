/// Settings and credentials that clients are made from (boto3's `Session`).
///
/// Making one reads the two AWS files, once, and makes no request. A setting comes from the first place that has it: the
/// options of the client, the session's arguments, the environment, `~/.aws/credentials` and `~/.aws/config`.
public struct Session: Sendable {
    /// The region of clients that name none (`region_name`); nil when nothing names one.
    public let regionName: String?
    /// The profile in force (`profile_name`).
    public let profileName: String
    /// The profiles of both files, sorted (`available_profiles`).
    public let availableProfiles: [String]
    /// The credentials of the session's clients, refreshed ahead of their end.
    public let credentials: CredentialSource
    /// Where the settings of clients are looked for.
    let settings: SettingResolver

    /// Resolves a session; reads files, makes no request.
    ///
    /// - Parameters:
    ///   - accessKeyID: goes before all other credentials (`aws_access_key_id`); wants `secretAccessKey` too.
    ///   - secretAccessKey: belongs to `accessKeyID` (`aws_secret_access_key`).
    ///   - sessionToken: belongs to `accessKeyID`, if they are temporary (`aws_session_token`).
    ///   - profile: the section of the files to use (`profile_name`); makes the keys of the environment not count.
    ///   - region: goes before environment and profile (`region_name`).
    ///   - anonymous: requests are not signed, and no credentials are looked for.
    ///   - environment: nil for the environment of the process.
    ///   - homeDirectory: nil for `HOME`, or what the user database says.
    /// - Throws: `ConfigurationError` when a setting cannot be used, with the place it came from.
    public init(
        accessKeyID: String? = nil,
        secretAccessKey: Secret? = nil,
        sessionToken: Secret? = nil,
        profile: String? = nil,
        region: String? = nil,
        anonymous: Bool = false,
        environment: [String: String]? = nil,
        homeDirectory: String? = nil
    ) throws(ConfigurationError) {
        let environment = environment ?? ProcessEnvironment.current
        let home = homeDirectory ?? environment.text("HOME") ?? ProcessEnvironment.homeDirectoryOfUser ?? "/"
        let paths = SharedConfiguration.Paths(environment: environment, homeDirectory: home)
        let shared = try SharedConfiguration(paths)

        // botocore's order: AWS_DEFAULT_PROFILE is the older name and still goes first.
        let named = profile ?? environment.text("AWS_DEFAULT_PROFILE") ?? environment.text("AWS_PROFILE")
        let name = named ?? "default"
        guard let settings = shared.profile(name) ?? (named == nil ? INIFile.Section(name: name) : nil) else {
            throw Self.missing(profile: name, in: shared)
        }
        self.settings = SettingResolver(
            environment: environment, profile: settings, shared: shared, homeDirectory: home
        )
        profileName = name
        regionName = region ?? self.settings.region
        availableProfiles = shared.profileNames

        if anonymous {
            credentials = .anonymous
        } else if accessKeyID != nil || secretAccessKey != nil || sessionToken != nil {
            credentials = CredentialSource(
                try ExplicitCredentials(
                    accessKeyID: accessKeyID, secretAccessKey: secretAccessKey, sessionToken: sessionToken
                )
            )
        } else {
            credentials = CredentialChain.make(
                profile: name, isProfileExplicit: profile != nil, region: regionName, environment: environment,
                homeDirectory: home, shared: shared,
                caBundle: try self.settings.caBundle()
            )
        }
    }

    /// The credentials as they are now (boto3's `get_credentials`); nil for an anonymous session.
    ///
    /// Asks the provider at the first use and near the end of the credentials, which may make requests.
    ///
    /// - Throws: `CredentialError` when there are none, or their source is broken.
    public func getCredentials() async throws(CredentialError) -> Credentials? {
        try await credentials.current()
    }

    private static func missing(profile: String, in shared: SharedConfiguration) -> ConfigurationError {
        let names = shared.profileNames
        let known =
            names.isEmpty
            ? "neither file has any; run 'aws configure' or write [\(profile)] into the second"
            : "they have \(names.map { "'\($0)'" }.joined(separator: ", "))"
        return ConfigurationError(
            "there is no profile '\(profile)' in \(shared.paths.config) or \(shared.paths.credentials): \(known)"
        )
    }
}

extension Session: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The region and the profile; the files and the environment hold secrets.
    public var description: String {
        "Session(regionName: \(regionName.map { "\"\($0)\"" } ?? "nil"), profileName: \"\(profileName)\")"
    }

    /// As `description`.
    public var debugDescription: String { description }

    /// Nothing more for `dump` and alike.
    public var customMirror: Mirror {
        Mirror(self, children: ["regionName": regionName as Any, "profileName": profileName])
    }
}
