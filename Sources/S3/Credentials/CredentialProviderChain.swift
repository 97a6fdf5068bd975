/// Providers asked in order; the first that has credentials gives them (botocore's `CredentialResolver`).
struct CredentialProviderChain: CredentialProvider {
    let name = "chain"
    private let providers: [any CredentialProvider]
    private let clock: any Timekeeper

    init(_ providers: [any CredentialProvider], clock: any Timekeeper = SystemTimekeeper()) {
        self.providers = providers
        self.clock = clock
    }

    func credentials() async throws(CredentialError) -> Credentials? { try await answer()?.credentials }

    /// The credentials, and the name of the provider that gave them.
    ///
    /// One that is configured and broken ends the search: what a later one gave would not be what was asked for.
    func answer() async throws(CredentialError) -> (provider: String, credentials: Credentials)? {
        for provider in providers {
            guard let credentials = try await provider.credentials() else { continue }
            if let end = credentials.expiration, end <= clock.now() {
                throw CredentialError(
                    provider: provider.name,
                    message: "the credentials that it gives ended at \(ISO8601.text(secondsSince1970: end))"
                )
            }
            return (provider.name, credentials)
        }
        return nil
    }
}
