/// The keys of a profile in `~/.aws/config`, read at each call.
struct ConfigFileCredentials: CredentialProvider {
    let name = "config-file"
    private let paths: SharedConfiguration.Paths
    private let profile: String

    init(paths: SharedConfiguration.Paths, profile: String) {
        self.paths = paths
        self.profile = profile
    }

    func credentials() async throws(CredentialError) -> Credentials? {
        guard let section = try SharedConfiguration.load(paths, for: name).configProfiles[profile] else { return nil }
        return try ProfileKeys(section: section, path: paths.config, provider: name).credentials()
    }
}
