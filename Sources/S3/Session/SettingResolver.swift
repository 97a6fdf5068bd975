/// Where the settings of one session are looked for: the environment, then the profile, as botocore does.
///
/// An empty variable and an empty value count as not there: shells have no other way to take one away for a command.
struct SettingResolver: Sendable {
    /// A key of the profile.
    enum Key: Sendable {
        /// A key of the section itself.
        case profile(String)
        /// A key below `s3 =`.
        case s3(String)
    }

    /// A setting's text, and the place it came from.
    struct Found: Sendable, Hashable {
        var text: String
        var place: String

        /// A setting that cannot be used.
        func error(_ advice: String) -> ConfigurationError {
            ConfigurationError("'\(text)' of \(place) cannot be used: \(advice)")
        }
    }

    let environment: [String: String]
    let profile: INIFile.Section
    let shared: SharedConfiguration
    let homeDirectory: String

    /// The first place that has a setting.
    ///
    /// - Throws: `ConfigurationError` when the profile's `s3` is no block.
    func find(_ variables: [String], _ keys: [Key] = []) throws(ConfigurationError) -> Found? {
        for variable in variables {
            if let text = environment.text(variable) { return Found(text: text, place: variable) }
        }
        for key in keys {
            switch key {
            case .profile(let name):
                guard let text = profile.text(name), !text.isEmpty else { continue }
                return Found(text: text, place: "\(name) in \(profilePlace)")
            case .s3(let name):
                if let text = profile.text("s3"), !text.isEmpty {
                    throw ConfigurationError(
                        "'s3 = \(text)' in \(profilePlace): write the settings of S3 on lines of their own below "
                            + "'s3 =', indented, such as '  addressing_style = path'"
                    )
                }
                guard let text = profile.nested("s3")[name], !text.isEmpty else { continue }
                return Found(text: text, place: "\(name) below 's3 =' in \(profilePlace)")
            }
        }
        return nil
    }

    /// A setting that is on or off: `true` in any case is on, and everything else off, as in botocore.
    ///
    /// - Parameter given: by the caller; then nothing is looked for.
    func flag(_ given: Bool?, _ variables: [String], _ keys: [Key] = []) throws(ConfigurationError) -> Bool? {
        if let given { return given }
        return try find(variables, keys).map { $0.text.lowercased() == "true" }
    }

    /// A setting that is one of a few words.
    ///
    /// - Parameters:
    ///   - given: by the caller; then nothing is looked for.
    ///   - ignoresCase: as botocore does for some.
    func choice<Value: RawRepresentable<String> & CaseIterable>(
        _ given: Value?, _ variables: [String], _ keys: [Key], ignoresCase: Bool = false
    ) throws(ConfigurationError) -> Value? {
        if let given { return given }
        guard let found = try find(variables, keys) else { return nil }
        guard let value = Value(rawValue: ignoresCase ? found.text.lowercased() : found.text) else {
            let words = Value.allCases.map(\.rawValue)
            throw found.error("write \(words.dropLast().joined(separator: ", ")) or \(words.last ?? "")")
        }
        return value
    }

    /// A setting that is a list with commas.
    ///
    /// - Parameter given: by the caller; then nothing is looked for.
    func list(_ given: [String]?, _ variables: [String], _ keys: [Key]) throws(ConfigurationError) -> [String]? {
        if let given { return given }
        return try find(variables, keys).map { found in
            found.text.split(separator: ",").map { String($0).trimmed }.filter { !$0.isEmpty }
        }
    }

    /// A path, with `~` and variables expanded.
    func path(_ variables: [String], _ keys: [Key]) throws(ConfigurationError) -> String? {
        try find(variables, keys).map {
            PathExpansion.expand($0.text, environment: environment, homeDirectory: homeDirectory)
        }
    }

    /// The file of certificate authorities; botocore reads the variable of Python's `requests` last.
    func caBundle() throws(ConfigurationError) -> String? {
        if let path = try path(["AWS_CA_BUNDLE"], [.profile("ca_bundle")]) { return path }
        return try path(["REQUESTS_CA_BUNDLE"], [])
    }

    /// The region; AWS_REGION is what the other SDKs read, AWS_DEFAULT_REGION what botocore reads.
    var region: String? {
        environment.text("AWS_REGION") ?? environment.text("AWS_DEFAULT_REGION")
            ?? profile.text("region").flatMap { $0.isEmpty ? nil : $0 }
    }

    /// A server other than AWS's: environment (service, then global), profile (service, then global).
    ///
    /// - Throws: `ConfigurationError` when the profile names a section `services` that is not there.
    func endpointURL() throws(ConfigurationError) -> String? {
        if let found = try find(["AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"]) { return found.text }
        if let name = profile.text("services") {
            guard let services = shared.services[name], !services.values.isEmpty else {
                throw ConfigurationError(
                    "\(profilePlace) has services = \(name), and there is no section [services \(name)] with settings: "
                        + "write one, or take the line away"
                )
            }
            if let url = services.nested("s3")["endpoint_url"], !url.isEmpty { return url }
        }
        return try find([], [.profile("endpoint_url")])?.text
    }

    /// The profile and its file, for messages.
    private var profilePlace: String { "the profile '\(profile.name)' of \(shared.paths.config)" }
}

extension [String: String] {
    /// A variable that is set and not empty.
    func text(_ name: String) -> String? {
        self[name].flatMap { $0.isEmpty ? nil : $0 }
    }
}
