import Synchronization

/// Signature Version 4A: ECDSA on P-256, good in every region of a set, as multi-region access points want it.
struct SignatureV4A: RequestSigner, URLSigner {
    private static let algorithm = "AWS4-ECDSA-P256-SHA256"
    private let regions: [String]?
    private let keys = AsymmetricKeyCache()

    /// - Parameter regions: the set; nil for the endpoint's own region or set.
    init(regions: [String]? = nil) { self.regions = regions }

    func sign(_ request: inout HTTPRequest, payload: PayloadHash, credentials: Credentials, time: Int64) {
        let moment = SigningTime(secondsSince1970: time)
        let payload = payload.text
        SigningFields.remove(from: &request)
        request.headers.append(("x-amz-content-sha256", payload))
        request.headers.append(("x-amz-date", moment.timestamp))
        request.headers.append(("x-amz-region-set", regionSet(of: request)))
        if let token = credentials.sessionToken { request.headers.append(("x-amz-security-token", token.value)) }
        let canonical = CanonicalRequest(request, payload: payload)
        let scope = Self.scope(of: request, at: moment)
        let signature = signature(of: canonical, scope: scope, credentials, at: moment)
        request.headers.append(
            (
                "authorization",
                "\(Self.algorithm) Credential=\(credentials.accessKeyID)/\(scope), "
                    + "SignedHeaders=\(String(decoding: canonical.signedHeaders, as: UTF8.self)), Signature=\(signature)"
            ))
    }

    func presign(_ request: inout HTTPRequest, credentials: Credentials, time: Int64, expiresIn seconds: Int) {
        let moment = SigningTime(secondsSince1970: time)
        SigningFields.preparePresigning(&request)
        let scope = Self.scope(of: request, at: moment)
        let names = String(decoding: CanonicalRequest.signedHeaders(of: request), as: UTF8.self)
        request.query.append("X-Amz-Algorithm", Self.algorithm)
        request.query.append("X-Amz-Credential", "\(credentials.accessKeyID)/\(scope)")
        request.query.append("X-Amz-Date", moment.timestamp)
        request.query.append("X-Amz-Expires", String(seconds))
        request.query.append("X-Amz-SignedHeaders", names)
        if let token = credentials.sessionToken { request.query.append("X-Amz-Security-Token", token.value) }
        request.query.append("X-Amz-Region-Set", regionSet(of: request))
        let canonical = CanonicalRequest(request, payload: PayloadHash.unsigned.text)
        let signature = signature(of: canonical, scope: scope, credentials, at: moment)
        request.query.append("X-Amz-Signature", signature)
    }

    /// What is signed of a request that is signed already, for who wants to verify it.
    static func stringToSign(_ request: HTTPRequest, payload: String, time: Int64) -> [UInt8] {
        let moment = SigningTime(secondsSince1970: time)
        return StringToSign.bytes(
            of: CanonicalRequest(request, payload: payload), algorithm: algorithm, at: moment,
            scope: scope(of: request, at: moment))
    }

    private func regionSet(of request: HTTPRequest) -> String {
        regions.map { $0.joined(separator: ",") } ?? request.endpoint.region
    }

    /// Without a region: the set is a field of its own.
    private static func scope(of request: HTTPRequest, at time: SigningTime) -> String {
        "\(time.date)/\(request.endpoint.service)/aws4_request"
    }

    private func signature(
        of canonical: CanonicalRequest, scope: String, _ credentials: Credentials, at time: SigningTime
    ) -> String {
        let text = StringToSign.bytes(of: canonical, algorithm: Self.algorithm, at: time, scope: scope)
        return hexadecimal(keys.key(for: credentials).sign(text))
    }
}

/// Keys derived from credentials; deriving one costs far more than a signature.
private final class AsymmetricKeyCache: Sendable {
    private struct Entry {
        var accessKeyID: String
        var secret: Secret
        var key: AsymmetricKey
    }

    /// Guards the keys; never more than `limit`, so that rotating credentials do not pile up.
    private let entries = Mutex<[Entry]>([])
    private let limit = 8

    func key(for credentials: Credentials) -> AsymmetricKey {
        let known = entries.withLock { entries in
            entries.first { $0.accessKeyID == credentials.accessKeyID && $0.secret == credentials.secretAccessKey }
        }
        if let known { return known.key }
        let key = AsymmetricKey(credentials)
        entries.withLock { entries in
            if entries.count >= limit { entries.removeFirst() }
            entries.append(
                Entry(accessKeyID: credentials.accessKeyID, secret: credentials.secretAccessKey, key: key))
        }
        return key
    }
}
