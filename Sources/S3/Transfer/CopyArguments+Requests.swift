extension CopyArguments {
    /// The request that copies all at once.
    func copyObject(from source: CopySource, bucket: String, key: Key) -> CopyObjectInput {
        var input = CopyObjectInput(bucket: bucket, key: key, copySource: source)
        input.takeAll(from: self)
        input.takeSource(from: self)
        input.metadataDirective = metadataDirective
        input.taggingDirective = taggingDirective
        return input
    }

    /// The request that copies a part.
    func uploadPartCopy(
        from source: CopySource, bucket: String, key: Key, number: Int, uploadID: String, range: Range<Int64>
    ) -> UploadPartCopyInput {
        var input = UploadPartCopyInput(
            bucket: bucket, key: key, copySource: source, partNumber: number, uploadID: uploadID)
        input.takeAccess(from: self)
        input.takeSource(from: self)
        input.copySourceRange = .bytes(range)
        return input
    }

    /// The request that asks for the source's head.
    func headObject(of source: CopySource) -> HeadObjectInput {
        var input = HeadObjectInput(bucket: source.bucket, key: source.key)
        input.versionID = source.versionID
        input.ifMatch = copySourceIfMatch
        input.ifModifiedSince = copySourceIfModifiedSince
        input.ifNoneMatch = copySourceIfNoneMatch
        input.ifUnmodifiedSince = copySourceIfUnmodifiedSince
        input.sseCustomerAlgorithm = copySourceSSECustomerAlgorithm
        input.sseCustomerKey = copySourceSSECustomerKey
        input.sseCustomerKeyMD5 = copySourceSSECustomerKeyMD5
        input.requestPayer = requestPayer
        input.expectedBucketOwner = expectedSourceBucketOwner
        return input
    }

    /// What the object is made with when it is copied in parts.
    var upload: UploadArguments {
        var upload = UploadArguments()
        upload.takeAll(from: self)
        return upload
    }
}
