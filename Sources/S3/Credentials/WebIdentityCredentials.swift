/// A role assumed by a token in a file (EKS's IAM roles for service accounts and alike).
///
/// The file is read at each call: whoever issues the token replaces it in time.
struct WebIdentityCredentials: CredentialProvider {
    let name = "assume-role-with-web-identity"
    private let context: CredentialContext

    init(_ context: CredentialContext) {
        self.context = context
    }

    func credentials() async throws(CredentialError) -> Credentials? {
        let shared = try context.load(for: name)
        let profile = shared.profile(context.profile)
        // A variable that is set hides the profile's key even when it is empty, as in botocore.
        func setting(_ variable: String, _ key: String) -> String? {
            (context.isProfileExplicit ? nil : context.environment[variable]) ?? profile?.text(key)
        }
        guard let file = setting("AWS_WEB_IDENTITY_TOKEN_FILE", "web_identity_token_file"), !file.isEmpty else {
            return nil
        }
        guard let arn = setting("AWS_ROLE_ARN", "role_arn"), !arn.isEmpty else {
            throw CredentialError(
                provider: name,
                message: "there is a token file and no role: set AWS_ROLE_ARN, or write role_arn into the profile"
            )
        }
        let role = SecurityTokenService.Role(
            arn: arn, sessionName: setting("AWS_ROLE_SESSION_NAME", "role_session_name")
        )
        let token = try SecretFile.read(file, provider: name)
        let endpoint = ServiceEndpoint(context, shared: shared)
        return try await SecurityTokenService(provider: name, context: context, endpoint: endpoint)
            .assume(role, token: token)
    }
}
