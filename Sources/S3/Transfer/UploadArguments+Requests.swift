extension UploadArguments {
    /// The request that stores the bytes whole.
    func putObject(bucket: String, key: Key, body: any RequestBody) -> PutObjectInput {
        var input = PutObjectInput(bucket: bucket, key: key, body: body)
        input.takeAll(from: self)
        input.takeChecks(from: self)
        return input
    }

    /// The request that begins an upload in parts.
    func createMultipartUpload(bucket: String, key: Key) -> CreateMultipartUploadInput {
        var input = CreateMultipartUploadInput(bucket: bucket, key: key)
        input.takeAll(from: self)
        input.checksumType = checksumType
        return input
    }

    /// The request that stores a part.
    func uploadPart(
        bucket: String, key: Key, number: Int, uploadID: String, body: any RequestBody
    ) -> UploadPartInput {
        var input = UploadPartInput(bucket: bucket, key: key, partNumber: number, uploadID: uploadID, body: body)
        input.takeAccess(from: self)
        input.checksumAlgorithm = checksumAlgorithm
        return input
    }

    /// The request that makes the parts an object.
    func completeMultipartUpload(
        bucket: String, key: Key, uploadID: String, parts: [UploadedPart]
    ) -> CompleteMultipartUploadInput {
        var input = CompleteMultipartUploadInput(bucket: bucket, key: key, uploadID: uploadID)
        input.takeAccess(from: self)
        input.takeChecks(from: self)
        input.multipartUpload = CompletedMultipartUpload(parts: parts)
        input.checksumType = checksumType
        input.mpuObjectSize = mpuObjectSize
        return input
    }

    /// The request that asks for the object's head.
    func headObject(bucket: String, key: Key) -> HeadObjectInput {
        var input = HeadObjectInput(bucket: bucket, key: key)
        input.takeAccess(from: self)
        return input
    }

    /// The request that lists the parts of an upload.
    func listParts(bucket: String, key: Key, uploadID: String) -> ListPartsInput {
        var input = ListPartsInput(bucket: bucket, key: key, uploadID: uploadID)
        input.takeAccess(from: self)
        return input
    }
}
