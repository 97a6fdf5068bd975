/// One call of a service that gives credentials, repeated as botocore repeats it.
struct ServiceCall: Sendable {
    /// The most attempts of one call (botocore's `legacy` mode, which its own nested clients have).
    static let attempts = 5

    /// The provider's name, for messages.
    let provider: String
    let context: CredentialContext

    /// Sends until there is an answer that another attempt would not change.
    ///
    /// - Parameters:
    ///   - signer: nil to not sign.
    ///   - isTransient: error codes of the service that another attempt may change.
    /// - Throws: `CredentialError` when no attempt got an answer.
    func send(
        _ request: HTTPRequest, body: [UInt8]?, signedBy signer: Credentials? = nil,
        isTransient: (HTTPResponse) -> Bool = { _ in false }
    ) async throws(CredentialError) -> HTTPResponse {
        for attempt in 1... {
            var outcome: Result<HTTPResponse, TransportError>
            var request = request
            if let signer {
                SignatureV4(service: request.endpoint.service).sign(
                    &request, payload: .sha256(SHA256Digest.hexadecimal(of: body ?? [])), credentials: signer,
                    time: context.clock.now()
                )
            }
            do throws(TransportError) {
                outcome = .success(try await context.http.send(request, body: body, patience: .service))
            } catch {
                outcome = .failure(error)
            }
            let isLast = attempt >= Self.attempts || Task.isCancelled
            switch outcome {
            case .success(let response):
                let isBusy = [429, 500, 502, 503, 504].contains(response.status)
                guard !isLast, isBusy || isTransient(response) else { return response }
            case .failure(let error):
                let isFinal = [.cancelled, .certificate, .unsendable].contains(error.code)
                guard !isLast, !isFinal else {
                    throw CredentialError(
                        provider: provider, message: "\(request.endpoint.authority) gave no answer: \(error.message)"
                    )
                }
            }
            await context.clock.sleep(seconds: context.clock.jitter() * Double(1 << (attempt - 1)))
        }
        preconditionFailure("unreachable: the loop ends by its last attempt")
    }
}
