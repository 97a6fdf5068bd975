/// A form by which a browser may store one object (boto3's `generate_presigned_post`).
public struct PresignedPost: Sendable, Hashable {
    /// Where the form goes.
    public let url: String
    /// The form's fields in order; the file follows after them.
    public let fields: [PostField]

    /// The value of a field; nil when the form has none of the name.
    public subscript(_ name: String) -> String? { fields.first { $0.name == name }?.value }
}

/// A field of a form.
public struct PostField: Sendable, Hashable {
    /// The field's name.
    public var name: String
    /// The field's value.
    public var value: String

    /// Names a field's value.
    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// What a form must be like to be accepted.
public enum PostCondition: Sendable, Hashable {
    /// The field has exactly this value.
    case equals(_ name: String, _ value: String)
    /// The field begins with this value; an empty one allows any.
    case startsWith(_ name: String, _ prefix: String)
    /// The object's size in bytes lies in this range.
    case contentLength(ClosedRange<Int64>)

    /// The condition as boto3's users write it and Python's `json.dumps` lays it out.
    var json: String {
        switch self {
        case .equals(let name, let value): "{\(JSONText.quoted(name)): \(JSONText.quoted(value))}"
        case .startsWith(let name, let prefix):
            "[\"starts-with\", \(JSONText.quoted("$" + name)), \(JSONText.quoted(prefix))]"
        case .contentLength(let range): "[\"content-length-range\", \(range.lowerBound), \(range.upperBound)]"
        }
    }
}

extension S3Client {
    /// A form by which anybody can store one object, for a time (boto3's `generate_presigned_post`).
    ///
    /// Signed by the client's signature version. No request is made, except for credentials and for the session of a
    /// directory bucket that are due; a form is good no longer than what signs it.
    ///
    /// - Parameters:
    ///   - bucket: the bucket's name; its condition is added.
    ///   - key: the object's key; its condition is added. A key that ends with `${filename}` takes the name of the file
    ///     that is sent.
    ///   - fields: further fields of the form, such as `acl`; each needs a condition, too.
    ///   - conditions: what the form must be like.
    ///   - seconds: how long the form is good for.
    /// - Throws: `S3Error`: bucket or key cannot be sent, the key is no UTF-8, or there are no credentials.
    public func presignedPost(
        bucket: String, key: Key, fields: [PostField] = [], conditions: [PostCondition] = [],
        expiresIn seconds: Int = 3600
    ) async throws(S3Error) -> PresignedPost {
        let operation = "PutObject"
        guard let key = String(validating: key.bytes, as: UTF8.self), !key.isEmpty,
            (1...Self.longestPermission).contains(seconds)
        else {
            throw S3Error(
                .invalidInput, code: "InvalidInput",
                message: "a form wants a key of UTF-8 that is not empty, and a time from 1 second to a century",
                operation: operation)
        }
        let context = try await pipeline.signingContext(for: OperationCall(operation, "POST", bucket: bucket))
        let request = HTTPRequest(method: "POST", endpoint: context.endpoint)
        var fields = fields.filter { $0.name != "key" } + [PostField("key", key)]
        guard let credentials = context.credentials else { return PresignedPost(url: request.url, fields: fields) }

        var conditions = conditions + [.equals("bucket", bucket)]
        let placeholder = "${filename}"
        if key.hasSuffix(placeholder) {
            conditions.append(.startsWith("key", String(key.dropLast(placeholder.count))))
        } else {
            conditions.append(.equals("key", key))
        }
        let time = SigningTime(secondsSince1970: context.time)
        let end = SigningTime(secondsSince1970: context.time + Int64(seconds))
        switch context.scheme {
        case .v2:
            let signer = SignatureV2()
            let own = signer.policyFields(credentials: credentials)
            // The access key is not a field that a policy of Version 2 speaks of.
            conditions += own.dropFirst().map { .equals($0.name, $0.value) }
            let policy = Self.policy(conditions, until: end)
            fields += own + [PostField("policy", policy), signer.signature(ofPolicy: policy, credentials: credentials)]
        case .v4, .v4a, .express:
            let signer = SignatureV4(token: context.scheme == .express ? .session : .security)
            let own = signer.policyFields(for: request, credentials: credentials, time: time)
            conditions += own.map { .equals($0.name, $0.value) }
            let policy = Self.policy(conditions, until: end)
            fields += own
            fields.append(PostField("policy", policy))
            fields.append(signer.signature(ofPolicy: policy, for: request, credentials: credentials, time: time))
        }
        return PresignedPost(url: request.url, fields: fields)
    }

    private static func policy(_ conditions: [PostCondition], until end: SigningTime) -> String {
        let list = conditions.map(\.json).joined(separator: ", ")
        return base64(Array("{\"expiration\": \"\(end.extendedTimestamp)\", \"conditions\": [\(list)]}".utf8))
    }
}

/// Texts in JSON, as ASCII.
private enum JSONText {
    static func quoted(_ text: String) -> String {
        var result = "\""
        for unit in text.utf16 {
            switch unit {
            case 0x22: result += "\\\""
            case 0x5c: result += "\\\\"
            case 0x0a: result += "\\n"
            case 0x0d: result += "\\r"
            case 0x09: result += "\\t"
            case 0x08: result += "\\b"
            case 0x0c: result += "\\f"
            case 0x20...0x7e: result.unicodeScalars.append(Unicode.Scalar(UInt8(unit)))
            default:
                let digits = String(unit, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
            }
        }
        return result + "\""
    }
}
