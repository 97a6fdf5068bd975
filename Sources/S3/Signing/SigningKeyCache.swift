import Synchronization

/// The key of one day, region and service, with what each of its signatures repeats.
final class SigningKey: Sendable {
    fileprivate let secret: Secret
    fileprivate let accessKeyID: String
    fileprivate let day: Int64
    fileprivate let region: String
    fileprivate let service: String
    private let key: HMACKey
    /// `20130524/us-east-1/s3/aws4_request`.
    let scope: String
    /// `AKIDEXAMPLE/20130524/us-east-1/s3/aws4_request`.
    let credential: String

    /// `HMAC(HMAC(HMAC(HMAC("AWS4" + secret, date), region), service), "aws4_request")`.
    init(_ credentials: Credentials, at time: SigningTime, region: String, service: String) {
        secret = credentials.secretAccessKey
        accessKeyID = credentials.accessKeyID
        day = time.day
        self.region = region
        self.service = service
        scope = "\(time.date)/\(region)/\(service)/aws4_request"
        credential = "\(credentials.accessKeyID)/\(scope)"
        var key = Array("AWS4".utf8) + Array(secret.value.utf8)
        for step in [time.date, region, service, "aws4_request"] {
            key = hmacSHA256(key: key, Array(step.utf8))
        }
        self.key = HMACKey(key, .sha256)
    }

    /// The signature of any text.
    func sign(_ text: [UInt8]) -> [UInt8] { key.sign(text) }

    /// The signature of a request.
    func signature(of canonical: CanonicalRequest, at time: SigningTime) -> [UInt8] {
        key.sign(StringToSign.bytes(of: canonical, algorithm: "AWS4-HMAC-SHA256", at: time, scope: scope))
    }
}

/// What is signed of a canonical request.
enum StringToSign {
    static func bytes(
        of canonical: CanonicalRequest, algorithm: String, at time: SigningTime, scope: String
    ) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(192)
        text += algorithm.utf8
        text.append(UInt8(ascii: "\n"))
        text += time.timestamp.utf8
        text.append(UInt8(ascii: "\n"))
        text += scope.utf8
        text.append(UInt8(ascii: "\n"))
        text.append(hexadecimal: SHA256Digest.hash(canonical.bytes))
        return text
    }
}

/// Derived signing keys, which are good for a whole day: deriving one costs more than a signature.
final class SigningKeyCache: Sendable {
    /// Guards the keys; never more than `limit`, so that rotating credentials do not pile up.
    private let keys = Mutex<[SigningKey]>([])
    private let limit = 16

    /// The key for a request; derived unless it is known.
    func key(for credentials: Credentials, at time: SigningTime, region: String, service: String) -> SigningKey {
        let known = keys.withLock { keys in
            keys.first { key in
                key.day == time.day && key.region == region && key.service == service
                    && key.accessKeyID == credentials.accessKeyID && key.secret == credentials.secretAccessKey
            }
        }
        if let known { return known }
        let key = SigningKey(credentials, at: time, region: region, service: service)
        keys.withLock { keys in
            if keys.count >= limit { keys.removeFirst() }
            keys.append(key)
        }
        return key
    }
}
