/// `[Credentials]` of boto 2's configuration: the file that `BOTO_CONFIG` names, `/etc/boto.cfg`, `~/.boto`.
struct BotoFileCredentials: CredentialProvider {
    let name = "boto-config"
    private let context: CredentialContext

    init(_ context: CredentialContext) {
        self.context = context
    }

    func credentials() async throws(CredentialError) -> Credentials? {
        let places = context.environment.text("BOTO_CONFIG").map { [$0] } ?? ["/etc/boto.cfg", "~/.boto"]
        for place in places {
            let path = context.expand(place)
            do throws(ConfigurationError) {
                guard let bytes = try SmallFile.read(path),
                    let section = try INIFile(bytes, path: path)["Credentials"]
                else { continue }
                if let found = try keys(section, path) { return found }
            } catch {
                throw CredentialError(provider: name, message: error.message)
            }
        }
        return nil
    }

    private func keys(_ section: INIFile.Section, _ path: String) throws(ConfigurationError) -> Credentials? {
        guard let id = section.text("aws_access_key_id") else { return nil }
        guard let secret = section.text("aws_secret_access_key") else {
            throw ConfigurationError("[Credentials] of \(path) has no aws_secret_access_key; write both keys")
        }
        return Credentials(accessKeyID: id, secretAccessKey: Secret(secret))
    }
}
