/// Asks again and again until the answer's status is what is waited for (botocore's waiters).
struct Waiter: Sendable {
    /// The waiter's name as in the API.
    let name: String
    /// Statuses that end the wait well.
    let success: Set<Int>
    /// Errors that are waited out; a success that is none of `success` is waited out too.
    let retry: Set<Int>

    static let bucketExists = Waiter(name: "BucketExists", success: [200, 301, 403], retry: [404])
    static let bucketNotExists = Waiter(name: "BucketNotExists", success: [404], retry: [])
    static let objectExists = Waiter(name: "ObjectExists", success: [200], retry: [404])
    static let objectNotExists = Waiter(name: "ObjectNotExists", success: [404], retry: [])

    /// Waits.
    ///
    /// - Parameters:
    ///   - delay: seconds between two requests.
    ///   - maxAttempts: how often is asked at most.
    ///   - ask: the status of one more answer.
    /// - Throws: `WaiterError`.
    func wait(
        delay: Double, maxAttempts: Int, clock: any Timekeeper, ask: () async throws(S3Error) -> Int
    ) async throws(WaiterError) {
        var attempts = 0
        while true {
            attempts += 1
            var status = 0
            var failure: S3Error?
            do throws(S3Error) {
                status = try await ask()
            } catch {
                status = error.status
                failure = error
            }
            if success.contains(status) { return }
            if let failure, !retry.contains(status) || Task.isCancelled {
                throw WaiterError(name: name, reason: failure.description, attempts: attempts, lastError: failure)
            }
            guard attempts < maxAttempts else {
                throw WaiterError(name: name, reason: "it did not happen", attempts: attempts, lastError: failure)
            }
            // Waiting for what will not be asked helps nobody.
            if let deadline = Deadline.current, deadline.remaining <= delay {
                let error = S3Error.deadline(name, after: failure)
                throw WaiterError(name: name, reason: error.description, attempts: attempts, lastError: error)
            }
            await clock.sleep(seconds: delay)
        }
    }
}
