/// A file whose whole content is one secret.
enum SecretFile {
    /// - Throws: `CredentialError` when it is not there or is no text.
    static func read(_ path: String, provider: String) throws(CredentialError) -> Secret {
        let bytes: [UInt8]?
        do throws(ConfigurationError) {
            bytes = try SmallFile.read(path)
        } catch {
            throw CredentialError(provider: provider, message: error.message)
        }
        guard let bytes else { throw CredentialError(provider: provider, message: "there is no file \(path)") }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw CredentialError(provider: provider, message: "\(path) is not UTF-8 text")
        }
        return Secret(text)
    }
}
