/// A role of IAM Identity Center, given for the token of `aws sso login`.
struct SSOCredentials: CredentialProvider {
    let name = "sso"
    private let context: CredentialContext

    init(_ context: CredentialContext) {
        self.context = context
    }

    func credentials() async throws(CredentialError) -> Credentials? {
        let shared = try context.load(for: name)
        guard let section = shared.profile(context.profile),
            let profile = try SSOProfile.read(section, shared, provider: name)
        else { return nil }
        let endpoint = ServiceEndpoint(context, shared: shared)
        let token = try await SSOToken(provider: name, context: context, profile: profile, endpoint: endpoint).current()
        var request = try ServiceJSON.request(
            "GET", "federation/credentials", endpoint, .sso, region: profile.region, provider: name)
        request.query = [
            (Array("role_name".utf8), Array(profile.role.utf8)),
            (Array("account_id".utf8), Array(profile.account.utf8)),
        ]
        request.headers.append(("x-amz-sso_bearer_token", token.value))
        let response = try await ServiceCall(provider: name, context: context).send(request, body: nil)
        guard response.isSuccess else {
            // The service does not know the token any more.
            let advice = response.status == 401 ? "; run 'aws sso login --profile \(context.profile)'" : ""
            throw CredentialError(
                provider: name,
                message: "\(request.endpoint.authority) does not give the role \(profile.role) in the account "
                    + "\(profile.account): \(ServiceJSON.reason(response))\(advice)"
            )
        }
        guard let found = JSONValue(response.body)?.object?["roleCredentials"]?.object,
            let id = found["accessKeyId"]?.text, let secret = found["secretAccessKey"]?.text,
            let session = found["sessionToken"]?.text, let milliseconds = found["expiration"]?.integer
        else {
            throw CredentialError(
                provider: name, message: "the answer of \(request.endpoint.authority) has no credentials in it"
            )
        }
        return Credentials(
            accessKeyID: id, secretAccessKey: Secret(secret), sessionToken: Secret(session),
            expiration: milliseconds / 1_000
        )
    }
}
