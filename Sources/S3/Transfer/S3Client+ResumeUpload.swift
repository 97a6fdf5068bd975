extension S3Client {
    /// Goes on with an upload of a file that was interrupted; boto3 has no equivalent.
    ///
    /// ListMultipartUploads where no upload is named, ListParts, an UploadPart for each part that the server does not
    /// have as the file has it, and CompleteMultipartUpload. Parts are compared by size and by the checksum or the MD5
    /// that the server names. Without an upload to go on with it is `uploadFile`. What fails is removed unless `config`
    /// says otherwise.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - bucket: the bucket.
    ///   - key: the object's key.
    ///   - uploadID: the upload; nil for the latest of this key.
    ///   - extraArgs: as in the upload that was interrupted.
    ///   - config: sizes and bounds; parts have the size of those that are there.
    ///   - progress: told of the bytes that are there and of those that went.
    /// - Returns: what was made.
    /// - Throws: `S3Error`: `NoSuchUpload`; `.local` with a `FileError` when the file cannot be read, or changed
    ///   meanwhile.
    @discardableResult
    public func resumeUpload(
        _ path: String, bucket: String, key: Key, uploadID: String? = nil,
        extraArgs: UploadArguments = UploadArguments(), config: TransferConfig = TransferConfig(),
        progress: TransferProgress? = nil
    ) async throws(S3Error) -> UploadedObject {
        let operation = "ResumeUpload"
        guard let file = try await BlockingThreads.shared.run(operation, { try FileBody.open(path) }) else {
            throw S3Error.transfer("\(path) is no regular file: its parts cannot be compared", operation)
        }
        var uploader = try Uploader(
            self, bucket: bucket, key: key, arguments: extraArgs, config: config, progress: progress,
            operation: operation)
        var found = uploadID
        if found == nil { found = try await latestUpload(bucket, key, extraArgs) }
        guard let found else {
            return try await uploader.upload(file) { () throws(S3Error) in try file.check(operation) }
        }

        let listing = try await listing(of: found, bucket, key, extraArgs)
        uploader.continue(listing.algorithm, listing.type)
        let plan = try Self.plan(for: file, listing.parts, config, operation)
        let resumed = uploader
        return try await resumed.run.run(
            existing: found,
            send: { uploadID throws(S3Error) in
                let kept = try await resumed.kept(listing.parts, of: file, plan)
                let missing = Set(1...plan.count).subtracting(kept.map(\.part.partNumber))
                return kept + (try await resumed.send(missing.sorted(), of: file, plan, uploadID))
            }, check: { () throws(S3Error) in try file.check(operation) })
    }

    private func latestUpload(
        _ bucket: String, _ key: Key, _ arguments: UploadArguments
    ) async throws(S3Error) -> String? {
        var input = ListMultipartUploadsInput(bucket: bucket)
        input.prefix = key
        input.requestPayer = arguments.requestPayer
        input.expectedBucketOwner = arguments.expectedBucketOwner
        var latest: ListedUpload?
        while true {
            let page = try await listMultipartUploads(input)
            for upload in page.uploads where upload.key == key {
                if let latest, Self.isOlder(upload, latest) { continue }
                latest = upload
            }
            guard page.isTruncated, let next = page.nextKeyMarker,
                next != input.keyMarker
                    || page.nextUploadIDMarker != input.uploadIDMarker
            else { return latest?.uploadID }
            input.keyMarker = next
            input.uploadIDMarker = page.nextUploadIDMarker
        }
    }

    private static func isOlder(_ one: ListedUpload, _ other: ListedUpload) -> Bool {
        guard let one = one.initiated, let other = other.initiated else { return false }
        return one < other
    }

    private struct Listing {
        var parts: [Int: ListedPart] = [:]
        var algorithm: ChecksumAlgorithmName?
        var type: ChecksumType?
    }

    private func listing(
        of uploadID: String, _ bucket: String, _ key: Key, _ arguments: UploadArguments
    ) async throws(S3Error) -> Listing {
        var input = arguments.listParts(bucket: bucket, key: key, uploadID: uploadID)
        var listing = Listing()
        var twice: Set<Int> = []
        while true {
            let page = try await listParts(input)
            listing.algorithm = page.checksumAlgorithm
            listing.type = page.checksumType
            for part in page.parts where listing.parts.updateValue(part, forKey: part.partNumber) != nil {
                // SeaweedFS lists a part that was sent again twice: which of them counts is not known.
                twice.insert(part.partNumber)
            }
            guard page.isTruncated, let last = page.parts.last?.partNumber else { break }
            let next = page.nextPartNumberMarker ?? last
            guard next > input.partNumberMarker ?? 0 else {
                throw Self.malformed("ListParts", "the page is truncated, and the next one would be the same")
            }
            input.partNumberMarker = next
        }
        for number in twice { listing.parts[number] = nil }
        return listing
    }

    /// How the file was cut: as it would be now, or else by the size of the largest part that is there.
    private static func plan(
        for file: FileBody, _ parts: [Int: ListedPart], _ config: TransferConfig, _ operation: String
    ) throws(S3Error) -> PartPlan {
        let usual = try PartPlan(size: file.count, chunk: config.multipartChunkSize, operation: operation)
        let fits = parts.values.allSatisfy { part in
            part.partNumber <= usual.count && Int64(usual.range(of: part.partNumber).count) == part.size
        }
        guard !fits, let largest = parts.values.map(\.size).max(), largest >= PartPlan.minimumPartSize else {
            return usual
        }
        let other = PartPlan(size: file.count, partSize: largest)
        return other.count <= PartPlan.maximumParts ? other : usual
    }
}

extension Uploader {
    /// The parts that the server has as the file has them.
    fileprivate func kept(
        _ parts: [Int: ListedPart], of file: FileBody, _ plan: PartPlan
    ) async throws(S3Error) -> [SentPart] {
        var candidates = parts.values.filter { part in
            (1...plan.count).contains(part.partNumber) && Int64(plan.range(of: part.partNumber).count) == part.size
        }[...]
        var kept: [SentPart] = []
        try await PartWindow.run(
            limit: { config.maxConcurrency },
            next: { () throws(S3Error) in candidates.popFirst() },
            work: { part throws(S3Error) -> SentPart? in
                let range = plan.range(of: part.partNumber)
                let isSame = try await BlockingThreads.shared.run(operation) {
                    try part.isSame(as: PartBody(file, range, progress: nil))
                }
                guard isSame else { return nil }
                progress?(part.size)
                let algorithm = partArguments.checksumAlgorithm
                return SentPart(
                    part: UploadedPart(
                        eTag: part.eTag, partNumber: part.partNumber, part, algorithm: algorithm),
                    size: part.size)
            }, done: { part throws(S3Error) in if let part { kept.append(part) } })
        return kept
    }
}

extension ListedPart {
    /// Whether the server has these bytes, as far as it says.
    fileprivate func isSame(as body: PartBody) throws -> Bool {
        for algorithm in ChecksumAlgorithm.allCases {
            guard let expected = checksum(algorithm), !expected.contains("-") else { continue }
            var hasher = ChecksumHasher(algorithm)
            try body.forEachPiece { hasher.update($0) }
            return hasher.finishBase64() == expected
        }
        let tag = EntityTag.unquoted(eTag)
        guard tag.utf8.count == 32, tag.allSatisfy(\.isHexDigit) else { return true }
        // What cannot be compared is sent again.
        guard DigestAlgorithm.md5.isAvailable else { return false }
        var md5 = MessageDigest(.md5)
        try body.forEachPiece { md5.update($0) }
        return hexadecimal(md5.finish()) == tag.lowercased()
    }
}
