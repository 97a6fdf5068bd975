/// Where the services that give credentials are.
struct ServiceEndpoint: Sendable {
    /// One of the services.
    enum Service: String, Sendable {
        case sts
        case sso
        case oidc = "sso_oidc"
        case signin
    }

    let context: CredentialContext
    /// The settings of the profile in force.
    let profile: INIFile.Section
    let services: [String: INIFile.Section]

    init(_ context: CredentialContext, shared: SharedConfiguration) {
        self.context = context
        profile = shared.profile(context.profile) ?? INIFile.Section(name: context.profile)
        services = shared.services
    }

    /// The service's endpoint: a configured one, or AWS's for the region.
    ///
    /// - Throws: `ConfigurationError` when a setting makes no sense, or a region is needed and none is known.
    func resolve(_ service: Service, region: String?) throws(ConfigurationError) -> ResolvedEndpoint {
        let fips = flag("AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint")
        let dualstack = flag("AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint")
        if let custom = configured(service) {
            guard !fips, !dualstack else {
                throw ConfigurationError(
                    "the endpoint URL '\(custom)' cannot be had with use_fips_endpoint or use_dualstack_endpoint"
                )
            }
            let signing = region.flatMap { $0 == "aws-global" ? nil : $0 } ?? "us-east-1"
            return try ServiceURL(custom, region: signing, service: service.rawValue).endpoint
        }
        guard let region = region ?? (service == .sts ? "aws-global" : nil) else {
            throw ConfigurationError("no region is known: set AWS_REGION, or write region into the profile")
        }
        if service == .sts, try isGlobal(region), !fips, !dualstack {
            return endpoint("sts.amazonaws.com", "us-east-1", service)
        }
        return endpoint(host(service, region, fips: fips, dualstack: dualstack), region, service)
    }

    private func endpoint(_ host: String, _ region: String, _ service: Service) -> ResolvedEndpoint {
        ResolvedEndpoint(
            scheme: "https", host: host, port: nil, path: "/", canonicalResource: "/", region: region,
            service: service.rawValue
        )
    }

    /// Regions from before STS had an endpoint in each, which `legacy` sends to the global one.
    private static let legacyRegions: Set<String> = [
        "ap-northeast-1", "ap-south-1", "ap-southeast-1", "ap-southeast-2", "aws-global", "ca-central-1",
        "eu-central-1", "eu-north-1", "eu-west-1", "eu-west-2", "eu-west-3", "sa-east-1", "us-east-1", "us-east-2",
        "us-west-1", "us-west-2",
    ]

    private func isGlobal(_ region: String) throws(ConfigurationError) -> Bool {
        let kind = text("AWS_STS_REGIONAL_ENDPOINTS", "sts_regional_endpoints") ?? "regional"
        switch kind {
        case "regional": return region == "aws-global"
        case "legacy": return Self.legacyRegions.contains(region)
        default:
            throw ConfigurationError(
                "'\(kind)' is not a kind of STS endpoint: write regional or legacy in AWS_STS_REGIONAL_ENDPOINTS"
            )
        }
    }

    private func host(_ service: Service, _ region: String, fips: Bool, dualstack: Bool) -> String {
        let partition = Partition.of(region: region)
        let domain = dualstack ? partition.dualstackDomain : partition.domain
        // In AWS GovCloud the plain hosts are the ones with FIPS, but for signing in.
        let marked = fips && !(partition.name == "aws-us-gov" && !dualstack && service != .signin)
        let mark = marked ? "-fips" : ""
        switch service {
        case .sts: return "sts\(mark).\(region).\(domain)"
        case .sso: return "portal.sso\(mark).\(region).\(domain)"
        case .oidc: return "oidc\(mark).\(region).\(domain)"
        case .signin:
            guard !fips, !dualstack else { return "signin\(mark).\(region).\(domain)" }
            switch partition.name {
            case "aws": return "\(region).signin.aws.amazon.com"
            case "aws-cn": return "\(region).signin.amazonaws.cn"
            case "aws-us-gov": return "\(region).signin.amazonaws-us-gov.com"
            default: return "signin.\(region).\(domain)"
            }
        }
    }

    /// botocore's order: environment (service, then all), config file (service, then all).
    private func configured(_ service: Service) -> String? {
        if flag("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "ignore_configured_endpoint_urls") { return nil }
        let own = profile.text("services").flatMap { services[$0]?.nested(service.rawValue)["endpoint_url"] }
        let name = "AWS_ENDPOINT_URL_\(service.rawValue.uppercased())"
        let found = context.environment.text(name) ?? context.environment.text("AWS_ENDPOINT_URL") ?? own
        return found ?? profile.text("endpoint_url").flatMap { $0.isEmpty ? nil : $0 }
    }

    private func flag(_ variable: String, _ key: String) -> Bool { text(variable, key)?.lowercased() == "true" }

    private func text(_ variable: String, _ key: String) -> String? {
        context.environment.text(variable) ?? profile.text(key).flatMap { $0.isEmpty ? nil : $0 }
    }
}
