/// Signs each request as the configuration says and its endpoint wants.
///
/// Signature Version 4 unless told otherwise; a directory bucket's session and a multi-region access point's 4A go
/// before a configured version, since nothing else is understood there.
struct EndpointSigner: RequestSigner, URLSigner {
    private let version: ClientConfiguration.SignatureVersion?
    private let v4 = SignatureV4()
    private let express = SignatureV4(token: .session)
    private let v4a: SignatureV4A
    private let v2 = SignatureV2()

    init(configuration: ClientConfiguration) {
        version = configuration.signatureVersion
        v4a = SignatureV4A(regions: configuration.sigV4aSigningRegionSet)
    }

    func sign(_ request: inout HTTPRequest, payload: PayloadHash, credentials: Credentials, time: Int64) {
        signer(for: request.endpoint).sign(&request, payload: payload, credentials: credentials, time: time)
    }

    func presign(_ request: inout HTTPRequest, credentials: Credentials, time: Int64, expiresIn seconds: Int) {
        signer(for: request.endpoint).presign(
            &request, credentials: credentials, time: time, expiresIn: seconds)
    }

    private func signer(for endpoint: ResolvedEndpoint) -> any RequestSigner & URLSigner {
        switch Self.scheme(for: endpoint, version: version) {
        case .v4: v4
        case .v4a: v4a
        case .express: express
        case .v2: v2
        }
    }

    /// How a request is signed.
    enum Scheme: Sendable {
        case v4
        case v4a
        case express
        case v2
    }

    /// How a request to `endpoint` is signed under a configured version.
    static func scheme(for endpoint: ResolvedEndpoint, version: ClientConfiguration.SignatureVersion?) -> Scheme {
        switch (endpoint.signatureScheme, version) {
        case (.express, _): .express
        case (.v4a, _), (.v4, .v4a): .v4a
        case (.v4, .v2): .v2
        case (.v4, .v4), (.v4, nil): .v4
        }
    }
}
