// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// What CompleteMultipartUpload is asked (boto3: the parameters of `complete_multipart_upload`).
public struct CompleteMultipartUploadInput: Sendable {
    /// The bucket's name (boto3: `Bucket`).
    public var bucket: String
    /// The object's key (boto3: `Key`).
    public var key: Key
    /// The parts, in ascending order of number (boto3: `MultipartUpload`).
    public var multipartUpload: CompletedMultipartUpload?
    /// The upload's id (boto3: `UploadId`).
    public var uploadID: String
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
    /// Whether the checksum covers the whole object or its parts' checksums (boto3: `ChecksumType`).
    public var checksumType: ChecksumType?
    /// The size that the object has to have in bytes (boto3: `MpuObjectSize`).
    public var mpuObjectSize: Int64?
    /// Who pays, where the bucket's owner does not (boto3: `RequestPayer`).
    public var requestPayer: RequestPayer?
    /// The account that the bucket has to belong to (boto3: `ExpectedBucketOwner`).
    public var expectedBucketOwner: String?
    /// Fails with 412 unless the object has this tag (boto3: `IfMatch`).
    public var ifMatch: String?
    /// With `*`, fails with 412 if there is an object (boto3: `IfNoneMatch`).
    public var ifNoneMatch: String?
    /// The algorithm of the caller's own key: `AES256` (boto3: `SSECustomerAlgorithm`).
    public var sseCustomerAlgorithm: String?
    /// The caller's own key (boto3: `SSECustomerKey`).
    public var sseCustomerKey: EncryptionKey?
    /// The MD5 of that key in base64; nil computes it and encodes the key (boto3: `SSECustomerKeyMD5`).
    public var sseCustomerKeyMD5: String?

    /// Asks with what is required; the rest is set after.
    public init(bucket: String, key: Key, uploadID: String) {
        self.bucket = bucket
        self.key = key
        self.uploadID = uploadID
    }
}

extension CompleteMultipartUploadInput: Presignable {
    /// The request before it is signed.
    ///
    /// - Throws: `S3Error` `.invalidInput` for what cannot be sent.
    public var operationCall: OperationCall {
        get throws(S3Error) {
            var call = OperationCall("CompleteMultipartUpload", "POST", bucket: bucket, key: key)
            call.patience = 20
            call.ask("uploadId", uploadID)
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
            call.add("x-amz-checksum-type", checksumType?.rawValue)
            call.add("x-amz-mp-object-size", number: mpuObjectSize)
            call.add("x-amz-request-payer", requestPayer?.rawValue)
            call.add("x-amz-expected-bucket-owner", expectedBucketOwner)
            call.add("if-match", ifMatch)
            call.add("if-none-match", ifNoneMatch)
            call.add("x-amz-server-side-encryption-customer-algorithm", sseCustomerAlgorithm)
            call.add("x-amz-server-side-encryption-customer-", customerKey: sseCustomerKey, md5: sseCustomerKeyMD5)
            if let multipartUpload {
                var document = XMLWriter(namespace: "http://s3.amazonaws.com/doc/2006-03-01/")
                multipartUpload.write(to: &document, as: "CompleteMultipartUpload")
                call.body = try document.body(of: "CompleteMultipartUpload")
            }
            return call
        }
    }
}

/// What CompleteMultipartUpload answers (boto3: the answer of `complete_multipart_upload`).
public struct CompleteMultipartUploadOutput: Sendable {
    /// The URL of the new object (boto3: `Location`).
    public var location: String?
    /// The bucket's name (boto3: `Bucket`).
    public var bucket: String?
    /// The object's key (boto3: `Key`).
    public var key: Key?
    /// When a rule will remove the object, and which (boto3: `Expiration`).
    public var expiration: String?
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
    /// Whether the checksum covers the whole object or its parts' checksums (boto3: `ChecksumType`).
    public var checksumType: ChecksumType?
    /// How the server encrypts the object (boto3: `ServerSideEncryption`).
    public var serverSideEncryption: ServerSideEncryption?
    /// The version in a versioned bucket (boto3: `VersionId`).
    public var versionID: String?
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

extension CompleteMultipartUploadOutput {
    /// - Throws: `S3Error` `.malformedAnswer`.
    init(_ answer: HTTPResponse, to input: CompleteMultipartUploadInput) throws(S3Error) {
        self.init()
        responseMetadata = ResponseMetadata(answer)
        for (name, value) in answer.headers.reversed() {
            switch name.utf8.count {
            case 16:
                if name == "x-amz-expiration" {
                    expiration = value
                } else if name == "x-amz-version-id" {
                    versionID = value
                }
            case 21:
                if name == "x-amz-request-charged" {
                    requestCharged = RequestCharged(rawValue: value)
                }
            case 28:
                if name == "x-amz-server-side-encryption" {
                    serverSideEncryption = ServerSideEncryption(rawValue: value)
                }
            case 43:
                if name == "x-amz-server-side-encryption-aws-kms-key-id" {
                    kmsKeyID = value
                }
            case 47:
                if name == "x-amz-server-side-encryption-bucket-key-enabled" {
                    bucketKeyEnabled = value == "true"
                }
            default: break
            }
        }
        guard let root = try XMLTree.read(answer, "CompleteMultipartUpload") else {
            try settle(answer, input)
            return
        }
        for child in root.children {
            switch child.name {
            case .location: location = child.text
            case .bucket: bucket = child.text
            case .key: key = child.key
            case .eTag: eTag = child.text
            case .checksumCRC32: checksumCRC32 = child.text
            case .checksumCRC32C: checksumCRC32C = child.text
            case .checksumCRC64NVME: checksumCRC64NVME = child.text
            case .checksumSHA1: checksumSHA1 = child.text
            case .checksumSHA256: checksumSHA256 = child.text
            case .checksumSHA512: checksumSHA512 = child.text
            case .checksumMD5: checksumMD5 = child.text
            case .checksumXXHASH64: checksumXXHASH64 = child.text
            case .checksumXXHASH3: checksumXXHASH3 = child.text
            case .checksumXXHASH128: checksumXXHASH128 = child.text
            case .checksumType: checksumType = ChecksumType(rawValue: child.text)
            default: break
            }
        }
        try settle(answer, input)
    }
}

extension S3Client {
    /// Makes an object of the parts of an upload (boto3: `complete_multipart_upload`).
    ///
    /// One request, which may take minutes.
    ///
    /// - Throws: `S3Error`, also for an error that came after a status of 200. `NoSuchUpload` with `mayHaveHappened`:
    ///   an earlier attempt probably succeeded.
    @discardableResult
    public func completeMultipartUpload(
        _ input: CompleteMultipartUploadInput
    ) async throws(S3Error) -> CompleteMultipartUploadOutput {
        try CompleteMultipartUploadOutput(await pipeline.send(try input.operationCall), to: input)
    }
}
