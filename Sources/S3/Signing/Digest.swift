import COpenSSL

/// A SHA-256 under way: fed in pieces, finished once.
struct SHA256Digest: ~Copyable {
    private let context: OpaquePointer

    init() {
        guard let context = EVP_MD_CTX_new(), EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else {
            fatalError("OpenSSL has no SHA-256")
        }
        self.context = context
    }

    deinit { EVP_MD_CTX_free(context) }

    /// EVP_DigestUpdate(3): Adds bytes.
    func update(_ bytes: UnsafeRawBufferPointer) {
        guard EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) == 1 else {
            fatalError("EVP_DigestUpdate failed on \(bytes.count) bytes")
        }
    }

    /// Adds bytes.
    func update(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { update($0) }
    }

    /// EVP_DigestFinal_ex(3): The 32 bytes of the digest.
    consuming func finish() -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 32) { buffer, count in
            guard EVP_DigestFinal_ex(context, buffer.baseAddress, nil) == 1 else {
                fatalError("EVP_DigestFinal_ex failed")
            }
            count = 32
        }
    }

    /// The digest of bytes that are all there.
    static func hash(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        digest(bytes, EVP_sha256(), length: 32)
    }

    /// The digest of bytes that are all there.
    static func hash(_ bytes: [UInt8]) -> [UInt8] {
        bytes.withUnsafeBytes { hash($0) }
    }

    /// The digest in lower-case hexadecimal, as `x-amz-content-sha256` wants it.
    static func hexadecimal(of bytes: UnsafeRawBufferPointer) -> String {
        S3.hexadecimal(hash(bytes))
    }

    /// The digest in lower-case hexadecimal, as `x-amz-content-sha256` wants it.
    static func hexadecimal(of bytes: [UInt8]) -> String {
        S3.hexadecimal(hash(bytes))
    }
}

/// HMAC(3): The HMAC-SHA256 of a message.
func hmacSHA256(key: [UInt8], _ message: [UInt8]) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: 32) { buffer, count in
        var length: UInt32 = 0
        let result = key.withUnsafeBytes { key in
            // A nil key means "the key of before" to OpenSSL, and an empty array may have no address.
            withUnsafeBytes(of: UInt8(0)) { none in
                HMAC(
                    EVP_sha256(), key.baseAddress ?? none.baseAddress, CInt(key.count),
                    message, message.count, buffer.baseAddress, &length
                )
            }
        }
        guard result != nil, length == 32 else { fatalError("HMAC failed on \(message.count) bytes") }
        count = 32
    }
}

/// The MD5 in base64, as `Content-MD5` wants it.
func md5Base64(_ bytes: UnsafeRawBufferPointer) -> String {
    base64(digest(bytes, EVP_md5(), length: 16))
}

/// The MD5 in base64, as `Content-MD5` wants it.
func md5Base64(_ bytes: [UInt8]) -> String {
    bytes.withUnsafeBytes { md5Base64($0) }
}

/// EVP_EncodeBlock(3): Bytes in base64 with padding, on one line.
func base64(_ bytes: [UInt8]) -> String {
    let length = (bytes.count + 2) / 3 * 4
    // EVP_EncodeBlock writes a NUL after the text.
    return String(
        decoding: [UInt8](unsafeUninitializedCapacity: length + 1) { buffer, count in
            count = Int(EVP_EncodeBlock(buffer.baseAddress, bytes, CInt(bytes.count)))
        },
        as: UTF8.self
    )
}

/// Bytes in lower-case hexadecimal.
func hexadecimal(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(unsafeUninitializedCapacity: bytes.count * 2) { buffer in
        for (index, byte) in bytes.enumerated() {
            buffer[index * 2] = digits[Int(byte >> 4)]
            buffer[index * 2 + 1] = digits[Int(byte & 15)]
        }
        return bytes.count * 2
    }
}

/// EVP_Digest(3): One digest in one call.
private func digest(_ bytes: UnsafeRawBufferPointer, _ kind: OpaquePointer?, length: Int) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
        // OpenSSL takes a nil address for no bytes.
        guard EVP_Digest(bytes.baseAddress, bytes.count, buffer.baseAddress, nil, kind, nil) == 1 else {
            fatalError("EVP_Digest failed on \(bytes.count) bytes")
        }
        count = length
    }
}
