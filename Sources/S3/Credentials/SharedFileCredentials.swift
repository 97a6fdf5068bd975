/// The keys of a profile in `~/.aws/credentials`, read at each call.
struct SharedFileCredentials: CredentialProvider {
    let name = "shared-credentials-file"
    private let paths: SharedConfiguration.Paths
    private let profile: String

    init(paths: SharedConfiguration.Paths, profile: String) {
        self.paths = paths
        self.profile = profile
    }

    func credentials() async throws(CredentialError) -> Credentials? {
        let shared = try SharedConfiguration.load(paths, for: name)
        guard let section = shared.credentialsProfiles[profile] else { return nil }
        return try ProfileKeys(section: section, path: paths.credentials, provider: name).credentials()
    }
}
