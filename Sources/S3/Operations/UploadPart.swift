/// A multipart upload under way.
public struct UploadReference: Sendable, Hashable {
    /// The bucket's name.
    public var bucket: String
    /// The key of the object to be.
    public var key: Key
    /// The upload's id.
    public var uploadID: String

    /// Names an upload.
    public init(bucket: String, key: Key, uploadID: String) {
        self.bucket = bucket
        self.key = key
        self.uploadID = uploadID
    }

    func call(_ operation: String, _ method: String) -> OperationCall {
        OperationCall(operation, method, bucket: bucket, key: key)
    }
}

/// A part as CompleteMultipartUpload wants it.
public struct UploadedPart: Sendable, Hashable {
    /// Its number, 1…10,000.
    public var number: Int
    /// Its entity tag as the server wrote it.
    public var eTag: String
    /// Its checksums by header name (`x-amz-checksum-crc32`).
    public var checksums: [String: String] = [:]

    /// Names a part.
    public init(number: Int, eTag: String, checksums: [String: String] = [:]) {
        self.number = number
        self.eTag = eTag
        self.checksums = checksums
    }
}

extension S3Client {
    /// Sends one part.
    ///
    /// One request.
    ///
    /// - Throws: `S3Error`: `NoSuchUpload`, `EntityTooLarge`.
    public func uploadPart(
        _ upload: UploadReference, number: Int, body: any RequestBody
    ) async throws(S3Error) -> UploadedPart {
        var call = upload.call("UploadPart", "PUT")
        call.ask("partNumber", String(number))
        call.ask("uploadId", upload.uploadID)
        call.body = body
        let response = try await pipeline.send(call)
        guard let tag = response["etag"] else { throw Self.malformed(call.operation, "the answer has no ETag") }
        // Checksums that the server made by itself are not wanted back: the upload names no algorithm.
        return UploadedPart(number: number, eTag: tag)
    }

    /// Makes one part of an object, or of a range of it, inside the service.
    ///
    /// One request.
    ///
    /// - Throws: `S3Error`, also for an error that came after a status of 200.
    public func uploadPartCopy(
        _ upload: UploadReference, number: Int, source: CopySource, range: Range<Int64>?
    ) async throws(S3Error) -> UploadedPart {
        var call = upload.call("UploadPartCopy", "PUT")
        call.mayEmbedError = true
        call.patience = 10
        call.ask("partNumber", String(number))
        call.ask("uploadId", upload.uploadID)
        call.add(source)
        call.add("x-amz-copy-source-range", range.map { "bytes=\($0.lowerBound)-\($0.upperBound - 1)" })
        let response = try await pipeline.send(call)
        let result = ValueDocument()
        try Self.scan(response, call.operation, into: result)
        guard let tag = result["ETag"] ?? response["etag"] else {
            throw Self.malformed(call.operation, "the answer has no ETag")
        }
        return UploadedPart(number: number, eTag: tag)
    }
}
