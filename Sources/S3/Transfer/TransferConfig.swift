/// How a transfer is cut and bounded (boto3: `TransferConfig`).
///
/// Left out are `use_threads`, since tasks need no threads of their own, and `num_download_attempts`: what breaks off
/// goes on where it stopped by the client's own rules, as often as there is progress.
public struct TransferConfig: Sendable, Hashable {
    /// From which size on a transfer has parts, in bytes (boto3: `multipart_threshold`).
    public var multipartThreshold: Int64 = 8 << 20
    /// The size of a part in bytes (boto3: `multipart_chunksize`).
    ///
    /// Uploads and copies raise it to the service's 5 MiB, and as far as 10,000 parts demand.
    public var multipartChunkSize: Int64 = 8 << 20
    /// The most requests at once (boto3: `max_concurrency`).
    public var maxConcurrency = 10
    /// The most bytes in a second, up and down; nil for any number (boto3: `max_bandwidth`).
    public var maxBandwidth: Int64?
    /// The size of a write to a file, in bytes (boto3: `io_chunksize`).
    public var ioChunkSize = 256 << 10
    /// The most writes of one download that wait for the disk (boto3: `max_io_queue`).
    public var maxIOQueue = 100
    /// Leaves the parts of an upload that failed, for `resumeUpload`, instead of removing them.
    ///
    /// boto3 has no equivalent; the AWS CLI has `--leave-parts-on-error`.
    public var leavesPartsOnError = false

    /// The defaults.
    public init() {}

    /// Tells whether all numbers are above zero.
    ///
    /// - Throws: `S3Error` `.invalidInput`, as boto3 raises `ValueError`.
    func validate(for operation: String) throws(S3Error) {
        let numbers = [
            ("multipartThreshold", multipartThreshold), ("multipartChunkSize", multipartChunkSize),
            ("maxConcurrency", Int64(maxConcurrency)), ("maxBandwidth", maxBandwidth ?? 1),
            ("ioChunkSize", Int64(ioChunkSize)), ("maxIOQueue", Int64(maxIOQueue)),
        ]
        for (name, number) in numbers where number <= 0 {
            throw S3Error.transfer("\(name) is \(number), and must be above 0", operation)
        }
    }
}

/// Told how many bytes went since the last call (boto3: `Callback`); called from any thread, also from several at once.
///
/// The calls of a transfer that succeeded add up to its size. A number below zero takes back what has to go again.
public typealias TransferProgress = @Sendable (_ bytes: Int64) -> Void

extension S3Error {
    /// A transfer that cannot be as it is asked for.
    static func transfer(_ message: String, _ operation: String) -> S3Error {
        S3Error(.invalidInput, code: "InvalidInput", message: message, operation: operation)
    }

    /// A file or a stream of the caller's failed.
    static func local(_ error: any Error, _ operation: String) -> S3Error {
        if let own = error as? S3Error { return own }
        if error is CancellationError { return cancelled(operation) }
        return S3Error(.local(error), code: "Local", message: "\(error)", operation: operation)
    }

    /// The task was cancelled.
    static func cancelled(_ operation: String) -> S3Error {
        S3Error(.cancelled, code: "Cancelled", message: "the task was cancelled", operation: operation)
    }
}
