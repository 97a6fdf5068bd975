import COpenSSL

/// The digests that S3 knows.
enum DigestAlgorithm: Sendable {
    case md5
    case sha1
    case sha256

    /// The digest's length in bytes.
    var length: Int {
        switch self {
        case .md5: 16
        case .sha1: 20
        case .sha256: 32
        }
    }

    /// Whether OpenSSL has it here: one that is held to FIPS 140 may have no MD5.
    ///
    /// Whoever wants an MD5 asks first.
    var isAvailable: Bool { fetched.pointer != nil }

    /// OpenSSL's implementation.
    ///
    /// Fetched once: what `EVP_sha256` gives is looked up anew by each use, which costs as much as hashing a header.
    fileprivate var implementation: OpaquePointer {
        // Guarded by `isAvailable`, which all ask who want an MD5; SHA-1 and SHA-256 are in every OpenSSL, those that are
        // held to FIPS 140 too, and without them nothing could be signed.
        guard let implementation = fetched.pointer else { fatalError("OpenSSL has no \(self)") }
        return implementation
    }

    private var fetched: Implementation {
        switch self {
        case .md5: Self.fetchedMD5
        case .sha1: Self.fetchedSHA1
        case .sha256: Self.fetchedSHA256
        }
    }

    /// Never freed and never changed: that is why threads may share the pointer (`@unchecked`).
    private struct Implementation: @unchecked Sendable {
        let pointer: OpaquePointer?

        /// EVP_MD_fetch(3): An implementation with these properties.
        init(_ name: String, _ properties: String? = nil) { pointer = EVP_MD_fetch(nil, name, properties) }
    }

    // Each when it is wanted, so that one that is missing does no harm to the others. An MD5 protects nothing here, so
    // one that is no FIPS 140 cryptography will do.
    private static let fetchedMD5 = Implementation("MD5", "-fips")
    private static let fetchedSHA1 = Implementation("SHA1")
    private static let fetchedSHA256 = Implementation("SHA256")
}

// OpenSSL's functions below fail only without memory, which Swift does not survive either, or when they are used in
// another order than here; that is why their failures are fatal.

/// A digest under way: fed in pieces, finished once.
///
/// `@unchecked`: the one owner of the value is the one owner of the context, and only he who may change the value feeds it.
struct MessageDigest: ~Copyable, @unchecked Sendable {
    private let context: OpaquePointer
    private let length: Int

    /// EVP_DigestInit_ex(3): A digest of no bytes yet.
    init(_ algorithm: DigestAlgorithm) {
        length = algorithm.length
        guard let context = EVP_MD_CTX_new(), EVP_DigestInit_ex(context, algorithm.implementation, nil) == 1 else {
            fatalError("OpenSSL cannot begin \(algorithm)")
        }
        self.context = context
    }

    deinit { EVP_MD_CTX_free(context) }

    /// EVP_DigestUpdate(3): Adds bytes.
    mutating func update(_ bytes: UnsafeRawBufferPointer) {
        guard EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) == 1 else {
            fatalError("EVP_DigestUpdate failed on \(bytes.count) bytes")
        }
    }

    /// Adds bytes.
    mutating func update(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { update($0) }
    }

    /// EVP_DigestFinal_ex(3): The bytes of the digest.
    consuming func finish() -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
            guard EVP_DigestFinal_ex(context, buffer.baseAddress, nil) == 1 else {
                fatalError("EVP_DigestFinal_ex failed")
            }
            count = length
        }
    }
}

/// SHA-256 of bytes that are all there.
enum SHA256Digest {
    /// The digest of bytes that are all there.
    static func hash(_ bytes: UnsafeRawBufferPointer) -> [UInt8] { S3.digest(bytes, .sha256) }

    /// The digest of bytes that are all there.
    static func hash(_ bytes: [UInt8]) -> [UInt8] { bytes.withUnsafeBytes { hash($0) } }

    /// The digest in lower-case hexadecimal, as `x-amz-content-sha256` wants it.
    static func hexadecimal(of bytes: UnsafeRawBufferPointer) -> String { S3.hexadecimal(hash(bytes)) }

    /// The digest in lower-case hexadecimal, as `x-amz-content-sha256` wants it.
    static func hexadecimal(of bytes: [UInt8]) -> String { S3.hexadecimal(hash(bytes)) }
}

/// A key of HMACs, with its half of the work done: for many messages.
///
/// `@unchecked`: the two contexts are only copied from after `init`, and freed by the last owner.
final class HMACKey: @unchecked Sendable {
    private let inner: OpaquePointer
    private let outer: OpaquePointer
    private let length: Int

    /// Pads and takes in a key (RFC 2104; all three digests have blocks of 64 bytes).
    init(_ key: [UInt8], _ algorithm: DigestAlgorithm) {
        length = algorithm.length
        var block = key.count > 64 ? key.withUnsafeBytes { digest($0, algorithm) } : key
        block += [UInt8](repeating: 0, count: 64 - block.count)
        func context(_ pad: UInt8) -> OpaquePointer {
            let padded = block.map { $0 ^ pad }
            guard let context = EVP_MD_CTX_new(), EVP_DigestInit_ex(context, algorithm.implementation, nil) == 1,
                EVP_DigestUpdate(context, padded, padded.count) == 1
            else { fatalError("OpenSSL cannot begin an HMAC of \(algorithm)") }
            return context
        }
        inner = context(0x36)
        outer = context(0x5c)
    }

    deinit {
        EVP_MD_CTX_free(inner)
        EVP_MD_CTX_free(outer)
    }

    /// The code of a message.
    func sign(_ message: [UInt8]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
            var written: UInt32 = 0
            guard copenssl_hmac(inner, outer, message, message.count, buffer.baseAddress, &written) == 1,
                written == length
            else { fatalError("an HMAC of \(message.count) bytes failed") }
            count = length
        }
    }
}

/// The HMAC-SHA256 of a message by a key that is used once.
func hmacSHA256(key: [UInt8], _ message: [UInt8]) -> [UInt8] {
    HMACKey(key, .sha256).sign(message)
}

/// The MD5 in base64, as `Content-MD5` wants it.
func md5Base64(_ bytes: UnsafeRawBufferPointer) -> String {
    base64(digest(bytes, .md5))
}

/// The MD5 in base64, as `Content-MD5` wants it.
func md5Base64(_ bytes: [UInt8]) -> String {
    bytes.withUnsafeBytes { md5Base64($0) }
}

/// EVP_Digest(3): One digest in one call.
func digest(_ bytes: UnsafeRawBufferPointer, _ algorithm: DigestAlgorithm) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: algorithm.length) { buffer, count in
        // OpenSSL takes a nil address for no bytes.
        let done = EVP_Digest(
            bytes.baseAddress, bytes.count, buffer.baseAddress, nil, algorithm.implementation, nil)
        guard done == 1 else { fatalError("EVP_Digest failed on \(bytes.count) bytes") }
        count = algorithm.length
    }
}
