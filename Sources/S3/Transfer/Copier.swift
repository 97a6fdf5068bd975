/// One copy within the service.
struct Copier: Sendable {
    let client: S3Client
    let source: CopySource
    let bucket: String
    let key: Key
    let arguments: CopyArguments
    let config: TransferConfig
    let progress: TransferProgress?
    private let operation = "Copy"

    /// Copies whole or in parts.
    ///
    /// - Parameter owner: asks for the source's head.
    func copy(owner: S3Client) async throws(S3Error) -> UploadedObject {
        try config.validate(for: operation)
        let head = try await owner.headObject(arguments.headObject(of: source))
        let size = head.contentLength ?? 0
        guard size >= min(config.multipartThreshold, PartPlan.maximumWhole + 1) else {
            let output = try await client.copyObject(arguments.copyObject(from: source, bucket: bucket, key: key))
            if size > 0 { progress?(size) }
            return UploadedObject(
                eTag: output.copyObjectResult.eTag, versionID: output.versionID, size: size, partCount: 0)
        }
        let plan = try PartPlan(size: size, chunk: config.multipartChunkSize, operation: operation)
        let run = MultipartUploadRun(
            client: client, bucket: bucket, key: key, arguments: try await created(like: head, owner: owner),
            leavesPartsOnError: config.leavesPartsOnError, operation: operation)
        return try await run.run { uploadID throws(S3Error) in
            try await copyParts(plan, of: head, algorithm: run.arguments.checksumAlgorithm, uploadID)
        }
    }

    private func copyParts(
        _ plan: PartPlan, of head: HeadObjectOutput, algorithm: ChecksumAlgorithmName?, _ uploadID: String
    ) async throws(S3Error) -> [SentPart] {
        var sent: [SentPart] = []
        var number = 0
        try await PartWindow.run(
            limit: { config.maxConcurrency },
            next: { () throws(S3Error) -> Int? in
                number += 1
                return number <= plan.count ? number : nil
            },
            work: { number throws(S3Error) in
                let range = plan.range(of: number)
                var input = arguments.uploadPartCopy(
                    from: source, bucket: bucket, key: key, number: number, uploadID: uploadID, range: range)
                // All parts of the same object.
                if let tag = head.eTag { input.copySourceIfMatch = tag }
                let result = try await client.uploadPartCopy(input).copyPartResult
                guard let tag = result.eTag else {
                    throw S3Client.malformed("UploadPartCopy", "the answer has no ETag")
                }
                progress?(Int64(range.count))
                let part = UploadedPart(eTag: tag, partNumber: number, result, algorithm: algorithm)
                return SentPart(part: part, size: Int64(range.count))
            }, done: { part throws(S3Error) in sent.append(part) })
        return sent
    }

    /// What the copy is made with: as CopyObject does, the source's metadata and tags where nothing replaces them.
    ///
    /// s3transfer loses them.
    private func created(like head: HeadObjectOutput, owner: S3Client) async throws(S3Error) -> UploadArguments {
        var upload = arguments.upload
        if arguments.metadataDirective != .replace {
            upload.cacheControl = upload.cacheControl ?? head.cacheControl
            upload.contentDisposition = upload.contentDisposition ?? head.contentDisposition
            upload.contentEncoding = upload.contentEncoding ?? head.contentEncoding
            upload.contentLanguage = upload.contentLanguage ?? head.contentLanguage
            upload.contentType = upload.contentType ?? head.contentType
            if upload.expires == nil { upload.expiresString = head.expiresString }
            if upload.metadata.isEmpty { upload.metadata = head.metadata }
        }
        if arguments.taggingDirective != .replace, upload.tagging == nil, (head.tagCount ?? 0) > 0 {
            var input = GetObjectTaggingInput(bucket: source.bucket, key: source.key)
            input.versionID = source.versionID ?? head.versionID
            input.requestPayer = arguments.requestPayer
            input.expectedBucketOwner = arguments.expectedSourceBucketOwner
            let tags = try await owner.getObjectTagging(input).tagSet
            upload.tagging = tags.map { tag in
                PercentEncoding.query.text(Array(tag.key.utf8)) + "="
                    + PercentEncoding.query.text(Array(tag.value.utf8))
            }.joined(separator: "&")
        }
        return upload
    }
}
