extension ObjectResource {
    /// Reads the object (boto3: `get`).
    ///
    /// One GetObject, and one more for each broken connection: it goes on where it stopped.
    ///
    /// - Parameter set: sets the members of the input beside bucket and key: a range, a version, conditions.
    /// - Returns: what the server says, and the bytes to be read.
    /// - Throws: `S3Error`: `NoSuchKey`, `PreconditionFailed`, `InvalidRange`, `InvalidObjectState`.
    public nonisolated(nonsending) func get(
        _ set: (inout GetObjectInput) -> Void = { _ in }
    ) async throws(S3Error) -> GetObjectOutput {
        defer { forget() }
        var input = GetObjectInput(bucket: bucketName, key: key)
        set(&input)
        return try await client.getObject(input)
    }

    /// Stores the object (boto3: `put`).
    ///
    /// One PutObject.
    ///
    /// - Parameters:
    ///   - body: its bytes; nil for none (boto3: `Body`).
    ///   - set: sets the other members of the input.
    /// - Throws: `S3Error`: `PreconditionFailed` and others.
    @discardableResult
    public nonisolated(nonsending) func put(
        _ body: (any RequestBody)? = nil, _ set: (inout PutObjectInput) -> Void = { _ in }
    ) async throws(S3Error) -> PutObjectOutput {
        defer { forget() }
        var input = PutObjectInput(bucket: bucketName, key: key, body: body)
        set(&input)
        return try await client.putObject(input)
    }

    /// Removes the object (boto3: `delete`); no error if there is none.
    ///
    /// One DeleteObject.
    ///
    /// - Parameter set: sets the members of the input beside bucket and key.
    /// - Throws: `S3Error`.
    @discardableResult
    public nonisolated(nonsending) func delete(
        _ set: (inout DeleteObjectInput) -> Void = { _ in }
    ) async throws(S3Error) -> DeleteObjectOutput {
        defer { forget() }
        var input = DeleteObjectInput(bucket: bucketName, key: key)
        set(&input)
        return try await client.deleteObject(input)
    }

    /// Makes the object a copy of another, of up to 5 GiB (boto3: `copy_from`).
    ///
    /// One CopyObject.
    ///
    /// - Parameters:
    ///   - source: what is copied (boto3: `CopySource`).
    ///   - set: sets the other members of the input.
    /// - Throws: `S3Error`: `NoSuchKey`, `PreconditionFailed`.
    @discardableResult
    public nonisolated(nonsending) func copyFrom(
        _ source: CopySource, _ set: (inout CopyObjectInput) -> Void = { _ in }
    ) async throws(S3Error) -> CopyObjectOutput {
        defer { forget() }
        var input = CopyObjectInput(bucket: bucketName, key: key, copySource: source)
        set(&input)
        return try await client.copyObject(input)
    }

    /// Begins an upload of several parts (boto3: `initiate_multipart_upload`).
    ///
    /// One CreateMultipartUpload.
    ///
    /// - Parameter set: sets the members of the input beside bucket and key.
    /// - Throws: `S3Error`.
    public nonisolated(nonsending) func initiateMultipartUpload(
        _ set: (inout CreateMultipartUploadInput) -> Void = { _ in }
    ) async throws(S3Error) -> MultipartUpload {
        defer { forget() }
        var input = CreateMultipartUploadInput(bucket: bucketName, key: key)
        set(&input)
        return multipartUpload(try await client.createMultipartUpload(input).uploadID)
    }

    /// Brings the object back from the archive (boto3: `restore_object`).
    ///
    /// One RestoreObject.
    ///
    /// - Parameters:
    ///   - request: for how long, and how fast (boto3: `RestoreRequest`).
    ///   - set: sets the other members of the input.
    /// - Throws: `S3Error`: `RestoreAlreadyInProgress`, `InvalidObjectState`.
    @discardableResult
    public nonisolated(nonsending) func restoreObject(
        _ request: RestoreRequest? = nil, _ set: (inout RestoreObjectInput) -> Void = { _ in }
    ) async throws(S3Error) -> RestoreObjectOutput {
        defer { forget() }
        var input = RestoreObjectInput(bucket: bucketName, key: key)
        input.restoreRequest = request
        set(&input)
        return try await client.restoreObject(input)
    }

    /// Waits until the object is there (boto3: `wait_until_exists`).
    ///
    /// One HeadObject for each attempt.
    ///
    /// - Parameters:
    ///   - delay: seconds between two requests.
    ///   - maxAttempts: how often is asked at most.
    ///   - set: sets the members of the input beside bucket and key.
    /// - Throws: `WaiterError`.
    public nonisolated(nonsending) func waitUntilExists(
        delay: Double = 5, maxAttempts: Int = 20, _ set: (inout HeadObjectInput) -> Void = { _ in }
    ) async throws(WaiterError) {
        var input = HeadObjectInput(bucket: bucketName, key: key)
        set(&input)
        try await client.waitUntilObjectExists(input, delay: delay, maxAttempts: maxAttempts)
    }

    /// Waits until the object is gone (boto3: `wait_until_not_exists`).
    ///
    /// One HeadObject for each attempt.
    ///
    /// - Parameters:
    ///   - delay: seconds between two requests.
    ///   - maxAttempts: how often is asked at most.
    ///   - set: sets the members of the input beside bucket and key.
    /// - Throws: `WaiterError`.
    public nonisolated(nonsending) func waitUntilNotExists(
        delay: Double = 5, maxAttempts: Int = 20, _ set: (inout HeadObjectInput) -> Void = { _ in }
    ) async throws(WaiterError) {
        var input = HeadObjectInput(bucket: bucketName, key: key)
        set(&input)
        try await client.waitUntilObjectNotExists(input, delay: delay, maxAttempts: maxAttempts)
    }
}
