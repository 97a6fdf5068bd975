/// What `aws login` left in `~/.aws/login/cache`, renewed by the sign-in service for as long as the session lasts.
struct LoginCredentials: CredentialProvider {
    let name = "login"
    private let context: CredentialContext

    /// Seconds before their end from which the credentials are renewed; they last a quarter of an hour.
    private static let threshold: Int64 = 5 * 60

    init(_ context: CredentialContext) {
        self.context = context
    }

    func credentials() async throws(CredentialError) -> Credentials? {
        let shared = try context.load(for: name)
        guard let session = shared.profile(context.profile)?.text("login_session") else { return nil }
        let directory = context.environment["AWS_LOGIN_CACHE_DIRECTORY"].map { context.expand($0) }
        let cache = TokenCache(directory: directory ?? context.homeDirectory + "/.aws/login/cache")
        let key = TokenCache.sha256(session)
        guard let token = try cache.read(key, provider: name) else {
            throw failure("there is no session of that name in \(cache.path(key))")
        }
        let missing = ["accessToken", "refreshToken", "dpopKey", "clientId"].filter { token[$0] == nil }
        guard missing.isEmpty, let kept = Self.credentials(in: token) else {
            throw failure("\(cache.path(key)) lacks \(missing.first ?? "some part of its accessToken")")
        }
        if let end = kept.expiration, end - context.clock.now() > Self.threshold { return kept }
        let renewed = try await renew(token, ServiceEndpoint(context, shared: shared))
        try cache.write(renewed, key, provider: name)
        return Self.credentials(in: renewed)
    }

    private static func credentials(in token: [String: JSONValue]) -> Credentials? {
        guard let access = token["accessToken"]?.object, let id = access["accessKeyId"]?.text,
            let secret = access["secretAccessKey"]?.text, let session = access["sessionToken"]?.text,
            let end = access["expiresAt"]?.text.flatMap(ISO8601.secondsSince1970)
        else { return nil }
        return Credentials(
            accessKeyID: id, secretAccessKey: Secret(secret), sessionToken: Secret(session), expiration: end
        )
    }

    /// `CreateOAuth2Token`: one request, proven to come from the holder of the session's key.
    private func renew(
        _ token: [String: JSONValue], _ endpoint: ServiceEndpoint
    ) async throws(CredentialError) -> [String: JSONValue] {
        guard let client = token["clientId"]?.text, let refreshToken = token["refreshToken"]?.text,
            let key = token["dpopKey"]?.text.flatMap({ ProofKey(pem: $0) })
        else { throw failure("the session's key cannot be read") }
        let input: JSONValue = .object([
            "clientId": .string(client), "refreshToken": .string(refreshToken), "grantType": .string("refresh_token"),
        ])
        var request = try ServiceJSON.request(
            "POST", "v1/token", endpoint, .signin, region: context.region, provider: name)
        let resolved = request.endpoint
        let address = "\(resolved.scheme)://\(resolved.authority)\(resolved.path)"
        request.headers.append(("dpop", key.proof(method: "POST", address: address, time: context.clock.now())))
        let response = try await ServiceCall(provider: name, context: context).send(request, body: input.encoded)
        guard response.isSuccess else {
            throw failure("\(resolved.authority) does not renew the session: \(ServiceJSON.reason(response))")
        }
        guard let output = JSONValue(response.body)?.object, let access = output["accessToken"]?.object,
            let seconds = output["expiresIn"]?.lifetime, let next = output["refreshToken"],
            let id = access["accessKeyId"], let secret = access["secretAccessKey"], let session = access["sessionToken"]
        else { throw failure("the answer of \(resolved.authority) has no credentials in it") }
        var renewed = token
        renewed["refreshToken"] = next
        renewed["accessToken"] = .object([
            "accessKeyId": id, "secretAccessKey": secret, "sessionToken": session,
            "accountId": token["accessToken"]?.object?["accountId"] ?? .null,
            "expiresAt": .string(ISO8601.text(secondsSince1970: context.clock.now() + seconds)),
        ])
        return renewed
    }

    private func failure(_ reason: String) -> CredentialError {
        CredentialError(
            provider: name,
            message: "the login_session of the profile '\(context.profile)': \(reason); "
                + "run 'aws login --profile \(context.profile)'"
        )
    }
}
