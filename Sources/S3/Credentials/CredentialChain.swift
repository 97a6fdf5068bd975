/// botocore's chain of providers for one session.
enum CredentialChain {
    /// The source of a session that was not given credentials.
    ///
    /// - Parameters:
    ///   - profile: the profile in force.
    ///   - isProfileExplicit: the caller named it: then the keys of the environment do not count.
    ///   - region: the session's; nil when nothing names one.
    ///   - environment: the whole environment, also for programs that give credentials.
    ///   - shared: for the messages; the files are read again by each provider.
    ///   - caBundle: a PEM file of certificate authorities instead of the system's; nil for those.
    static func make(
        profile: String, isProfileExplicit: Bool, region: String?, environment: [String: String],
        homeDirectory: String, shared: SharedConfiguration, caBundle: String?
    ) -> CredentialSource {
        let context = CredentialContext(
            profile: profile, isProfileExplicit: isProfileExplicit, environment: environment,
            homeDirectory: homeDirectory, paths: shared.paths, region: region,
            http: CurlCredentialHTTP(
                caBundle: caBundle, proxies: ClientConfiguration.Proxies(environment: environment).complete),
            clock: SystemTimekeeper()
        )
        return CredentialSource(
            providers(context), watching: [shared.paths.credentials, shared.paths.config],
            advice: advice(context, shared)
        )
    }

    /// All providers in botocore's order.
    static func providers(_ context: CredentialContext) -> CredentialProviderChain {
        var providers: [any CredentialProvider] = []
        if !context.isProfileExplicit { providers.append(EnvironmentCredentials(context.environment)) }
        providers.append(AssumeRoleCredentials(context))
        providers += ofProfile(context)
        providers += [
            EC2FileCredentials(context), BotoFileCredentials(context), ContainerCredentials(context),
            InstanceMetadataCredentials(context),
        ]
        return CredentialProviderChain(providers, clock: context.clock)
    }

    /// Those that a profile alone can have: what a `source_profile` is asked for.
    static func profileProviders(_ context: CredentialContext) -> CredentialProviderChain {
        CredentialProviderChain(ofProfile(context), clock: context.clock)
    }

    private static func ofProfile(_ context: CredentialContext) -> [any CredentialProvider] {
        [
            WebIdentityCredentials(context),
            SSOCredentials(context),
            SharedFileCredentials(paths: context.paths, profile: context.profile),
            LoginCredentials(context),
            ProcessCredentials(paths: context.paths, profile: context.profile, environment: context.environment),
            ConfigFileCredentials(paths: context.paths, profile: context.profile),
        ]
    }

    private static func advice(_ context: CredentialContext, _ shared: SharedConfiguration) -> String {
        let (paths, profile) = (context.paths, context.profile)
        let places =
            (context.isProfileExplicit ? "" : "in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, ")
            + "in [\(profile)] of \(paths.credentials), in the profile '\(profile)' of \(paths.config), "
            + "and for a container's or an instance's role"
        let others = shared.profileNames.filter { $0 != profile }
        let hint = others.isEmpty ? "" : " (there are \(others.map { "'\($0)'" }.joined(separator: ", ")))"
        return "no credentials: looked \(places). Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, "
            + "write them to \(paths.credentials), name a profile that has them with --profile\(hint), "
            + "or use --anonymous for a public bucket"
    }
}
