extension DeleteObjectsInput {
    /// The most keys of one request.
    public static let maximumKeys = 1000
}

extension S3Client {
    /// Removes up to 1,000 objects (boto3: `delete_objects`).
    ///
    /// One request, and one for each key that XML cannot hold.
    ///
    /// - Returns: what went, and what is still there with why.
    /// - Throws: `S3Error` when the request as a whole failed.
    @discardableResult
    public func deleteObjects(_ input: DeleteObjectsInput) async throws(S3Error) -> DeleteObjectsOutput {
        guard input.delete.objects.count <= DeleteObjectsInput.maximumKeys else {
            throw S3Error(
                .invalidInput, code: "InvalidInput",
                message: "\(input.delete.objects.count) keys are more than one request takes",
                operation: "DeleteObjects")
        }
        var batch = input
        batch.delete.objects = input.delete.objects.filter { XMLWriter.canHold($0.key.bytes) }
        var output = DeleteObjectsOutput()
        if !batch.delete.objects.isEmpty || input.delete.objects.isEmpty {
            output = try DeleteObjectsOutput(await pipeline.send(try batch.operationCall), to: batch)
        }
        for object in input.delete.objects where !XMLWriter.canHold(object.key.bytes) {
            do throws(S3Error) {
                let answer = try await deleteObject(DeleteObjectInput(object, of: input))
                guard input.delete.quiet != true else { continue }
                var deleted = DeletedObject()
                deleted.key = object.key
                deleted.versionID = object.versionID
                deleted.deleteMarker = answer.deleteMarker
                output.deleted.append(deleted)
            } catch {
                if case .cancelled = error.kind { throw error }
                var failure = DeleteFailure()
                failure.key = object.key
                failure.versionID = object.versionID
                failure.code = error.code
                failure.message = error.message
                output.errors.append(failure)
            }
        }
        return output
    }
}

extension DeleteObjectInput {
    /// The removal of one object of a batch.
    fileprivate init(_ object: ObjectToDelete, of batch: DeleteObjectsInput) {
        self.init(bucket: batch.bucket, key: object.key)
        versionID = object.versionID
        ifMatch = object.eTag
        ifMatchLastModifiedTime = object.lastModifiedTime
        ifMatchSize = object.size
        mfa = batch.mfa
        requestPayer = batch.requestPayer
        bypassGovernanceRetention = batch.bypassGovernanceRetention
        expectedBucketOwner = batch.expectedBucketOwner
    }
}
