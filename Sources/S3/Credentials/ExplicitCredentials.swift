/// Credentials given by the caller.
public struct ExplicitCredentials: CredentialProvider {
    /// As botocore calls them.
    public let name = "explicit"
    private let given: Credentials

    /// - Throws: `ConfigurationError` when one half is missing.
    public init(accessKeyID: String?, secretAccessKey: Secret?, sessionToken: Secret? = nil) throws(ConfigurationError)
    {
        guard let accessKeyID, !accessKeyID.isEmpty, let secretAccessKey, !secretAccessKey.value.isEmpty else {
            throw ConfigurationError(
                "an access key id and a secret access key go together: give both, or neither"
            )
        }
        given = Credentials(accessKeyID: accessKeyID, secretAccessKey: secretAccessKey, sessionToken: sessionToken)
    }

    /// The credentials; makes no request.
    public func credentials() async throws(CredentialError) -> Credentials? { given }
}
