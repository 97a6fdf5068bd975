extension Bucket {
    /// Makes the bucket (boto3: `create`).
    ///
    /// One CreateBucket.
    ///
    /// - Parameter set: sets the members of the input beside the bucket.
    /// - Throws: `S3Error`: `BucketAlreadyExists`, `BucketAlreadyOwnedByYou`.
    @discardableResult
    public nonisolated(nonsending) func create(
        _ set: (inout CreateBucketInput) -> Void = { _ in }
    ) async throws(S3Error) -> CreateBucketOutput {
        defer { forget() }
        var input = CreateBucketInput(bucket: name)
        set(&input)
        return try await client.createBucket(input)
    }

    /// Removes the bucket, which has to be empty (boto3: `delete`).
    ///
    /// One DeleteBucket.
    ///
    /// - Parameter set: sets the members of the input beside the bucket.
    /// - Throws: `S3Error`: `BucketNotEmpty`, `NoSuchBucket`.
    @discardableResult
    public nonisolated(nonsending) func delete(
        _ set: (inout DeleteBucketInput) -> Void = { _ in }
    ) async throws(S3Error) -> DeleteBucketOutput {
        defer { forget() }
        var input = DeleteBucketInput(bucket: name)
        set(&input)
        return try await client.deleteBucket(input)
    }

    /// Removes up to 1,000 objects (boto3: `delete_objects`).
    ///
    /// One DeleteObjects, and one DeleteObject for each key that XML cannot hold.
    ///
    /// - Parameters:
    ///   - objects: what is to be removed (boto3: `Delete`).
    ///   - set: sets the other members of the input.
    /// - Returns: what went, and what is still there with why.
    /// - Throws: `S3Error` when the request as a whole failed.
    @discardableResult
    public nonisolated(nonsending) func deleteObjects(
        _ objects: [ObjectToDelete], _ set: (inout DeleteObjectsInput) -> Void = { _ in }
    ) async throws(S3Error) -> DeleteObjectsOutput {
        defer { forget() }
        var input = DeleteObjectsInput(bucket: name, delete: Delete(objects: objects))
        set(&input)
        return try await client.deleteObjects(input)
    }

    /// Stores an object (boto3: `put_object`).
    ///
    /// One PutObject.
    ///
    /// - Parameters:
    ///   - key: of the object (boto3: `Key`).
    ///   - body: its bytes; nil for none (boto3: `Body`).
    ///   - set: sets the other members of the input.
    /// - Throws: `S3Error`: `PreconditionFailed` and others.
    @discardableResult
    public nonisolated(nonsending) func putObject(
        _ key: Key, _ body: (any RequestBody)? = nil, _ set: (inout PutObjectInput) -> Void = { _ in }
    ) async throws(S3Error) -> Object {
        defer { forget() }
        var input = PutObjectInput(bucket: name, key: key, body: body)
        set(&input)
        _ = try await client.putObject(input)
        return object(input.key)
    }

    /// Waits until the bucket is there, also one that may not be used (boto3: `wait_until_exists`).
    ///
    /// One HeadBucket for each attempt.
    ///
    /// - Parameters:
    ///   - delay: seconds between two requests.
    ///   - maxAttempts: how often is asked at most.
    ///   - set: sets the members of the input beside the bucket.
    /// - Throws: `WaiterError`.
    public nonisolated(nonsending) func waitUntilExists(
        delay: Double = 5, maxAttempts: Int = 20, _ set: (inout HeadBucketInput) -> Void = { _ in }
    ) async throws(WaiterError) {
        var input = HeadBucketInput(bucket: name)
        set(&input)
        try await client.waitUntilBucketExists(input, delay: delay, maxAttempts: maxAttempts)
    }

    /// Waits until the bucket is gone (boto3: `wait_until_not_exists`).
    ///
    /// One HeadBucket for each attempt.
    ///
    /// - Parameters:
    ///   - delay: seconds between two requests.
    ///   - maxAttempts: how often is asked at most.
    ///   - set: sets the members of the input beside the bucket.
    /// - Throws: `WaiterError`.
    public nonisolated(nonsending) func waitUntilNotExists(
        delay: Double = 5, maxAttempts: Int = 20, _ set: (inout HeadBucketInput) -> Void = { _ in }
    ) async throws(WaiterError) {
        var input = HeadBucketInput(bucket: name)
        set(&input)
        try await client.waitUntilBucketNotExists(input, delay: delay, maxAttempts: maxAttempts)
    }
}
