/// The token that `aws sso login` left in `~/.aws/sso/cache`, renewed while its registration lasts.
struct SSOToken: Sendable {
    /// Seconds before its end from which a token is renewed.
    static let window: Int64 = 15 * 60

    /// The provider's name, for messages.
    let provider: String
    let context: CredentialContext
    let profile: SSOProfile
    let endpoint: ServiceEndpoint

    private var cache: TokenCache { TokenCache(directory: context.homeDirectory + "/.aws/sso/cache") }

    /// A token that is good now; at most one request.
    func current() async throws(CredentialError) -> Secret {
        let key = TokenCache.sha1(profile.cacheText)
        guard let object = try cache.read(key, provider: provider) else {
            throw failure("there is no token in \(cache.path(key))")
        }
        guard let token = object["accessToken"]?.text, let end = object["expiresAt"]?.text,
            let expiration = ISO8601.secondsSince1970(end)
        else { throw failure("\(cache.path(key)) has no accessToken and expiresAt") }
        let remaining = expiration - context.clock.now()
        // A token of the older kind cannot be renewed.
        if profile.session != nil, remaining < Self.window {
            let renewed: [String: JSONValue]?
            do throws(CredentialError) {
                renewed = try await renew(object)
            } catch {
                // A token that is still good is better than none.
                guard remaining > 0 else { throw error }
                renewed = nil
            }
            if let renewed {
                try cache.write(renewed, key, provider: provider)
                return Secret(renewed["accessToken"]?.text ?? token)
            }
        }
        guard remaining > 0 else { throw failure("the token in \(cache.path(key)) has ended") }
        return Secret(token)
    }

    /// `CreateToken` of the OIDC service; nil when the token cannot be renewed, or the service does not.
    private func renew(_ object: [String: JSONValue]) async throws(CredentialError) -> [String: JSONValue]? {
        guard let refreshToken = object["refreshToken"]?.text, let client = object["clientId"]?.text,
            let clientSecret = object["clientSecret"]?.text,
            let registration = object["registrationExpiresAt"]?.text,
            let registrationEnd = ISO8601.secondsSince1970(registration), registrationEnd > context.clock.now()
        else { return nil }
        let input: JSONValue = .object([
            "grantType": .string("refresh_token"), "clientId": .string(client),
            "clientSecret": .string(clientSecret), "refreshToken": .string(refreshToken),
        ])
        let request = try ServiceJSON.request(
            "POST", "token", endpoint, .oidc, region: profile.region, provider: provider)
        let response = try await ServiceCall(provider: provider, context: context).send(request, body: input.encoded)
        guard response.isSuccess else { return nil }
        guard let output = JSONValue(response.body)?.object, let token = output["accessToken"]?.text,
            let seconds = output["expiresIn"]?.lifetime
        else { throw failure("the answer of \(request.endpoint.authority) has no token in it") }
        var renewed: [String: JSONValue] = [
            "startUrl": .string(profile.startURL), "region": .string(profile.region), "accessToken": .string(token),
            "expiresAt": .string(ISO8601.text(secondsSince1970: context.clock.now() + seconds)),
            "clientId": .string(client), "clientSecret": .string(clientSecret),
            "registrationExpiresAt": .string(registration),
        ]
        if let next = output["refreshToken"]?.text { renewed["refreshToken"] = .string(next) }
        return renewed
    }

    private func failure(_ reason: String) -> CredentialError {
        CredentialError(provider: provider, message: "\(reason); run 'aws sso login --profile \(context.profile)'")
    }
}
