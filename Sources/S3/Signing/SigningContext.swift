/// What signing needs where no request is sent.
struct SigningContext: Sendable {
    /// Where the request would go.
    var endpoint: ResolvedEndpoint
    /// Nil to not sign.
    var credentials: Credentials?
    /// Seconds since 1970 by the server's clock.
    var time: Int64
    /// How the request is signed.
    var scheme: EndpointSigner.Scheme
}

extension RequestPipeline {
    /// Where a call would go, by whom, and when: for a signature that is handed out instead of sent.
    ///
    /// For a directory bucket by its session, as in botocore, so one CreateSession where there is none.
    ///
    /// - Throws: `S3Error` when the call cannot be sent, or there are no credentials.
    func signingContext(for call: OperationCall) async throws(S3Error) -> SigningContext {
        func invalid(_ message: String) -> S3Error {
            S3Error(.invalidInput, code: "InvalidInput", message: message, operation: call.operation)
        }
        if let flaw = call.flaw { throw invalid(flaw) }
        let deadline = deadline()
        let plain = try await plainCredentials(of: call.operation, until: deadline)
        let situation = learned.situation(of: call.bucket)
        let endpoint: ResolvedEndpoint
        do throws(EndpointError) {
            let place = EndpointRequest(
                bucket: call.bucket, key: call.key?.bytes, traits: call.endpoint, isPresigned: true)
            endpoint = try resolver.resolve(place, region: situation.region ?? configuration.region)
        } catch {
            throw invalid(error.message)
        }
        let isSession = plain != nil && endpoint.signatureScheme == .express
        let signing = isSession ? try await session(call, plain, until: deadline) : plain
        return SigningContext(
            endpoint: endpoint, credentials: signing, time: clock.now() + situation.clockSkew,
            scheme: EndpointSigner.scheme(for: endpoint, version: configuration.signatureVersion))
    }
}
