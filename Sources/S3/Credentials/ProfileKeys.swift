/// The keys of a profile, which are the same in both files.
struct ProfileKeys {
    let section: INIFile.Section
    /// The file, for messages.
    let path: String
    /// The provider, for messages.
    let provider: String

    /// - Throws: `CredentialError` when the profile has one half of the keys.
    func credentials() throws(CredentialError) -> Credentials? {
        guard let accessKeyID = section.text("aws_access_key_id") else { return nil }
        guard let secret = section.text("aws_secret_access_key"), !secret.isEmpty, !accessKeyID.isEmpty else {
            let missing = accessKeyID.isEmpty ? "aws_access_key_id" : "aws_secret_access_key"
            throw CredentialError(
                provider: provider, message: "[\(section.name)] of \(path) has no value for \(missing); write both keys"
            )
        }
        let token = section.text("aws_security_token") ?? section.text("aws_session_token")
        return Credentials(
            accessKeyID: accessKeyID, secretAccessKey: Secret(secret), sessionToken: token.map { Secret($0) }
        )
    }
}

extension SharedConfiguration {
    /// The files as they are now.
    ///
    /// - Throws: `CredentialError` of a provider that reads them again.
    static func load(_ paths: Paths, for provider: String) throws(CredentialError) -> SharedConfiguration {
        do {
            return try SharedConfiguration(paths)
        } catch {
            throw CredentialError(provider: provider, message: error.message)
        }
    }
}
