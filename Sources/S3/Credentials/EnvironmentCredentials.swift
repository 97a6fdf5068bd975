/// `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN` and `AWS_CREDENTIAL_EXPIRATION`.
struct EnvironmentCredentials: CredentialProvider {
    let name = "env"
    private let environment: [String: String]

    init(_ environment: [String: String]) {
        self.environment = environment
    }

    func credentials() async throws(CredentialError) -> Credentials? {
        guard let accessKeyID = environment.text("AWS_ACCESS_KEY_ID") else { return nil }
        guard let secret = environment.text("AWS_SECRET_ACCESS_KEY") else {
            throw CredentialError(
                provider: name,
                message: "AWS_ACCESS_KEY_ID is set and AWS_SECRET_ACCESS_KEY is not; set both, or neither"
            )
        }
        let token = environment.text("AWS_SECURITY_TOKEN") ?? environment.text("AWS_SESSION_TOKEN")
        var credentials = Credentials(
            accessKeyID: accessKeyID, secretAccessKey: Secret(secret), sessionToken: token.map { Secret($0) }
        )
        if let end = environment.text("AWS_CREDENTIAL_EXPIRATION") {
            guard let time = ISO8601.secondsSince1970(end) else {
                throw CredentialError(
                    provider: name,
                    message: "AWS_CREDENTIAL_EXPIRATION is '\(end)', which is no time such as 2030-01-02T03:04:05Z"
                )
            }
            credentials.expiration = time
        }
        return credentials
    }
}

extension EnvironmentCredentials: CustomReflectable {
    /// Without the environment, which has secrets in it.
    var customMirror: Mirror { Mirror(self, children: ["name": name]) }
}
