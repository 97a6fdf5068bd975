/// The role of a profile (`role_arn`), assumed by what `source_profile` or `credential_source` gives.
struct AssumeRoleCredentials: CredentialProvider {
    let name = "assume-role"
    private let context: CredentialContext

    init(_ context: CredentialContext) {
        self.context = context
    }

    func credentials() async throws(CredentialError) -> Credentials? {
        let shared = try context.load(for: name)
        guard let profile = shared.profile(context.profile), RoleProfile.isRole(profile) else { return nil }
        // Everything is read and judged before the first request.
        let path = try RoleProfile.path(from: context.profile, in: shared, provider: name)
        var credentials = try await source(path.source, shared)
        let service = SecurityTokenService(
            provider: name, context: context, endpoint: ServiceEndpoint(context, shared: shared)
        )
        for role in path.roles.reversed() { credentials = try await service.assume(role, as: credentials) }
        return credentials
    }

    /// The credentials at the beginning of the way.
    private func source(
        _ source: RoleProfile.Source, _ shared: SharedConfiguration
    ) async throws(CredentialError) -> Credentials {
        let found: Credentials?
        switch source {
        case .profile(let profile):
            found = try await CredentialChain.profileProviders(context.source(profile)).credentials()
            guard found != nil else {
                throw CredentialError(
                    provider: name, message: "the source_profile '\(profile)' has no credentials of any kind"
                )
            }
        case .environment: found = try await EnvironmentCredentials(context.environment).credentials()
        case .container: found = try await ContainerCredentials(context).credentials()
        case .instanceMetadata: found = try await InstanceMetadataCredentials(context).credentials()
        }
        guard let found else {
            throw CredentialError(
                provider: name,
                message: "credential_source = \(source.name) gave no credentials for the profile '\(context.profile)'"
            )
        }
        return found
    }
}
