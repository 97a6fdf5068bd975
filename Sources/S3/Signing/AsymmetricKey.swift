import COpenSSL
import Glibc

/// A P-256 key: derived from credentials, so that the service knows its public half (AWS, "SigV4A"), or read.
///
/// Where memory is wanted OpenSSL fails, and this process ends, as it does where Swift's own allocations fail.
///
/// `@unchecked`: OpenSSL only reads the key after `init`; the last owner frees it.
final class AsymmetricKey: @unchecked Sendable {
    private let key: OpaquePointer

    init(_ credentials: Credentials) {
        let scalar = Self.scalar(credentials)
        // An ECPrivateKey of RFC 5915 without its public half, which OpenSSL computes.
        let der =
            [0x30, 0x31, 0x02, 0x01, 0x01, 0x04, 0x20] + scalar
            + [0xa0, 0x0a, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07]
        let key = der.withUnsafeBufferPointer { der in
            var next = der.baseAddress
            return d2i_AutoPrivateKey(nil, &next, der.count)
        }
        // The number is one of the group's (`scalar`) and the form is fixed, so only want of memory can be the reason.
        guard let key else { fatalError("OpenSSL takes no P-256 key of \(der.count) bytes") }
        self.key = key
    }

    /// d2i_AutoPrivateKey(3): A private key in DER; nil when it is none of this curve, or its halves do not fit.
    init?(der: [UInt8]) {
        let found = der.withUnsafeBufferPointer { der in
            var next = der.baseAddress
            return d2i_AutoPrivateKey(nil, &next, der.count)
        }
        guard let found else { return nil }
        var name = [CChar](repeating: 0, count: 32)
        guard EVP_PKEY_get_group_name(found, &name, name.count, nil) == 1, strcmp(name, "prime256v1") == 0,
            Self.isUsable(found)
        else {
            EVP_PKEY_free(found)
            return nil
        }
        key = found
    }

    deinit { EVP_PKEY_free(key) }

    /// EVP_PKEY_pairwise_check(3): Whether a key that somebody else wrote can sign, and its public half be written out.
    ///
    /// The file may have that half compressed, which OpenSSL would go on with.
    private static func isUsable(_ key: OpaquePointer) -> Bool {
        guard EVP_PKEY_set_utf8_string_param(key, "point-format", "uncompressed") == 1,
            let context = EVP_PKEY_CTX_new(key, nil)
        else { return false }
        defer { EVP_PKEY_CTX_free(context) }
        return EVP_PKEY_pairwise_check(context) == 1
    }

    /// EVP_PKEY_get_octet_string_param(3): The public half's two numbers, 32 bytes each.
    var publicPoint: (x: [UInt8], y: [UInt8]) {
        var point = [UInt8](repeating: 0, count: 65)
        var length = 0
        // 4 marks a point that is written out, which `init` made sure of.
        guard EVP_PKEY_get_octet_string_param(key, "pub", &point, point.count, &length) == 1, length == 65,
            point[0] == 4
        else { fatalError("OpenSSL gives no public point of a P-256 key") }
        return (Array(point[1..<33]), Array(point[33...]))
    }

    /// EVP_DigestSign(3): The ECDSA signature of a message's SHA-256, in DER.
    func sign(_ message: [UInt8]) -> [UInt8] {
        guard let context = EVP_MD_CTX_new() else { fatalError("OpenSSL has no memory") }
        defer { EVP_MD_CTX_free(context) }
        var length = Int(EVP_PKEY_get_size(key))
        var signature = [UInt8](repeating: 0, count: length)
        // A key that `init` has let pass signs everything.
        guard EVP_DigestSignInit(context, nil, EVP_sha256(), nil, key) == 1,
            EVP_DigestSign(context, &signature, &length, message, message.count) == 1
        else { fatalError("EVP_DigestSign failed on \(message.count) bytes") }
        return Array(signature.prefix(length))
    }

    /// EVP_DigestVerify(3): Whether a signature is one of this key.
    func isSignature(_ signature: [UInt8], of message: [UInt8]) -> Bool {
        guard let context = EVP_MD_CTX_new() else { fatalError("OpenSSL has no memory") }
        defer { EVP_MD_CTX_free(context) }
        return EVP_DigestVerifyInit(context, nil, EVP_sha256(), nil, key) == 1
            && EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
    }

    /// The private number: the first of NIST SP 800-108's counter mode that is below the group's order less one, plus one.
    static func scalar(_ credentials: Credentials) -> [UInt8] {
        let hmac = HMACKey(Array("AWS4A".utf8) + Array(credentials.secretAccessKey.value.utf8), .sha256)
        for counter in UInt8(1)...254 {
            var message: [UInt8] = [0, 0, 0, 1]
            message += "AWS4-ECDSA-P256-SHA256".utf8
            message.append(0)
            message += credentials.accessKeyID.utf8
            message.append(counter)
            message += [0, 0, 1, 0]
            let candidate = hmac.sign(message)
            if !orderMinusTwo.lexicographicallyPrecedes(candidate) { return incremented(candidate) }
        }
        fatalError("no key derives from these credentials, which is as likely as 254 collisions of SHA-256")
    }

    /// The order of P-256's group, less two.
    private static let orderMinusTwo: [UInt8] = [
        0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
        0xbc, 0xe6, 0xfa, 0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x4f,
    ]

    private static func incremented(_ number: [UInt8]) -> [UInt8] {
        var number = number
        for index in number.indices.reversed() {
            number[index] &+= 1
            if number[index] != 0 { break }
        }
        return number
    }
}
