// Written by Vectors/make_operations.py; edits are lost.

@testable import S3

extension Inputs {
    /// The input of an operation with boto3's parameters.
    static func input(_ operation: String, _ p: Parameters) -> (any Presignable)? {
        switch operation {
        case "GetObject": getObject(p)
        case "HeadObject": headObject(p)
        case "PutObject": putObject(p)
        case "CopyObject": copyObject(p)
        case "DeleteObject": deleteObject(p)
        case "DeleteObjects": deleteObjects(p)
        case "ListObjects": listObjects(p)
        case "ListObjectsV2": listObjectsV2(p)
        case "CreateMultipartUpload": createMultipartUpload(p)
        case "UploadPart": uploadPart(p)
        case "UploadPartCopy": uploadPartCopy(p)
        case "CompleteMultipartUpload": completeMultipartUpload(p)
        case "AbortMultipartUpload": abortMultipartUpload(p)
        case "ListParts": listParts(p)
        case "HeadBucket": headBucket(p)
        case "ListObjectVersions": listObjectVersions(p)
        case "ListMultipartUploads": listMultipartUploads(p)
        case "GetObjectTagging": getObjectTagging(p)
        case "PutObjectTagging": putObjectTagging(p)
        case "DeleteObjectTagging": deleteObjectTagging(p)
        case "GetObjectAttributes": getObjectAttributes(p)
        case "RestoreObject": restoreObject(p)
        case "RenameObject": renameObject(p)
        case "GetObjectAcl": getObjectAcl(p)
        case "PutObjectAcl": putObjectAcl(p)
        case "CreateBucket": createBucket(p)
        case "DeleteBucket": deleteBucket(p)
        case "ListBuckets": listBuckets(p)
        case "ListDirectoryBuckets": listDirectoryBuckets(p)
        case "GetBucketLocation": getBucketLocation(p)
        case "GetBucketVersioning": getBucketVersioning(p)
        case "PutBucketVersioning": putBucketVersioning(p)
        case "CreateSession": createSession(p)
        default: nil
        }
    }

    /// What a client answers an operation with.
    static func send(_ operation: String, _ p: Parameters, by client: S3Client) async throws -> Any? {
        switch operation {
        case "GetObject": try await client.getObject(getObject(p))
        case "HeadObject": try await client.headObject(headObject(p))
        case "PutObject": try await client.putObject(putObject(p))
        case "CopyObject": try await client.copyObject(copyObject(p))
        case "DeleteObject": try await client.deleteObject(deleteObject(p))
        case "DeleteObjects": try await client.deleteObjects(deleteObjects(p))
        case "ListObjects": try await client.listObjects(listObjects(p))
        case "ListObjectsV2": try await client.listObjectsV2(listObjectsV2(p))
        case "CreateMultipartUpload": try await client.createMultipartUpload(createMultipartUpload(p))
        case "UploadPart": try await client.uploadPart(uploadPart(p))
        case "UploadPartCopy": try await client.uploadPartCopy(uploadPartCopy(p))
        case "CompleteMultipartUpload": try await client.completeMultipartUpload(completeMultipartUpload(p))
        case "AbortMultipartUpload": try await client.abortMultipartUpload(abortMultipartUpload(p))
        case "ListParts": try await client.listParts(listParts(p))
        case "HeadBucket": try await client.headBucket(headBucket(p))
        case "ListObjectVersions": try await client.listObjectVersions(listObjectVersions(p))
        case "ListMultipartUploads": try await client.listMultipartUploads(listMultipartUploads(p))
        case "GetObjectTagging": try await client.getObjectTagging(getObjectTagging(p))
        case "PutObjectTagging": try await client.putObjectTagging(putObjectTagging(p))
        case "DeleteObjectTagging": try await client.deleteObjectTagging(deleteObjectTagging(p))
        case "GetObjectAttributes": try await client.getObjectAttributes(getObjectAttributes(p))
        case "RestoreObject": try await client.restoreObject(restoreObject(p))
        case "RenameObject": try await client.renameObject(renameObject(p))
        case "GetObjectAcl": try await client.getObjectAcl(getObjectAcl(p))
        case "PutObjectAcl": try await client.putObjectAcl(putObjectAcl(p))
        case "CreateBucket": try await client.createBucket(createBucket(p))
        case "DeleteBucket": try await client.deleteBucket(deleteBucket(p))
        case "ListBuckets": try await client.listBuckets(listBuckets(p))
        case "ListDirectoryBuckets": try await client.listDirectoryBuckets(listDirectoryBuckets(p))
        case "GetBucketLocation": try await client.getBucketLocation(getBucketLocation(p))
        case "GetBucketVersioning": try await client.getBucketVersioning(getBucketVersioning(p))
        case "PutBucketVersioning": try await client.putBucketVersioning(putBucketVersioning(p))
        case "CreateSession": try await client.createSession(createSession(p))
        default: nil
        }
    }

