// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// What UploadPart is asked (boto3: the parameters of `upload_part`).
public struct UploadPartInput: Sendable {
    /// The part's bytes (boto3: `Body`).
    public var body: (any RequestBody)?
    /// The bucket's name (boto3: `Bucket`).
    public var bucket: String
    /// The size of the body in bytes; anything else is refused (boto3: `ContentLength`).
    ///
    /// Never needed.
    public var contentLength: Int64?
    /// The MD5 of the body in base64 (boto3: `ContentMD5`).
    public var contentMD5: String?
    /// The checksum that is computed and sent; nil for the default (boto3: `ChecksumAlgorithm`).
    public var checksumAlgorithm: ChecksumAlgorithmName?
    /// The CRC-32 in base64 (boto3: `ChecksumCRC32`).
    public var checksumCRC32: String?
    /// The CRC-32C in base64 (boto3: `ChecksumCRC32C`).
    public var checksumCRC32C: String?
    /// The CRC-64/NVME in base64 (boto3: `ChecksumCRC64NVME`).
    public var checksumCRC64NVME: String?
    /// The SHA-1 in base64 (boto3: `ChecksumSHA1`).
    public var checksumSHA1: String?
    /// The SHA-256 in base64 (boto3: `ChecksumSHA256`).
    public var checksumSHA256: String?
    /// The SHA-512 in base64 (boto3: `ChecksumSHA512`).
    public var checksumSHA512: String?
    /// The MD5 in base64 (boto3: `ChecksumMD5`).
    public var checksumMD5: String?
    /// The XXH64 in base64 (boto3: `ChecksumXXHASH64`).
    public var checksumXXHASH64: String?
    /// The XXH3 in base64 (boto3: `ChecksumXXHASH3`).
    public var checksumXXHASH3: String?
    /// The XXH128 in base64 (boto3: `ChecksumXXHASH128`).
    public var checksumXXHASH128: String?
    /// The object's key (boto3: `Key`).
    public var key: Key
    /// The part's number, 1…10,000 (boto3: `PartNumber`).
    public var partNumber: Int
    /// The upload's id (boto3: `UploadId`).
    public var uploadID: String
    /// The algorithm of the caller's own key: `AES256` (boto3: `SSECustomerAlgorithm`).
    public var sseCustomerAlgorithm: String?
    /// The caller's own key (boto3: `SSECustomerKey`).
    public var sseCustomerKey: EncryptionKey?
    /// The MD5 of that key in base64; nil computes it and encodes the key (boto3: `SSECustomerKeyMD5`).
    public var sseCustomerKeyMD5: String?
    /// Who pays, where the bucket's owner does not (boto3: `RequestPayer`).
    public var requestPayer: RequestPayer?
    /// The account that the bucket has to belong to (boto3: `ExpectedBucketOwner`).
    public var expectedBucketOwner: String?

    /// Asks with what is required; the rest is set after.
    public init(bucket: String, key: Key, partNumber: Int, uploadID: String, body: (any RequestBody)? = nil) {
        self.bucket = bucket
        self.key = key
        self.partNumber = partNumber
        self.uploadID = uploadID
        self.body = body
    }
}

extension UploadPartInput: Presignable {
    /// The request before it is signed.
    ///
    /// - Throws: `S3Error` `.invalidInput` for what cannot be sent.
    public var operationCall: OperationCall {
        get throws(S3Error) {
            var call = OperationCall("UploadPart", "PUT", bucket: bucket, key: key)
            try call.supportChecksum(checksumAlgorithm, isRequired: false)
            call.ask("partNumber", String(partNumber))
            call.ask("uploadId", uploadID)
            try call.check(contentLength: contentLength, of: body)
            call.add("content-md5", contentMD5)
            call.add("x-amz-sdk-checksum-algorithm", checksumAlgorithm?.rawValue)
            call.add("x-amz-checksum-crc32", checksumCRC32)
            call.add("x-amz-checksum-crc32c", checksumCRC32C)
            call.add("x-amz-checksum-crc64nvme", checksumCRC64NVME)
            call.add("x-amz-checksum-sha1", checksumSHA1)
            call.add("x-amz-checksum-sha256", checksumSHA256)
            call.add("x-amz-checksum-sha512", checksumSHA512)
            call.add("x-amz-checksum-md5", checksumMD5)
            call.add("x-amz-checksum-xxhash64", checksumXXHASH64)
            call.add("x-amz-checksum-xxhash3", checksumXXHASH3)
            call.add("x-amz-checksum-xxhash128", checksumXXHASH128)
            call.add("x-amz-server-side-encryption-customer-algorithm", sseCustomerAlgorithm)
            call.add("x-amz-server-side-encryption-customer-", customerKey: sseCustomerKey, md5: sseCustomerKeyMD5)
            call.add("x-amz-request-payer", requestPayer?.rawValue)
            call.add("x-amz-expected-bucket-owner", expectedBucketOwner)
            call.body = body
            return call
        }
    }
}

