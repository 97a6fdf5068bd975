import COpenSSL

/// The private key of a sign-in session, which proves that a request comes from who opened it (RFC 9449, ES256).
struct ProofKey: Sendable {
    let key: AsymmetricKey

    /// A key of the curve P-256 in PEM; nil for anything else.
    init?(pem: String) {
        let text = pem.split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("-----") }.joined().trimmed
        guard let bytes = Self.decoded(base64: text), let key = AsymmetricKey(der: bytes) else { return nil }
        self.key = key
    }

    /// A proof for one request.
    ///
    /// - Parameters:
    ///   - address: the request's URL without its query.
    ///   - time: seconds since 1970.
    ///   - identifier: what makes the proof one of its kind; nil for chance.
    func proof(method: String, address: String, time: Int64, identifier: String? = nil) -> String {
        let point = key.publicPoint
        let header: JSONValue = .object([
            "typ": .string("dpop+jwt"), "alg": .string("ES256"),
            "jwk": .object([
                "kty": .string("EC"), "crv": .string("P-256"), "x": .string(Self.base64URL(point.x)),
                "y": .string(Self.base64URL(point.y)),
            ]),
        ])
        let payload: JSONValue = .object([
            "htm": .string(method), "htu": .string(address), "iat": .number(Double(time)),
            "jti": .string(identifier ?? IdempotencyToken.make()),
        ])
        let input = "\(Self.base64URL(header.encoded)).\(Self.base64URL(payload.encoded))"
        return "\(input).\(Self.base64URL(signature(Array(input.utf8))))"
    }

    /// The two numbers of the signature in 32 bytes each.
    private func signature(_ message: [UInt8]) -> [UInt8] {
        let encoded = key.sign(message)
        // What OpenSSL itself has written needs no check.
        // SEQUENCE { INTEGER r, INTEGER s }, each below 33 bytes, so that every length is one byte.
        var rest = encoded.dropFirst(2)
        var numbers: [UInt8] = []
        for _ in 0..<2 {
            let count = Int(rest[rest.startIndex + 1])
            let digits = rest.dropFirst(2).prefix(count).drop { $0 == 0 }
            numbers += [UInt8](repeating: 0, count: 32 - digits.count) + digits
            rest = rest.dropFirst(2 + count)
        }
        return numbers
    }

    /// Base64 for URLs, without padding.
    static func base64URL(_ bytes: [UInt8]) -> String {
        String(base64(bytes).compactMap { $0 == "=" ? nil : $0 == "+" ? "-" : $0 == "/" ? "_" : $0 })
    }

    /// EVP_DecodeBlock(3): The bytes of a base64 text; nil when it is none.
    private static func decoded(base64 text: String) -> [UInt8]? {
        let padding = text.utf8.reversed().prefix { $0 == UInt8(ascii: "=") }.count
        guard !text.isEmpty, text.utf8.count % 4 == 0, padding <= 2 else { return nil }
        var bytes = [UInt8](repeating: 0, count: text.utf8.count / 4 * 3)
        guard EVP_DecodeBlock(&bytes, Array(text.utf8), CInt(text.utf8.count)) == bytes.count else { return nil }
        return Array(bytes.dropLast(padding))
    }
}
