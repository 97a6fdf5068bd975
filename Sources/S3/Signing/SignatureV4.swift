/// Signature Version 4 in header fields.
struct SignatureV4: RequestSigner {
    private let service: String
    private let keys = SigningKeyCache()

    /// - Parameter service: the service's signing name.
    init(service: String = "s3") {
        self.service = service
    }

    func sign(_ request: inout HTTPRequest, payload: PayloadHash, credentials: Credentials, time: Int64) {
        let moment = SigningTime(secondsSince1970: time)
        let payload =
            switch payload {
            case .unsigned: "UNSIGNED-PAYLOAD"
            case .sha256(let digest): digest
            }
        // A second attempt begins with the first one's fields.
        request.headers.removeAll { Self.own.contains($0.name) }
        request.headers.append(("x-amz-content-sha256", payload))
        request.headers.append(("x-amz-date", moment.timestamp))
        if let token = credentials.sessionToken {
            request.headers.append(("x-amz-security-token", token.value))
        }

        let region = request.endpoint.region
        let canonical = CanonicalRequest(request, payload: payload)
        let scope = "\(moment.date)/\(region)/\(service)/aws4_request"
        let text = """
            AWS4-HMAC-SHA256
            \(moment.timestamp)
            \(scope)
            \(SHA256Digest.hexadecimal(of: canonical.bytes))
            """
        let key = keys.key(
            secret: credentials.secretAccessKey, date: moment.date, region: region, service: service
        )
        let signature = hexadecimal(hmacSHA256(key: key, Array(text.utf8)))
        request.headers.append(
            (
                "authorization",
                "AWS4-HMAC-SHA256 Credential=\(credentials.accessKeyID)/\(scope), "
                    + "SignedHeaders=\(canonical.signedHeaders), Signature=\(signature)"
            )
        )
    }

    /// The fields that signing itself puts in.
    private static let own: Set<String> = [
        "authorization", "x-amz-content-sha256", "x-amz-date", "x-amz-security-token",
    ]
}