/// What UploadPart answers (boto3: the answer of `upload_part`).
public struct UploadPartOutput: Sendable {
    /// How the server encrypts the object (boto3: `ServerSideEncryption`).
    public var serverSideEncryption: ServerSideEncryption?
    /// The entity tag as the server writes it, usually with quotes (boto3: `ETag`).
    public var eTag: String?
    /// The CRC-32 in base64 (boto3: `ChecksumCRC32`).
    public var checksumCRC32: String?
    /// The CRC-32C in base64 (boto3: `ChecksumCRC32C`).
    public var checksumCRC32C: String?
    /// The CRC-64/NVME in base64 (boto3: `ChecksumCRC64NVME`).
    public var checksumCRC64NVME: String?
    /// The SHA-1 in base64 (boto3: `ChecksumSHA1`).
    public var checksumSHA1: String?
    /// The SHA-256 in base64 (boto3: `ChecksumSHA256`).
    public var checksumSHA256: String?
    /// The SHA-512 in base64 (boto3: `ChecksumSHA512`).
    public var checksumSHA512: String?
    /// The MD5 in base64 (boto3: `ChecksumMD5`).
    public var checksumMD5: String?
    /// The XXH64 in base64 (boto3: `ChecksumXXHASH64`).
    public var checksumXXHASH64: String?
    /// The XXH3 in base64 (boto3: `ChecksumXXHASH3`).
    public var checksumXXHASH3: String?
    /// The XXH128 in base64 (boto3: `ChecksumXXHASH128`).
    public var checksumXXHASH128: String?
    /// The algorithm of the caller's own key: `AES256` (boto3: `SSECustomerAlgorithm`).
    public var sseCustomerAlgorithm: String?
    /// The MD5 of the caller's own key in base64 (boto3: `SSECustomerKeyMD5`).
    public var sseCustomerKeyMD5: String?
    /// The key of the key service (boto3: `SSEKMSKeyId`).
    public var kmsKeyID: String?
    /// Whether a bucket key encrypts, which saves requests to the key service (boto3: `BucketKeyEnabled`).
    public var bucketKeyEnabled: Bool?
    /// Who was charged (boto3: `RequestCharged`).
    public var requestCharged: RequestCharged?
    /// Status, request id and header fields (boto3: `ResponseMetadata`).
    public var responseMetadata = ResponseMetadata()

    /// An empty answer, for tests.
    public init() {}
}

extension UploadPartOutput {
    /// - Throws: `S3Error` `.malformedAnswer`.
    init(_ answer: HTTPResponse, to input: UploadPartInput) throws(S3Error) {
        self.init()
        responseMetadata = ResponseMetadata(answer)
        for (name, value) in answer.headers.reversed() {
            switch name.utf8.count {
            case 4:
                if name == "etag" {
                    eTag = value
                }
            case 18:
                if name == "x-amz-checksum-md5" {
                    checksumMD5 = value
                }
            case 19:
                if name == "x-amz-checksum-sha1" {
                    checksumSHA1 = value
                }
            case 20:
                if name == "x-amz-checksum-crc32" {
                    checksumCRC32 = value
                }
            case 21:
                if name == "x-amz-checksum-crc32c" {
                    checksumCRC32C = value
                } else if name == "x-amz-checksum-sha256" {
                    checksumSHA256 = value
                } else if name == "x-amz-checksum-sha512" {
                    checksumSHA512 = value
                } else if name == "x-amz-request-charged" {
                    requestCharged = RequestCharged(rawValue: value)
                }
            case 22:
                if name == "x-amz-checksum-xxhash3" {
                    checksumXXHASH3 = value
                }
            case 23:
                if name == "x-amz-checksum-xxhash64" {
                    checksumXXHASH64 = value
                }
            case 24:
                if name == "x-amz-checksum-crc64nvme" {
                    checksumCRC64NVME = value
                } else if name == "x-amz-checksum-xxhash128" {
                    checksumXXHASH128 = value
                }
            case 28:
                if name == "x-amz-server-side-encryption" {
                    serverSideEncryption = ServerSideEncryption(rawValue: value)
                }
            case 43:
                if name == "x-amz-server-side-encryption-aws-kms-key-id" {
                    kmsKeyID = value
                }
            case 45:
                if name == "x-amz-server-side-encryption-customer-key-md5" {
                    sseCustomerKeyMD5 = value
                }
            case 47:
                if name == "x-amz-server-side-encryption-customer-algorithm" {
                    sseCustomerAlgorithm = value
                } else if name == "x-amz-server-side-encryption-bucket-key-enabled" {
                    bucketKeyEnabled = value == "true"
                }
            default: break
            }
        }
    }
}

extension S3Client {
    /// Sends one part of a multipart upload (boto3: `upload_part`).
    ///
    /// One request.
    ///
    /// - Throws: `S3Error`: `NoSuchUpload`, `EntityTooLarge`.
    @discardableResult
    public func uploadPart(_ input: UploadPartInput) async throws(S3Error) -> UploadPartOutput {
        try UploadPartOutput(await pipeline.send(try input.operationCall), to: input)
    }
}
