// Written by Vectors/make_operations.py; edits are lost.

@testable import S3

extension Inputs {
    static func completeMultipartUpload(_ p: Parameters) -> CompleteMultipartUploadInput {
        var made = CompleteMultipartUploadInput(
            bucket: p["Bucket"].text,
            key: p["Key"].key,
            uploadID: p["UploadId"].text)
        if let v = p.has("MultipartUpload") { made.multipartUpload = Inputs.completedMultipartUpload(v) }
        if let v = p.has("ChecksumCRC32") { made.checksumCRC32 = v.text }
        if let v = p.has("ChecksumCRC32C") { made.checksumCRC32C = v.text }
        if let v = p.has("ChecksumCRC64NVME") { made.checksumCRC64NVME = v.text }
        if let v = p.has("ChecksumSHA1") { made.checksumSHA1 = v.text }
        if let v = p.has("ChecksumSHA256") { made.checksumSHA256 = v.text }
        if let v = p.has("ChecksumSHA512") { made.checksumSHA512 = v.text }
        if let v = p.has("ChecksumMD5") { made.checksumMD5 = v.text }
        if let v = p.has("ChecksumXXHASH64") { made.checksumXXHASH64 = v.text }
        if let v = p.has("ChecksumXXHASH3") { made.checksumXXHASH3 = v.text }
        if let v = p.has("ChecksumXXHASH128") { made.checksumXXHASH128 = v.text }
        if let v = p.has("ChecksumType") { made.checksumType = ChecksumType(rawValue: v.text) }
        if let v = p.has("MpuObjectSize") { made.mpuObjectSize = v.long }
        if let v = p.has("RequestPayer") { made.requestPayer = RequestPayer(rawValue: v.text) }
        if let v = p.has("ExpectedBucketOwner") { made.expectedBucketOwner = v.text }
        if let v = p.has("IfMatch") { made.ifMatch = v.text }
        if let v = p.has("IfNoneMatch") { made.ifNoneMatch = v.text }
        if let v = p.has("SSECustomerAlgorithm") { made.sseCustomerAlgorithm = v.text }
        if let v = p.has("SSECustomerKey") { made.sseCustomerKey = v.encryptionKey }
        if let v = p.has("SSECustomerKeyMD5") { made.sseCustomerKeyMD5 = v.text }
        return made
    }

    static func abortMultipartUpload(_ p: Parameters) -> AbortMultipartUploadInput {
        var made = AbortMultipartUploadInput(
            bucket: p["Bucket"].text,
            key: p["Key"].key,
            uploadID: p["UploadId"].text)
        if let v = p.has("RequestPayer") { made.requestPayer = RequestPayer(rawValue: v.text) }
        if let v = p.has("ExpectedBucketOwner") { made.expectedBucketOwner = v.text }
        if let v = p.has("IfMatchInitiatedTime") { made.ifMatchInitiatedTime = v.instant }
        return made
    }

    static func listParts(_ p: Parameters) -> ListPartsInput {
        var made = ListPartsInput(
            bucket: p["Bucket"].text,
            key: p["Key"].key,
            uploadID: p["UploadId"].text)
        if let v = p.has("MaxParts") { made.maxParts = v.integer }
        if let v = p.has("PartNumberMarker") { made.partNumberMarker = v.integer }
        if let v = p.has("RequestPayer") { made.requestPayer = RequestPayer(rawValue: v.text) }
        if let v = p.has("ExpectedBucketOwner") { made.expectedBucketOwner = v.text }
        if let v = p.has("SSECustomerAlgorithm") { made.sseCustomerAlgorithm = v.text }
        if let v = p.has("SSECustomerKey") { made.sseCustomerKey = v.encryptionKey }
        if let v = p.has("SSECustomerKeyMD5") { made.sseCustomerKeyMD5 = v.text }
        return made
    }

    static func headBucket(_ p: Parameters) -> HeadBucketInput {
        var made = HeadBucketInput(
            bucket: p["Bucket"].text)
        if let v = p.has("ExpectedBucketOwner") { made.expectedBucketOwner = v.text }
        return made
    }

    static func listObjectVersions(_ p: Parameters) -> ListObjectVersionsInput {
        var made = ListObjectVersionsInput(
            bucket: p["Bucket"].text)
        if let v = p.has("Delimiter") { made.delimiter = v.text }
        if let v = p.has("EncodingType") { made.encodingType = EncodingType(rawValue: v.text) }
        if let v = p.has("KeyMarker") { made.keyMarker = v.key }
        if let v = p.has("MaxKeys") { made.maxKeys = v.integer }
        if let v = p.has("Prefix") { made.prefix = v.key }
        if let v = p.has("VersionIdMarker") { made.versionIDMarker = v.text }
        if let v = p.has("ExpectedBucketOwner") { made.expectedBucketOwner = v.text }
        if let v = p.has("RequestPayer") { made.requestPayer = RequestPayer(rawValue: v.text) }
        if let v = p.has("OptionalObjectAttributes") {
            made.optionalObjectAttributes = v.items.map { OptionalObjectAttribute(rawValue: $0.text) }
        }
        return made
    }

