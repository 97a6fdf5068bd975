/// The role of an EC2 instance, from the instance metadata service (IMDSv2).
///
/// The first version of the protocol, which any confused program on the instance can be made to speak, is left out unless
/// `AWS_EC2_METADATA_V1_DISABLED=false` asks for it.
struct InstanceMetadataCredentials: CredentialProvider {
    let name = "iam-role"
    private let context: CredentialContext

    private static let rolePath = "latest/meta-data/iam/security-credentials/"

    init(_ context: CredentialContext) {
        self.context = context
    }

    func credentials() async throws(CredentialError) -> Credentials? {
        if context.environment["AWS_EC2_METADATA_DISABLED"]?.lowercased() == "true" { return nil }
        let shared = try context.load(for: name)
        let settings: InstanceMetadataSettings
        do throws(ConfigurationError) {
            settings = try InstanceMetadataSettings(context, profile: shared.profile(context.profile))
        } catch {
            throw CredentialError(provider: name, message: error.message)
        }
        let token: Secret?
        switch await self.token(settings) {
        case .token(let text): token = text
        case .none: return nil
        case .refused(let status):
            guard settings.allowsVersion1 else {
                // Nobody there, or somebody who does not speak the second version.
                guard let status else { return nil }
                throw CredentialError(
                    provider: name,
                    message:
                        "the instance metadata service answers a request for a session token with status \(status); "
                        + "set AWS_EC2_METADATA_V1_DISABLED=false to use the first version of its protocol, "
                        + "or AWS_EC2_METADATA_DISABLED=true to not ask it"
                )
            }
            token = nil
        }
        guard let role = await text(Self.rolePath, token, settings, isUsable: { !$0.isEmpty }),
            let document = await text(
                Self.rolePath + role.trimmed, token, settings, isUsable: { JSONValue($0) != nil }),
            case .object(let object)? = JSONValue(Array(document.utf8)), let id = object["AccessKeyId"]?.text,
            let secret = object["SecretAccessKey"]?.text, let session = object["Token"]?.text,
            let end = object["Expiration"]?.text
        else { return nil }
        guard let expiration = ISO8601.secondsSince1970(end) else {
            throw CredentialError(
                provider: name, message: "the Expiration '\(end.prefix(100))' of the role is not a time")
        }
        return Credentials(
            accessKeyID: id, secretAccessKey: Secret(secret), sessionToken: Secret(session),
            expiration: extended(expiration)
        )
    }

    /// The end of the credentials, put off when it is near: a service in trouble hands out old ones, which still work,
    /// and is asked again some minutes later instead of by every request.
    private func extended(_ expiration: Int64) -> Int64 {
        let window = CredentialSource.advisory + 120 + Int64(context.clock.jitter() * 480)
        let now = context.clock.now()
        return now >= expiration - window ? now + window : expiration
    }

    private enum TokenAnswer {
        case token(Secret)
        /// With the status; nil when there was no answer.
        case refused(Int?)
        /// The service said that the request makes no sense.
        case none
    }

    private func token(_ settings: InstanceMetadataSettings) async -> TokenAnswer {
        for _ in 0..<settings.attempts {
            var request = HTTPRequest(method: "PUT", endpoint: settings.endpoint("latest/api/token"))
            request.headers = [("x-aws-ec2-metadata-token-ttl-seconds", "21600")]
            do throws(TransportError) {
                let response = try await context.http.send(request, body: [], patience: settings.patience)
                switch response.status {
                case 200: return .token(Secret(String(decoding: response.body, as: UTF8.self)))
                case 403, 404, 405: return .refused(response.status)
                case 400: return .none
                default: continue
                }
            } catch {
                // Silence after a connection: a proxy that does not let the answer through, says AWS.
                if error.code == .stalled { return .refused(nil) }
            }
        }
        return .refused(nil)
    }

    /// The answer to one request; nil when no attempt gave a usable one.
    private func text(
        _ path: String, _ token: Secret?, _ settings: InstanceMetadataSettings, isUsable: ([UInt8]) -> Bool
    ) async -> String? {
        var request = HTTPRequest(method: "GET", endpoint: settings.endpoint(path))
        if let token { request.headers.append(("x-aws-ec2-metadata-token", token.value)) }
        for _ in 0..<settings.attempts {
            do throws(TransportError) {
                let response = try await context.http.send(request, body: nil, patience: settings.patience)
                if response.status == 200, !response.body.isEmpty, isUsable(response.body) {
                    return String(decoding: response.body, as: UTF8.self)
                }
            } catch {
                continue
            }
        }
        return nil
    }
}
