// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// What RenameObject is asked (boto3: the parameters of `rename_object`).
public struct RenameObjectInput: Sendable {
    /// The bucket's name (boto3: `Bucket`).
    public var bucket: String
    /// The object's key (boto3: `Key`).
    public var key: Key
    /// The present key: `/bucket/key`, percent-encoded (boto3: `RenameSource`).
    public var renameSource: String
    /// Fails with 412 unless the destination has this tag (boto3: `DestinationIfMatch`).
    public var destinationIfMatch: String?
    /// With `*`, fails with 412 if there is a destination (boto3: `DestinationIfNoneMatch`).
    public var destinationIfNoneMatch: String?
    /// Fails with 412 unless the destination is newer (boto3: `DestinationIfModifiedSince`).
    public var destinationIfModifiedSince: Instant?
    /// Fails with 412 if the destination is newer (boto3: `DestinationIfUnmodifiedSince`).
    public var destinationIfUnmodifiedSince: Instant?
    /// Fails with 412 unless the source has this tag (boto3: `SourceIfMatch`).
    public var sourceIfMatch: String?
    /// Fails with 412 if the source has this tag (boto3: `SourceIfNoneMatch`).
    public var sourceIfNoneMatch: String?
    /// Fails with 412 unless the source is newer (boto3: `SourceIfModifiedSince`).
    public var sourceIfModifiedSince: Instant?
    /// Fails with 412 if the source is newer (boto3: `SourceIfUnmodifiedSince`).
    public var sourceIfUnmodifiedSince: Instant?
    /// Makes a repeated request take effect once; nil makes one (boto3: `ClientToken`).
    public var clientToken: String?

    /// Asks with what is required; the rest is set after.
    public init(bucket: String, key: Key, renameSource: String) {
        self.bucket = bucket
        self.key = key
        self.renameSource = renameSource
    }
}

extension RenameObjectInput: Presignable {
    /// The request before it is signed.
    ///
    /// - Throws: `S3Error` `.invalidInput` for what cannot be sent.
    public var operationCall: OperationCall {
        get throws(S3Error) {
            var call = OperationCall("RenameObject", "PUT", bucket: bucket, key: key)
            call.ask("renameObject")
            call.add("x-amz-rename-source", renameSource)
            call.add("if-match", destinationIfMatch)
            call.add("if-none-match", destinationIfNoneMatch)
            call.add("if-modified-since", destinationIfModifiedSince?.httpDate)
            call.add("if-unmodified-since", destinationIfUnmodifiedSince?.httpDate)
            call.add("x-amz-rename-source-if-match", sourceIfMatch)
            call.add("x-amz-rename-source-if-none-match", sourceIfNoneMatch)
            call.add("x-amz-rename-source-if-modified-since", sourceIfModifiedSince?.httpDate)
            call.add("x-amz-rename-source-if-unmodified-since", sourceIfUnmodifiedSince?.httpDate)
            call.add("x-amz-client-token", clientToken ?? IdempotencyToken.make())
            return call
        }
    }
}

/// What RenameObject answers (boto3: the answer of `rename_object`).
public struct RenameObjectOutput: Sendable {
    /// Status, request id and header fields (boto3: `ResponseMetadata`).
    public var responseMetadata = ResponseMetadata()

    /// An empty answer, for tests.
    public init() {}
}

extension RenameObjectOutput {
    /// - Throws: `S3Error` `.malformedAnswer`.
    init(_ answer: HTTPResponse, to input: RenameObjectInput) throws(S3Error) {
        self.init()
        responseMetadata = ResponseMetadata(answer)
    }
}

extension S3Client {
    /// Renames an object of a directory bucket (boto3: `rename_object`).
    ///
    /// One request.
    ///
    /// - Throws: `S3Error`.
    @discardableResult
    public func renameObject(_ input: RenameObjectInput) async throws(S3Error) -> RenameObjectOutput {
        try RenameObjectOutput(await pipeline.send(try input.operationCall), to: input)
    }
}
