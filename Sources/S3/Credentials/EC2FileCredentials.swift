/// The file that `AWS_CREDENTIAL_FILE` names: `AWSAccessKeyId=` and `AWSSecretKey=`, of the oldest EC2 tools.
struct EC2FileCredentials: CredentialProvider {
    let name = "ec2-credentials-file"
    private let context: CredentialContext

    init(_ context: CredentialContext) {
        self.context = context
    }

    func credentials() async throws(CredentialError) -> Credentials? {
        guard let path = context.environment.text("AWS_CREDENTIAL_FILE") else { return nil }
        let text = try SecretFile.read(
            PathExpansion.expand(path, environment: [:], homeDirectory: context.homeDirectory), provider: name
        ).value
        var values: [String: String] = [:]
        for line in text.split(whereSeparator: \.isNewline) {
            guard let equals = line.firstIndex(of: "=") else { continue }
            values[String(line[..<equals]).trimmed] = String(line[line.index(after: equals)...]).trimmed
        }
        guard let id = values["AWSAccessKeyId"] else { return nil }
        guard let secret = values["AWSSecretKey"] else {
            throw CredentialError(provider: name, message: "\(path) has AWSAccessKeyId and no AWSSecretKey")
        }
        return Credentials(accessKeyID: id, secretAccessKey: Secret(secret))
    }
}
