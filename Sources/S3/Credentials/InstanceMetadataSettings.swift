/// How the instance metadata service is asked.
struct InstanceMetadataSettings: Sendable {
    let attempts: Int
    let patience: HTTPPatience
    /// Whether a service that gives no session token is asked without one.
    let allowsVersion1: Bool
    private let base: ResolvedEndpoint

    /// - Throws: `ConfigurationError` when a setting makes no sense.
    init(_ context: CredentialContext, profile: INIFile.Section?) throws(ConfigurationError) {
        func text(_ variable: String, _ key: String) -> String? {
            context.environment.text(variable) ?? profile?.text(key).flatMap { $0.isEmpty ? nil : $0 }
        }
        func number(_ variable: String, _ key: String) throws(ConfigurationError) -> Int {
            guard let text = text(variable, key) else { return 1 }
            guard let number = Int(text.trimmed), number >= 1 else {
                throw ConfigurationError("'\(text)' is not a number for \(variable) or \(key): write 1 or more")
            }
            return number
        }
        let seconds = Double(try number("AWS_METADATA_SERVICE_TIMEOUT", "metadata_service_timeout"))
        patience = HTTPPatience(connect: seconds, stall: seconds)
        attempts = try number("AWS_METADATA_SERVICE_NUM_ATTEMPTS", "metadata_service_num_attempts")
        allowsVersion1 = text("AWS_EC2_METADATA_V1_DISABLED", "ec2_metadata_v1_disabled")?.lowercased() == "false"

        let mode = text("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "ec2_metadata_service_endpoint_mode")?.lowercased()
        let isIPv6: Bool
        switch mode {
        case "ipv4"?: isIPv6 = false
        case "ipv6"?: isIPv6 = true
        case nil: isIPv6 = text("AWS_IMDS_USE_IPV6", "imds_use_ipv6")?.lowercased() == "true"
        case let mode?:
            throw ConfigurationError(
                "'\(mode)' is not a mode: write ipv4 or ipv6 in AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE"
            )
        }
        let address =
            text("AWS_EC2_METADATA_SERVICE_ENDPOINT", "ec2_metadata_service_endpoint")
            ?? (isIPv6 ? "http://[fd00:ec2::254]/" : "http://169.254.169.254/")
        base = try ServiceURL(address).endpoint
    }

    func endpoint(_ path: String) -> ResolvedEndpoint {
        var endpoint = base
        endpoint.path += (base.path.hasSuffix("/") ? "" : "/") + path
        return endpoint
    }
}
