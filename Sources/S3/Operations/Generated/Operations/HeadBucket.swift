// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// What HeadBucket is asked (boto3: the parameters of `head_bucket`).
public struct HeadBucketInput: Sendable {
    /// The bucket's name (boto3: `Bucket`).
    public var bucket: String
    /// The account that the bucket has to belong to (boto3: `ExpectedBucketOwner`).
    public var expectedBucketOwner: String?

    /// Asks with what is required; the rest is set after.
    public init(bucket: String) {
        self.bucket = bucket
    }
}

extension HeadBucketInput: Presignable {
    /// The request before it is signed.
    ///
    /// - Throws: `S3Error` `.invalidInput` for what cannot be sent.
    public var operationCall: OperationCall {
        get throws(S3Error) {
            var call = OperationCall("HeadBucket", "HEAD", bucket: bucket)
            call.add("x-amz-expected-bucket-owner", expectedBucketOwner)
            return call
        }
    }
}

/// What HeadBucket answers (boto3: the answer of `head_bucket`).
public struct HeadBucketOutput: Sendable {
    /// The bucket's ARN (boto3: `BucketArn`).
    public var bucketARN: String?
    /// The kind of the bucket's place (boto3: `BucketLocationType`).
    public var bucketLocationType: LocationType?
    /// The name of the bucket's zone (boto3: `BucketLocationName`).
    public var bucketLocationName: String?
    /// The bucket's region (boto3: `BucketRegion`).
    public var bucketRegion: String?
    /// Whether the name is an alias of an access point (boto3: `AccessPointAlias`).
    public var accessPointAlias: Bool?
    /// Status, request id and header fields (boto3: `ResponseMetadata`).
    public var responseMetadata = ResponseMetadata()

    /// An empty answer, for tests.
    public init() {}
}

extension HeadBucketOutput {
    /// - Throws: `S3Error` `.malformedAnswer`.
    init(_ answer: HTTPResponse, to input: HeadBucketInput) throws(S3Error) {
        self.init()
        responseMetadata = ResponseMetadata(answer)
        for (name, value) in answer.headers.reversed() {
            switch name.utf8.count {
            case 16:
                if name == "x-amz-bucket-arn" {
                    bucketARN = value
                }
            case 19:
                if name == "x-amz-bucket-region" {
                    bucketRegion = value
                }
            case 24:
                if name == "x-amz-access-point-alias" {
                    accessPointAlias = value == "true"
                }
            case 26:
                if name == "x-amz-bucket-location-type" {
                    bucketLocationType = LocationType(rawValue: value)
                } else if name == "x-amz-bucket-location-name" {
                    bucketLocationName = value
                }
            default: break
            }
        }
    }
}

extension S3Client {
    /// Asks whether a bucket is there and may be used (boto3: `head_bucket`).
    ///
    /// One request.
    ///
    /// - Throws: `S3Error`: status 404, 403, or a redirect that names another region.
    @discardableResult
    public func headBucket(_ input: HeadBucketInput) async throws(S3Error) -> HeadBucketOutput {
        try HeadBucketOutput(await pipeline.send(try input.operationCall), to: input)
    }
}