    /// What an operation makes of an answer.
    static func output(_ operation: String, _ p: Parameters, _ a: HTTPResponse) throws -> Any? {
        switch operation {
        case "GetObject":
            let input = GetObjectInput(
                bucket: p["Bucket"].text,
                key: p["Key"].key)
            return try GetObjectOutput(a, to: input, body: ObjectBody(a.body))
        case "HeadObject":
            let input = HeadObjectInput(
                bucket: p["Bucket"].text,
                key: p["Key"].key)
            return try HeadObjectOutput(a, to: input)
        case "PutObject":
            let input = PutObjectInput(
                bucket: p["Bucket"].text,
                key: p["Key"].key)
            return try PutObjectOutput(a, to: input)
        case "CopyObject":
            let input = CopyObjectInput(
                bucket: p["Bucket"].text,
                key: p["Key"].key,
                copySource: p["CopySource"].copySource)
            return try CopyObjectOutput(a, to: input)
        case "DeleteObject":
            let input = DeleteObjectInput(
                bucket: p["Bucket"].text,
                key: p["Key"].key)
            return try DeleteObjectOutput(a, to: input)
        case "DeleteObjects":
            let input = DeleteObjectsInput(
                bucket: p["Bucket"].text,
                delete: Inputs.delete(p["Delete"]))
            return try DeleteObjectsOutput(a, to: input)
        case "ListObjects":
            var input = ListObjectsInput(
                bucket: p["Bucket"].text)
            if let v = p.has("EncodingType") { input.encodingType = EncodingType(rawValue: v.text) }
            return try ListObjectsOutput(a, to: input)
        case "ListObjectsV2":
            var input = ListObjectsV2Input(
                bucket: p["Bucket"].text)
            if let v = p.has("EncodingType") { input.encodingType = EncodingType(rawValue: v.text) }
            return try ListObjectsV2Output(a, to: input)
        case "CreateMultipartUpload":
            let input = CreateMultipartUploadInput(
                bucket: p["Bucket"].text,
                key: p["Key"].key)
            return try CreateMultipartUploadOutput(a, to: input)
        case "UploadPart":
            let input = UploadPartInput(
                bucket: p["Bucket"].text,
                key: p["Key"].key,
                partNumber: p["PartNumber"].integer,
                uploadID: p["UploadId"].text)
            return try UploadPartOutput(a, to: input)
        case "UploadPartCopy":
            let input = UploadPartCopyInput(
                bucket: p["Bucket"].text,
                key: p["Key"].key,
                copySource: p["CopySource"].copySource,
                partNumber: p["PartNumber"].integer,
                uploadID: p["UploadId"].text)
            return try UploadPartCopyOutput(a, to: input)
        case "CompleteMultipartUpload":
            let input = CompleteMultipartUploadInput(
                bucket: p["Bucket"].text,
                key: p["Key"].key,
                uploadID: p["UploadId"].text)
            return try CompleteMultipartUploadOutput(a, to: input)
        case "AbortMultipartUpload":
            let input = AbortMultipartUploadInput(
                bucket: p["Bucket"].text,
                key: p["Key"].key,
                uploadID: p["UploadId"].text)
            return try AbortMultipartUploadOutput(a, to: input)
        case "ListParts":
            let input = ListPartsInput(
                bucket: p["Bucket"].text,
                key: p["Key"].key,
                uploadID: p["UploadId"].text)
            return try ListPartsOutput(a, to: input)
        case "HeadBucket":
            let input = HeadBucketInput(
                bucket: p["Bucket"].text)
            return try HeadBucketOutput(a, to: input)
        case "ListObjectVersions":
            var input = ListObjectVersionsInput(
                bucket: p["Bucket"].text)
            if let v = p.has("EncodingType") { input.encodingType = EncodingType(rawValue: v.text) }
            return try ListObjectVersionsOutput(a, to: input)
        case "ListMultipartUploads":
            let input = ListMultipartUploadsInput(
                bucket: p["Bucket"].text)
            return try ListMultipartUploadsOutput(a, to: input)
        case "GetObjectTagging":
            let input = GetObjectTaggingInput(
                bucket: p["Bucket"].text,
                key: p["Key"].key)
            return try GetObjectTaggingOutput(a, to: input)
        case "PutObjectTagging":
            let input = PutObjectTaggingInput(
                bucket: p["Bucket"].text,
                key: p["Key"].key,
                tagging: Inputs.tagging(p["Tagging"]))
            return try PutObjectTaggingOutput(a, to: input)
        case "DeleteObjectTagging":
            let input = DeleteObjectTaggingInput(
                bucket: p["Bucket"].text,
                key: p["Key"].key)
            return try DeleteObjectTaggingOutput(a, to: input)
        case "GetObjectAttributes":
            let input = GetObjectAttributesInput(
                bucket: p["Bucket"].text,
                key: p["Key"].key,
                objectAttributes: p["ObjectAttributes"].items.map { ObjectAttribute(rawValue: $0.text) })
            return try GetObjectAttributesOutput(a, to: input)
        case "RestoreObject":
            let input = RestoreObjectInput(
                bucket: p["Bucket"].text,
                key: p["Key"].key)
            return try RestoreObjectOutput(a, to: input)
        case "RenameObject":
            let input = RenameObjectInput(
                bucket: p["Bucket"].text,
                key: p["Key"].key,
                renameSource: p["RenameSource"].text)
            return try RenameObjectOutput(a, to: input)
        case "GetObjectAcl":
            let input = GetObjectAclInput(
                bucket: p["Bucket"].text,
                key: p["Key"].key)
            return try GetObjectAclOutput(a, to: input)
        case "PutObjectAcl":
            let input = PutObjectAclInput(
                bucket: p["Bucket"].text,
                key: p["Key"].key)
            return try PutObjectAclOutput(a, to: input)
        case "CreateBucket":
            let input = CreateBucketInput(
                bucket: p["Bucket"].text)
            return try CreateBucketOutput(a, to: input)
        case "DeleteBucket":
            let input = DeleteBucketInput(
                bucket: p["Bucket"].text)
            return try DeleteBucketOutput(a, to: input)
        case "ListBuckets":
            let input = ListBucketsInput()
            return try ListBucketsOutput(a, to: input)
        case "ListDirectoryBuckets":
            let input = ListDirectoryBucketsInput()
            return try ListDirectoryBucketsOutput(a, to: input)
        case "GetBucketLocation":
            let input = GetBucketLocationInput(
                bucket: p["Bucket"].text)
            return try GetBucketLocationOutput(a, to: input)
        case "GetBucketVersioning":
            let input = GetBucketVersioningInput(
                bucket: p["Bucket"].text)
            return try GetBucketVersioningOutput(a, to: input)
        case "PutBucketVersioning":
            let input = PutBucketVersioningInput(
                bucket: p["Bucket"].text,
                versioningConfiguration: Inputs.versioningConfiguration(p["VersioningConfiguration"]))
            return try PutBucketVersioningOutput(a, to: input)
        case "CreateSession":
            let input = CreateSessionInput(
                bucket: p["Bucket"].text)
            return try CreateSessionOutput(a, to: input)
        default: return nil
        }
    }
}
