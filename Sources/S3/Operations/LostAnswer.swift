extension S3Client {
    /// Whether the object under a key is exactly these bytes, for a PUT whose answer was lost.
    ///
    /// One HEAD; then, when size and form of the tag allow it, one pass over the bytes.
    ///
    /// - Returns: the object's head when its tag is the MD5 of `body`, as it is where nothing encrypts with a key service.
    /// - Throws: `S3Error` of the HEAD; a body that cannot be read counts as another object.
    public func storedHead(of body: any RequestBody, bucket: String, key: Key) async throws(S3Error) -> ObjectHead? {
        let head = ObjectHead(try await headObject(HeadObjectInput(bucket: bucket, key: key)))
        guard head.contentLength == body.count, let tag = head.eTag.map(EntityTag.unquoted), tag.utf8.count == 32,
            DigestAlgorithm.md5.isAvailable
        else { return nil }
        var digest = MessageDigest(.md5)
        guard (try? body.forEachPiece { digest.update($0) }) != nil else { return nil }
        return hexadecimal(digest.finish()) == tag ? head : nil
    }

    /// The tag that S3 gives an object made of these parts, in quotes as the server writes it; nil when the parts' tags
    /// are no MD5.
    public static func multipartTag(of parts: [UploadedPart]) -> String? {
        guard DigestAlgorithm.md5.isAvailable else { return nil }
        var digest = MessageDigest(.md5)
        for part in parts {
            let digits = Array(EntityTag.unquoted(part.eTag).utf8)
            guard digits.count == 32 else { return nil }
            var bytes: [UInt8] = []
            for index in stride(from: 0, to: 32, by: 2) {
                guard let byte = UInt8(String(decoding: digits[index..<index + 2], as: UTF8.self), radix: 16) else {
                    return nil
                }
                bytes.append(byte)
            }
            digest.update(bytes)
        }
        return EntityTag.quoted(hexadecimal(digest.finish()) + "-\(parts.count)")
    }
}
