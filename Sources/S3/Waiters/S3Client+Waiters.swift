extension S3Client {
    /// Waits until a bucket is there, also one that may not be used (boto3: `get_waiter("bucket_exists")`).
    ///
    /// One HEAD for each attempt.
    ///
    /// - Parameters:
    ///   - input: what is asked for.
    ///   - delay: seconds between two requests.
    ///   - maxAttempts: how often is asked at most.
    /// - Throws: `WaiterError` when it is not there after all attempts, or at the first other error.
    public func waitUntilBucketExists(
        _ input: HeadBucketInput, delay: Double = 5, maxAttempts: Int = 20
    ) async throws(WaiterError) {
        try await wait(.bucketExists, for: input, delay, maxAttempts)
    }

    /// Waits until a bucket is gone (boto3: `get_waiter("bucket_not_exists")`).
    ///
    /// One HEAD for each attempt.
    ///
    /// - Parameters:
    ///   - input: what is asked for.
    ///   - delay: seconds between two requests.
    ///   - maxAttempts: how often is asked at most.
    /// - Throws: `WaiterError` when it is there after all attempts, or at the first other error.
    public func waitUntilBucketNotExists(
        _ input: HeadBucketInput, delay: Double = 5, maxAttempts: Int = 20
    ) async throws(WaiterError) {
        try await wait(.bucketNotExists, for: input, delay, maxAttempts)
    }

    /// Waits until an object is there (boto3: `get_waiter("object_exists")`).
    ///
    /// One HEAD for each attempt.
    ///
    /// - Parameters:
    ///   - input: what is asked for.
    ///   - delay: seconds between two requests.
    ///   - maxAttempts: how often is asked at most.
    /// - Throws: `WaiterError` when it is not there after all attempts, or at the first other error.
    public func waitUntilObjectExists(
        _ input: HeadObjectInput, delay: Double = 5, maxAttempts: Int = 20
    ) async throws(WaiterError) {
        try await wait(.objectExists, for: input, delay, maxAttempts)
    }

    /// Waits until an object is gone (boto3: `get_waiter("object_not_exists")`).
    ///
    /// One HEAD for each attempt.
    ///
    /// - Parameters:
    ///   - input: what is asked for.
    ///   - delay: seconds between two requests.
    ///   - maxAttempts: how often is asked at most.
    /// - Throws: `WaiterError` when it is there after all attempts, or at the first other error.
    public func waitUntilObjectNotExists(
        _ input: HeadObjectInput, delay: Double = 5, maxAttempts: Int = 20
    ) async throws(WaiterError) {
        try await wait(.objectNotExists, for: input, delay, maxAttempts)
    }

    private func wait(
        _ waiter: Waiter, for input: HeadBucketInput, _ delay: Double, _ maxAttempts: Int
    ) async throws(WaiterError) {
        try await waiter.wait(delay: delay, maxAttempts: maxAttempts, clock: pipeline.clock) { () throws(S3Error) in
            try await headBucket(input).responseMetadata.status
        }
    }

    private func wait(
        _ waiter: Waiter, for input: HeadObjectInput, _ delay: Double, _ maxAttempts: Int
    ) async throws(WaiterError) {
        try await waiter.wait(delay: delay, maxAttempts: maxAttempts, clock: pipeline.clock) { () throws(S3Error) in
            try await headObject(input).responseMetadata.status
        }
    }
}
