/// The two calls of AWS STS that turn one identity into the credentials of a role.
struct SecurityTokenService: Sendable {
    /// What is asked for.
    struct Role: Sendable, Hashable {
        var arn: String
        /// Nil for a name with the time in it.
        var sessionName: String?
        var externalID: String?
        var durationSeconds: Int?
    }

    /// The provider's name, for messages.
    let provider: String
    let context: CredentialContext
    let endpoint: ServiceEndpoint

    /// `AssumeRole`: one signed request.
    func assume(_ role: Role, as source: Credentials) async throws(CredentialError) -> Credentials {
        var fields = fields("AssumeRole", role)
        if let id = role.externalID { fields.append(("ExternalId", id)) }
        if let seconds = role.durationSeconds { fields.append(("DurationSeconds", String(seconds))) }
        return try await call(fields, role, signedBy: source)
    }

    /// `AssumeRoleWithWebIdentity`: one request that the token itself vouches for.
    func assume(_ role: Role, token: Secret) async throws(CredentialError) -> Credentials {
        let fields = fields("AssumeRoleWithWebIdentity", role) + [("WebIdentityToken", token.value)]
        return try await call(fields, role, signedBy: nil)
    }

    private func fields(_ action: String, _ role: Role) -> [(String, String)] {
        let name = role.sessionName.flatMap { $0.isEmpty ? nil : $0 } ?? "pail-session-\(context.clock.now())"
        return [("Action", action), ("Version", "2011-06-15"), ("RoleArn", role.arn), ("RoleSessionName", name)]
    }

    private func call(
        _ fields: [(String, String)], _ role: Role, signedBy signer: Credentials?
    ) async throws(CredentialError) -> Credentials {
        let resolved: ResolvedEndpoint
        do throws(ConfigurationError) {
            resolved = try endpoint.resolve(.sts, region: context.region)
        } catch {
            throw CredentialError(provider: provider, message: error.message)
        }
        var request = HTTPRequest(method: "POST", endpoint: resolved)
        request.headers = [("content-type", "application/x-www-form-urlencoded; charset=utf-8")]
        let encoding = PercentEncoding.query
        let body = fields.map { "\($0.0)=\(encoding.text($0.1.utf8))" }.joined(separator: "&")
        let response = try await ServiceCall(provider: provider, context: context).send(
            request, body: Array(body.utf8), signedBy: signer, isTransient: Self.isTransient
        )
        let answer = STSDocument.read(response.body)
        guard response.isSuccess else {
            let code = answer["Code"] ?? "status \(response.status)"
            throw CredentialError(
                provider: provider,
                message: "\(resolved.authority) does not give the role \(role.arn): \(code)"
                    + (answer["Message"].map { ": \($0.prefix(500))" } ?? "")
            )
        }
        guard let id = answer["AccessKeyId"], !id.isEmpty, let secret = answer["SecretAccessKey"], !secret.isEmpty,
            let token = answer["SessionToken"], let end = answer["Expiration"].flatMap(ISO8601.secondsSince1970)
        else {
            // The answer itself is never part of a message: it may have a secret in it.
            throw CredentialError(
                provider: provider, message: "the answer of \(resolved.authority) has no credentials in it"
            )
        }
        return Credentials(
            accessKeyID: id, secretAccessKey: Secret(secret), sessionToken: Secret(token), expiration: end
        )
    }

    private static func isTransient(_ response: HTTPResponse) -> Bool {
        guard !response.isSuccess, let code = STSDocument.read(response.body)["Code"] else { return false }
        // The second: STS did not reach the identity provider.
        return ["Throttling", "IDPCommunicationError", "IDPCommunicationErrorException"].contains(code)
    }
}

/// The elements of an answer of STS, by name: those that matter stand in it once.
private final class STSDocument: XMLElements {
    private var values: [String: String] = [:]

    func begin(_ name: String, depth: Int) {}

    func end(_ name: String, depth: Int, text: [UInt8]) {
        if values[name] == nil { values[name] = String(decoding: text, as: UTF8.self).trimmed }
    }

    /// What can be read; an answer that is no XML has nothing in it.
    static func read(_ bytes: [UInt8]) -> [String: String] {
        let document = STSDocument()
        do throws(XMLError) {
            try XMLScanner.scan(bytes, into: document)
        } catch {
            return [:]
        }
        return document.values
    }
}
