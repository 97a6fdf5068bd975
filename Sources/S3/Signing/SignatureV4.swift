/// Signature Version 4, in header fields or in the query.
struct SignatureV4: RequestSigner, URLSigner {
    /// How temporary credentials show their token.
    enum TokenField: Sendable {
        /// `x-amz-security-token`, of STS and its like.
        case security
        /// `x-amz-s3session-token`, of a session with a directory bucket.
        case session

        fileprivate var headerName: String {
            switch self {
            case .security: "x-amz-security-token"
            case .session: "x-amz-s3session-token"
            }
        }

        /// botocore's spelling.
        fileprivate var queryName: String {
            switch self {
            case .security: "X-Amz-Security-Token"
            case .session: "X-Amz-S3session-Token"
            }
        }
    }

    private let service: String?
    private let token: TokenField
    private let keys = SigningKeyCache()

    /// - Parameters:
    ///   - service: the service's signing name; nil for the endpoint's own.
    ///   - token: how temporary credentials show their token.
    init(service: String? = nil, token: TokenField = .security) {
        self.service = service
        self.token = token
    }

    func sign(_ request: inout HTTPRequest, payload: PayloadHash, credentials: Credentials, time: Int64) {
        let moment = SigningTime(secondsSince1970: time)
        let payload = payload.text
        SigningFields.remove(from: &request)
        request.headers.append(("x-amz-content-sha256", payload))
        request.headers.append(("x-amz-date", moment.timestamp))
        if let value = credentials.sessionToken { request.headers.append((token.headerName, value.value)) }

        let key = key(for: request, credentials, at: moment)
        let canonical = CanonicalRequest(request, payload: payload)
        let signature = key.signature(of: canonical, at: moment)
        var text: [UInt8] = []
        text.reserveCapacity(256)
        text += "AWS4-HMAC-SHA256 Credential=".utf8
        text += key.credential.utf8
        text += ", SignedHeaders=".utf8
        text += canonical.signedHeaders
        text += ", Signature=".utf8
        text.append(hexadecimal: signature)
        request.headers.append(("authorization", String(decoding: text, as: UTF8.self)))
    }

    func presign(_ request: inout HTTPRequest, credentials: Credentials, time: Int64, expiresIn seconds: Int) {
        let moment = SigningTime(secondsSince1970: time)
        SigningFields.preparePresigning(&request)
        let key = key(for: request, credentials, at: moment)
        request.query.append("X-Amz-Algorithm", "AWS4-HMAC-SHA256")
        request.query.append("X-Amz-Credential", key.credential)
        request.query.append("X-Amz-Date", moment.timestamp)
        request.query.append("X-Amz-Expires", String(seconds))
        request.query.append(
            "X-Amz-SignedHeaders", String(decoding: CanonicalRequest.signedHeaders(of: request), as: UTF8.self))
        if let value = credentials.sessionToken { request.query.append(token.queryName, value.value) }
        let canonical = CanonicalRequest(request, payload: PayloadHash.unsigned.text)
        request.query.append("X-Amz-Signature", hexadecimal(key.signature(of: canonical, at: moment)))
    }

    /// The fields of a form that a policy is signed in, without the policy.
    func policyFields(for request: HTTPRequest, credentials: Credentials, time: SigningTime) -> [PostField] {
        var fields = [
            PostField("x-amz-algorithm", "AWS4-HMAC-SHA256"),
            PostField("x-amz-credential", key(for: request, credentials, at: time).credential),
            PostField("x-amz-date", time.timestamp),
        ]
        if let value = credentials.sessionToken {
            fields.append(PostField(token == .security ? token.headerName : token.queryName, value.value))
        }
        return fields
    }

    /// The signature of a policy in base64.
    func signature(
        ofPolicy policy: String, for request: HTTPRequest, credentials: Credentials, time: SigningTime
    ) -> PostField {
        PostField("x-amz-signature", hexadecimal(key(for: request, credentials, at: time).sign(Array(policy.utf8))))
    }

    private func key(for request: HTTPRequest, _ credentials: Credentials, at time: SigningTime) -> SigningKey {
        keys.key(
            for: credentials, at: time, region: request.endpoint.region, service: service ?? request.endpoint.service)
    }
}

extension PayloadHash {
    /// The value of `x-amz-content-sha256`.
    var text: String {
        switch self {
        case .unsigned: "UNSIGNED-PAYLOAD"
        case .unsignedTrailer: "STREAMING-UNSIGNED-PAYLOAD-TRAILER"
        case .sha256(let digest): digest
        }
    }
}

/// The fields that signing puts in.
enum SigningFields {
    /// Removes what the signature of an earlier attempt has left.
    static func remove(from request: inout HTTPRequest) {
        request.headers.removeAll { header in
            switch header.name {
            case "authorization", "x-amz-content-sha256", "x-amz-date", "x-amz-region-set", "x-amz-s3session-token",
                "x-amz-security-token":
                true
            default: false
            }
        }
    }
}

extension SigningFields {
    /// Makes a request ready to be signed in its query.
    static func preparePresigning(_ request: inout HTTPRequest) {
        remove(from: &request)
        // `?acl` is signed as `?acl=`, and a URL that is handed on should be what was signed.
        for index in request.query.indices where request.query[index].value == nil { request.query[index].value = [] }
    }
}

/// Signs a request by adding query items, so that its URL alone is a permission.
protocol URLSigner: Sendable {
    /// - Parameters:
    ///   - request: its fields become part of the signature, or items of the query.
    ///   - time: seconds since 1970, with the server's clock skew already applied.
    ///   - seconds: how long the URL is good for.
    func presign(_ request: inout HTTPRequest, credentials: Credentials, time: Int64, expiresIn seconds: Int)
}

extension [(name: [UInt8], value: [UInt8]?)] {
    /// Adds an item of text.
    mutating func append(_ name: String, _ value: String) {
        append((name: [UInt8](name.utf8), value: [UInt8](value.utf8)))
    }
}
