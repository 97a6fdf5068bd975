import COpenSSL

extension S3Client {
    /// Whether the object under a key is exactly these bytes, for a PUT whose answer was lost.
    ///
    /// One HEAD; then, when size and form of the tag allow it, one pass over the bytes.
    ///
    /// - Returns: the object's head when its tag is the MD5 of `body`, as it is where nothing encrypts with a key service.
    /// - Throws: `S3Error` of the HEAD; a body that cannot be read counts as another object.
    public func storedHead(of body: any RequestBody, bucket: String, key: Key) async throws(S3Error) -> ObjectHead? {
        let head = ObjectHead(try await headObject(HeadObjectInput(bucket: bucket, key: key)))
        guard head.contentLength == body.count, let tag = head.eTag.map(Self.unquoted), tag.utf8.count == 32 else {
            return nil
        }
        let digest = MD5Digest()
        guard (try? BodyHash.forEachPiece(of: body, { digest.update($0) })) != nil else { return nil }
        return hexadecimal(digest.finish()) == tag ? head : nil
    }

    /// The tag that S3 gives an object made of these parts; nil when the parts' tags are no MD5.
    public static func multipartTag(of parts: [UploadedPart]) -> String? {
        let digest = MD5Digest()
        for part in parts {
            let digits = Array(unquoted(part.eTag).utf8)
            guard digits.count == 32 else { return nil }
            var bytes: [UInt8] = []
            for index in stride(from: 0, to: 32, by: 2) {
                guard let byte = UInt8(String(decoding: digits[index..<index + 2], as: UTF8.self), radix: 16) else {
                    return nil
                }
                bytes.append(byte)
            }
            bytes.withUnsafeBytes { digest.update($0) }
        }
        return hexadecimal(digest.finish()) + "-\(parts.count)"
    }

    private static func unquoted(_ tag: String) -> String {
        tag.hasPrefix("\"") && tag.hasSuffix("\"") && tag.utf8.count >= 2 ? String(tag.dropFirst().dropLast()) : tag
    }
}

/// An MD5 under way, for tags only.
private struct MD5Digest: ~Copyable {
    private let context: OpaquePointer

    init() {
        guard let context = EVP_MD_CTX_new(), EVP_DigestInit_ex(context, EVP_md5(), nil) == 1 else {
            fatalError("OpenSSL has no MD5")
        }
        self.context = context
    }

    deinit { EVP_MD_CTX_free(context) }

    func update(_ bytes: UnsafeRawBufferPointer) { EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) }

    func finish() -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 16) { buffer, count in
            EVP_DigestFinal_ex(context, buffer.baseAddress, nil)
            count = 16
        }
    }
}
