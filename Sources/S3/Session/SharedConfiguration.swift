/// `~/.aws/config` and `~/.aws/credentials` (or the files named instead of them), as they were when read.
struct SharedConfiguration: Sendable {
    /// Where the files are.
    struct Paths: Sendable, Hashable {
        var config: String
        var credentials: String

        /// From `AWS_CONFIG_FILE` and `AWS_SHARED_CREDENTIALS_FILE`, with `~` and `$NAME` expanded in them.
        init(environment: [String: String], homeDirectory: String) {
            func path(_ name: String, _ fallback: String) -> String {
                let given = environment[name].flatMap { $0.isEmpty ? nil : $0 } ?? fallback
                return PathExpansion.expand(given, environment: environment, homeDirectory: homeDirectory)
            }
            config = path("AWS_CONFIG_FILE", "~/.aws/config")
            credentials = path("AWS_SHARED_CREDENTIALS_FILE", "~/.aws/credentials")
        }
    }

    let paths: Paths
    /// The profiles of the config file, by name.
    private(set) var configProfiles: [String: INIFile.Section] = [:]
    /// The profiles of the credentials file, by name.
    private(set) var credentialsProfiles: [String: INIFile.Section] = [:]
    /// The `[services NAME]` sections of the config file.
    private(set) var services: [String: INIFile.Section] = [:]
    /// The `[sso-session NAME]` sections of the config file.
    private(set) var ssoSessions: [String: INIFile.Section] = [:]

    /// Reads both files; one that is not there is as good as empty.
    ///
    /// - Throws: `ConfigurationError` when a file cannot be read or makes no sense.
    init(_ paths: Paths) throws(ConfigurationError) {
        self.paths = paths
        if let bytes = try SmallFile.read(paths.config) {
            for section in try INIFile(bytes, path: paths.config).sections {
                if section.name == "default" {
                    configProfiles["default"] = section
                } else if section.name.hasPrefix("profile"), let name = Self.secondWord(of: section.name) {
                    configProfiles[name] = section
                } else if section.name.hasPrefix("sso-session"), let name = Self.secondWord(of: section.name) {
                    ssoSessions[name] = section
                } else if section.name.hasPrefix("services"), let name = Self.secondWord(of: section.name) {
                    services[name] = section
                }
            }
        }
        if let bytes = try SmallFile.read(paths.credentials) {
            for section in try INIFile(bytes, path: paths.credentials).sections {
                credentialsProfiles[section.name] = section
            }
        }
    }

    /// The settings of a profile: the config file's, overridden by the credentials file's as in botocore.
    func profile(_ name: String) -> INIFile.Section? {
        let config = configProfiles[name]
        let credentials = credentialsProfiles[name]
        guard config != nil || credentials != nil else { return nil }
        var merged = INIFile.Section(name: name, values: config?.values ?? [:])
        merged.values.merge(credentials?.values ?? [:]) { _, new in new }
        return merged
    }

    /// All profiles, sorted.
    var profileNames: [String] { Set(configProfiles.keys).union(credentialsProfiles.keys).sorted() }

    private static func secondWord(of name: String) -> String? {
        guard let words = ShellWords.split(name), words.count == 2 else { return nil }
        return words[1]
    }
}
