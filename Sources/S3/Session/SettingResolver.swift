/// The order in which the places of one setting are asked.
struct SettingResolver {
    let environment: [String: String]
    let profile: INIFile.Section
    let shared: SharedConfiguration
    let homeDirectory: String

    /// AWS_REGION is what the other SDKs read, AWS_DEFAULT_REGION what botocore reads.
    var region: String? {
        environment.text("AWS_REGION") ?? environment.text("AWS_DEFAULT_REGION") ?? profile.filled("region")
    }

    /// botocore's order: environment (service, then global), config file (service, then global).
    var endpointURL: String? {
        let ignored =
            environment.text("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS") ?? profile.text("ignore_configured_endpoint_urls")
        if ignored?.lowercased() == "true" { return nil }
        let service = profile.text("services").flatMap { shared.services[$0]?.nested("s3")["endpoint_url"] }
        return environment.text("AWS_ENDPOINT_URL_S3") ?? environment.text("AWS_ENDPOINT_URL") ?? service
            ?? profile.filled("endpoint_url")
    }

    var caBundle: String? {
        (environment.text("AWS_CA_BUNDLE") ?? profile.filled("ca_bundle"))
            .map { PathExpansion.expand($0, environment: environment, homeDirectory: homeDirectory) }
    }

    func addressingStyle() throws(ConfigurationError) -> ClientConfiguration.AddressingStyle? {
        guard let text = profile.nested("s3")["addressing_style"] else { return nil }
        guard let style = ClientConfiguration.AddressingStyle(rawValue: text) else {
            throw ConfigurationError(
                "addressing_style = '\(text)' in the profile '\(profile.name)' of \(shared.paths.config): "
                    + "write auto, path or virtual"
            )
        }
        return style
    }

    func maxAttempts() throws(ConfigurationError) -> Int? {
        guard let text = environment.text("AWS_MAX_ATTEMPTS") ?? profile.filled("max_attempts") else { return nil }
        guard let number = Int(text), number >= 1 else {
            throw ConfigurationError(
                "'\(text)' is not a number of attempts; write 1 or more in AWS_MAX_ATTEMPTS or the profile's max_attempts"
            )
        }
        return number
    }
}

extension [String: String] {
    /// A variable that is set and not empty: shells have no other way to take one away for a command.
    func text(_ name: String) -> String? {
        self[name].flatMap { $0.isEmpty ? nil : $0 }
    }
}

extension INIFile.Section {
    /// A value that is text and not empty.
    fileprivate func filled(_ key: String) -> String? {
        text(key).flatMap { $0.isEmpty ? nil : $0 }
    }
}