    static func listMultipartUploads(_ p: Parameters) -> ListMultipartUploadsInput {
        var made = ListMultipartUploadsInput(
            bucket: p["Bucket"].text)
        if let v = p.has("Delimiter") { made.delimiter = v.text }
        if let v = p.has("EncodingType") { made.encodingType = EncodingType(rawValue: v.text) }
        if let v = p.has("KeyMarker") { made.keyMarker = v.key }
        if let v = p.has("MaxUploads") { made.maxUploads = v.integer }
        if let v = p.has("Prefix") { made.prefix = v.key }
        if let v = p.has("UploadIdMarker") { made.uploadIDMarker = v.text }
        if let v = p.has("ExpectedBucketOwner") { made.expectedBucketOwner = v.text }
        if let v = p.has("RequestPayer") { made.requestPayer = RequestPayer(rawValue: v.text) }
        return made
    }

    static func getObjectTagging(_ p: Parameters) -> GetObjectTaggingInput {
        var made = GetObjectTaggingInput(
            bucket: p["Bucket"].text,
            key: p["Key"].key)
        if let v = p.has("VersionId") { made.versionID = v.text }
        if let v = p.has("ExpectedBucketOwner") { made.expectedBucketOwner = v.text }
        if let v = p.has("RequestPayer") { made.requestPayer = RequestPayer(rawValue: v.text) }
        return made
    }

    static func putObjectTagging(_ p: Parameters) -> PutObjectTaggingInput {
        var made = PutObjectTaggingInput(
            bucket: p["Bucket"].text,
            key: p["Key"].key,
            tagging: Inputs.tagging(p["Tagging"]))
        if let v = p.has("VersionId") { made.versionID = v.text }
        if let v = p.has("ContentMD5") { made.contentMD5 = v.text }
        if let v = p.has("ChecksumAlgorithm") { made.checksumAlgorithm = ChecksumAlgorithmName(rawValue: v.text) }
        if let v = p.has("ExpectedBucketOwner") { made.expectedBucketOwner = v.text }
        if let v = p.has("RequestPayer") { made.requestPayer = RequestPayer(rawValue: v.text) }
        return made
    }

    static func deleteObjectTagging(_ p: Parameters) -> DeleteObjectTaggingInput {
        var made = DeleteObjectTaggingInput(
            bucket: p["Bucket"].text,
            key: p["Key"].key)
        if let v = p.has("VersionId") { made.versionID = v.text }
        if let v = p.has("ExpectedBucketOwner") { made.expectedBucketOwner = v.text }
        return made
    }

    static func getObjectAttributes(_ p: Parameters) -> GetObjectAttributesInput {
        var made = GetObjectAttributesInput(
            bucket: p["Bucket"].text,
            key: p["Key"].key,
            objectAttributes: p["ObjectAttributes"].items.map { ObjectAttribute(rawValue: $0.text) })
        if let v = p.has("VersionId") { made.versionID = v.text }
        if let v = p.has("MaxParts") { made.maxParts = v.integer }
        if let v = p.has("PartNumberMarker") { made.partNumberMarker = v.integer }
        if let v = p.has("SSECustomerAlgorithm") { made.sseCustomerAlgorithm = v.text }
        if let v = p.has("SSECustomerKey") { made.sseCustomerKey = v.encryptionKey }
        if let v = p.has("SSECustomerKeyMD5") { made.sseCustomerKeyMD5 = v.text }
        if let v = p.has("RequestPayer") { made.requestPayer = RequestPayer(rawValue: v.text) }
        if let v = p.has("ExpectedBucketOwner") { made.expectedBucketOwner = v.text }
        return made
    }

    static func restoreObject(_ p: Parameters) -> RestoreObjectInput {
        var made = RestoreObjectInput(
            bucket: p["Bucket"].text,
            key: p["Key"].key)
        if let v = p.has("VersionId") { made.versionID = v.text }
        if let v = p.has("RestoreRequest") { made.restoreRequest = Inputs.restoreRequest(v) }
        if let v = p.has("RequestPayer") { made.requestPayer = RequestPayer(rawValue: v.text) }
        if let v = p.has("ChecksumAlgorithm") { made.checksumAlgorithm = ChecksumAlgorithmName(rawValue: v.text) }
        if let v = p.has("ExpectedBucketOwner") { made.expectedBucketOwner = v.text }
        return made
    }
}
