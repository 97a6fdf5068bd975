import Synchronization

/// Derived signing keys, which are good for a whole day: deriving one costs as much as the rest of a signature.
final class SigningKeyCache: Sendable {
    private struct Scope: Hashable {
        var secret: Secret
        var date: String
        var region: String
        var service: String
    }

    /// Guards the keys; never more than `limit`, so that rotating credentials do not pile up.
    private let keys = Mutex<[Scope: [UInt8]]>([:])
    private let limit = 16

    /// `HMAC(HMAC(HMAC(HMAC("AWS4" + secret, date), region), service), "aws4_request")`.
    func key(secret: Secret, date: String, region: String, service: String) -> [UInt8] {
        let scope = Scope(secret: secret, date: date, region: region, service: service)
        if let key = keys.withLock({ $0[scope] }) { return key }
        var key = Array("AWS4".utf8) + Array(secret.value.utf8)
        for step in [date, region, service, "aws4_request"] {
            key = hmacSHA256(key: key, Array(step.utf8))
        }
        keys.withLock { keys in
            if keys.count >= limit { keys.removeAll() }
            keys[scope] = key
        }
        return key
    }
}
