import Synchronization

/// Signature Version 2, in header fields or in the query, as third parties with `signature_version="s3"` want it.
struct SignatureV2: RequestSigner, URLSigner {
    /// The one key that was used last.
    private let keys = LastKey()

    func sign(_ request: inout HTTPRequest, payload: PayloadHash, credentials: Credentials, time: Int64) {
        Self.prepare(&request, credentials)
        let date = SigningTime(secondsSince1970: time).httpDate
        request.headers.append(("date", date))
        let signature = signature(of: request, date: date, credentials)
        request.headers.append(("authorization", "AWS \(credentials.accessKeyID):\(signature)"))
    }

    /// Moves the fields that belong to the signature into the query, so that nobody has to send them as fields.
    func presign(_ request: inout HTTPRequest, credentials: Credentials, time: Int64, expiresIn seconds: Int) {
        Self.prepare(&request, credentials)
        let expires = String(time + Int64(seconds))
        let signature = signature(of: request, date: expires, credentials)
        request.query.append("AWSAccessKeyId", credentials.accessKeyID)
        request.query.append("Signature", signature)
        var seen: Set<String> = []
        for (name, value) in request.headers where Self.isInQuery(name) && seen.insert(name).inserted {
            request.query.append(name, value)
        }
        request.query.append("Expires", expires)
        request.headers.removeAll { Self.isInQuery($0.name) }
    }

    /// The fields of a form that a policy is signed in, without the policy.
    func policyFields(credentials: Credentials) -> [PostField] {
        [PostField("AWSAccessKeyId", credentials.accessKeyID)]
            + (credentials.sessionToken.map { [PostField("x-amz-security-token", $0.value)] } ?? [])
    }

    /// The signature of a policy in base64.
    func signature(ofPolicy policy: String, credentials: Credentials) -> PostField {
        PostField("signature", base64(keys.key(credentials.secretAccessKey).sign(Array(policy.utf8))))
    }

    private static func prepare(_ request: inout HTTPRequest, _ credentials: Credentials) {
        SigningFields.remove(from: &request)
        request.headers.removeAll { $0.name == "date" }
        if let token = credentials.sessionToken { request.headers.append(("x-amz-security-token", token.value)) }
        // A bucket is signed as `/bucket/`, so it is sent as that, too: some servers sign what they see.
        let endpoint = request.endpoint
        if !endpoint.path.hasSuffix("/"), endpoint.canonicalResource.hasSuffix("/"),
            (endpoint.path + "/").hasSuffix(endpoint.canonicalResource)
        {
            request.endpoint.path += "/"
        }
    }

    private static func isInQuery(_ name: String) -> Bool {
        name.hasPrefix("x-amz-") || name == "content-md5" || name == "content-type"
    }

    private func signature(of request: HTTPRequest, date: String, _ credentials: Credentials) -> String {
        base64(keys.key(credentials.secretAccessKey).sign(Self.stringToSign(request, date: date)))
    }

    /// What is signed: method, three fields, all of Amazon's own, and the resource.
    static func stringToSign(_ request: HTTPRequest, date: String) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(512)
        text += request.method.utf8
        text.append(UInt8(ascii: "\n"))
        for name in ["content-md5", "content-type"] {
            if let field = request.headers.first(where: { $0.name == name }) { append(trimmed: field.value, to: &text) }
            text.append(UInt8(ascii: "\n"))
        }
        text += date.utf8
        text.append(UInt8(ascii: "\n"))
        append(amazonFields: request.headers, to: &text)
        text += request.endpoint.canonicalResource.utf8
        append(subresources: request.query, to: &text)
        return text
    }

    private static func append(amazonFields headers: [(name: String, value: String)], to text: inout [UInt8]) {
        let fields = headers.enumerated().filter { $0.element.name.hasPrefix("x-amz-") }
            .sorted { ($0.element.name, $0.offset) < ($1.element.name, $1.offset) }.map(\.element)
        for (index, field) in fields.enumerated() {
            if index > 0, fields[index - 1].name == field.name {
                // The next value of a field that stands more than once takes the place of the line's end.
                text[text.count - 1] = UInt8(ascii: ",")
            } else {
                text += field.name.utf8
                text.append(UInt8(ascii: ":"))
            }
            append(trimmed: field.value, to: &text)
            text.append(UInt8(ascii: "\n"))
        }
    }

    /// The items of the query that are signed, sorted by name, their values not encoded.
    private static func append(subresources query: [(name: [UInt8], value: [UInt8]?)], to text: inout [UInt8]) {
        let items = query.enumerated()
            .map { (name: String(decoding: $0.element.name, as: UTF8.self), value: $0.element.value, index: $0.offset) }
            .filter { signedItems.contains($0.name) }
            .sorted { ($0.name, $0.index) < ($1.name, $1.index) }
        for (index, item) in items.enumerated() {
            text.append(index == 0 ? UInt8(ascii: "?") : UInt8(ascii: "&"))
            text += item.name.utf8
            if let value = item.value {
                text.append(UInt8(ascii: "="))
                text += value
            }
        }
    }

    private static func append(trimmed value: String, to text: inout [UInt8]) {
        func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }
        let rest = value.utf8.drop { isSpace($0) }
        let end = rest.lastIndex { !isSpace($0) }.map { rest.index(after: $0) } ?? rest.startIndex
        text += rest[..<end]
    }

    /// The sub-resources and overrides that take part, as botocore has them.
    private static let signedItems: Set<String> = [
        "accelerate", "acl", "analytics", "cors", "defaultObjectAcl", "delete", "inventory", "lifecycle", "location",
        "logging", "metrics", "notification", "object-lock", "partNumber", "policy", "replication", "requestPayment",
        "response-cache-control", "response-content-disposition", "response-content-encoding",
        "response-content-language", "response-content-type", "response-expires", "restore", "select", "select-type",
        "storageClass", "tagging", "torrent", "uploadId", "uploads", "versionId", "versioning", "versions", "website",
    ]
}

/// The key of the secret that signed last: a client has one at a time.
private final class LastKey: Sendable {
    /// Guards the one pair.
    private let last = Mutex<(secret: Secret, key: HMACKey)?>(nil)

    func key(_ secret: Secret) -> HMACKey {
        if let known = last.withLock({ $0 }), known.secret == secret { return known.key }
        let key = HMACKey(Array(secret.value.utf8), .sha1)
        last.withLock { $0 = (secret, key) }
        return key
    }
}
