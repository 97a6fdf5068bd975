/// The keys of a profile that uses IAM Identity Center, joined with those of its `sso_session`.
struct SSOProfile: Sendable, Hashable {
    let startURL: String
    let region: String
    let role: String
    let account: String
    /// The name of the session; nil for a profile of the older kind, which has the keys itself.
    let session: String?

    /// The text whose hash names the file of the token.
    var cacheText: String { session ?? startURL }

    /// - Returns: nil when the profile has nothing to do with Identity Center.
    /// - Throws: `CredentialError` when keys are missing or contradict each other.
    static func read(
        _ profile: INIFile.Section, _ shared: SharedConfiguration, provider: String
    ) throws(CredentialError) -> SSOProfile? {
        func failure(_ reason: String) -> CredentialError {
            CredentialError(provider: provider, message: "the profile '\(profile.name)' \(reason)")
        }
        guard profile.text("sso_role_name") != nil || profile.text("sso_account_id") != nil else { return nil }
        let session = profile.text("sso_session")
        var values = profile.values
        if let session {
            guard let section = shared.ssoSessions[session] else {
                throw failure("has sso_session = \(session), and there is no [sso-session \(session)]")
            }
            for (key, value) in section.values {
                if let own = values[key], own != value {
                    throw failure("and [sso-session \(session)] have different values for \(key)")
                }
                values[key] = value
            }
            let missing = ["sso_start_url", "sso_region"].filter { section.text($0) == nil }
            guard missing.isEmpty else {
                throw failure("has sso_session = \(session), which lacks \(missing.joined(separator: ", "))")
            }
        }
        let joined = INIFile.Section(name: profile.name, values: values)
        let required = ["sso_role_name", "sso_account_id", "sso_start_url", "sso_region"]
        let found = required.compactMap { joined.text($0) }
        guard found.count == required.count else {
            let missing = required.filter { joined.text($0) == nil }
            throw failure("uses IAM Identity Center and lacks \(missing.joined(separator: ", "))")
        }
        return SSOProfile(startURL: found[2], region: found[3], role: found[0], account: found[1], session: session)
    }
}
