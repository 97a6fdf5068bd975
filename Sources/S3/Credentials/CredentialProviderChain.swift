/// Providers asked in order; the first that has credentials gives them (botocore's `CredentialResolver`).
struct CredentialProviderChain: CredentialProvider {
    let name = "chain"
    private let providers: [any CredentialProvider]

    init(_ providers: [any CredentialProvider]) {
        self.providers = providers
    }

    /// One that is configured and broken ends the search: what a later one gave would not be what was asked for.
    func credentials() async throws(CredentialError) -> Credentials? {
        for provider in providers {
            if let credentials = try await provider.credentials() { return credentials }
        }
        return nil
    }
}
