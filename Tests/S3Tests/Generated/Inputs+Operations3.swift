// Written by Vectors/make_operations.py; edits are lost.

@testable import S3

extension Inputs {
    static func renameObject(_ p: Parameters) -> RenameObjectInput {
        var made = RenameObjectInput(
            bucket: p["Bucket"].text,
            key: p["Key"].key,
            renameSource: p["RenameSource"].text)
        if let v = p.has("DestinationIfMatch") { made.destinationIfMatch = v.text }
        if let v = p.has("DestinationIfNoneMatch") { made.destinationIfNoneMatch = v.text }
        if let v = p.has("DestinationIfModifiedSince") { made.destinationIfModifiedSince = v.instant }
        if let v = p.has("DestinationIfUnmodifiedSince") { made.destinationIfUnmodifiedSince = v.instant }
        if let v = p.has("SourceIfMatch") { made.sourceIfMatch = v.text }
        if let v = p.has("SourceIfNoneMatch") { made.sourceIfNoneMatch = v.text }
        if let v = p.has("SourceIfModifiedSince") { made.sourceIfModifiedSince = v.instant }
        if let v = p.has("SourceIfUnmodifiedSince") { made.sourceIfUnmodifiedSince = v.instant }
        if let v = p.has("ClientToken") { made.clientToken = v.text }
        return made
    }

    static func getObjectAcl(_ p: Parameters) -> GetObjectAclInput {
        var made = GetObjectAclInput(
            bucket: p["Bucket"].text,
            key: p["Key"].key)
        if let v = p.has("VersionId") { made.versionID = v.text }
        if let v = p.has("RequestPayer") { made.requestPayer = RequestPayer(rawValue: v.text) }
        if let v = p.has("ExpectedBucketOwner") { made.expectedBucketOwner = v.text }
        return made
    }

    static func putObjectAcl(_ p: Parameters) -> PutObjectAclInput {
        var made = PutObjectAclInput(
            bucket: p["Bucket"].text,
            key: p["Key"].key)
        if let v = p.has("ACL") { made.acl = ObjectCannedACL(rawValue: v.text) }
        if let v = p.has("AccessControlPolicy") { made.accessControlPolicy = Inputs.accessControlPolicy(v) }
        if let v = p.has("ContentMD5") { made.contentMD5 = v.text }
        if let v = p.has("ChecksumAlgorithm") { made.checksumAlgorithm = ChecksumAlgorithmName(rawValue: v.text) }
        if let v = p.has("GrantFullControl") { made.grantFullControl = v.text }
        if let v = p.has("GrantRead") { made.grantRead = v.text }
        if let v = p.has("GrantReadACP") { made.grantReadACP = v.text }
        if let v = p.has("GrantWrite") { made.grantWrite = v.text }
        if let v = p.has("GrantWriteACP") { made.grantWriteACP = v.text }
        if let v = p.has("RequestPayer") { made.requestPayer = RequestPayer(rawValue: v.text) }
        if let v = p.has("VersionId") { made.versionID = v.text }
        if let v = p.has("ExpectedBucketOwner") { made.expectedBucketOwner = v.text }
        return made
    }

    static func createBucket(_ p: Parameters) -> CreateBucketInput {
        var made = CreateBucketInput(
            bucket: p["Bucket"].text)
        if let v = p.has("ACL") { made.acl = BucketCannedACL(rawValue: v.text) }
        if let v = p.has("CreateBucketConfiguration") {
            made.createBucketConfiguration = Inputs.createBucketConfiguration(v)
        }
        if let v = p.has("GrantFullControl") { made.grantFullControl = v.text }
        if let v = p.has("GrantRead") { made.grantRead = v.text }
        if let v = p.has("GrantReadACP") { made.grantReadACP = v.text }
        if let v = p.has("GrantWrite") { made.grantWrite = v.text }
        if let v = p.has("GrantWriteACP") { made.grantWriteACP = v.text }
        if let v = p.has("ObjectLockEnabledForBucket") { made.objectLockEnabledForBucket = v.isTrue }
        if let v = p.has("ObjectOwnership") { made.objectOwnership = ObjectOwnership(rawValue: v.text) }
        if let v = p.has("BucketNamespace") { made.bucketNamespace = BucketNamespace(rawValue: v.text) }
        return made
    }

    static func deleteBucket(_ p: Parameters) -> DeleteBucketInput {
        var made = DeleteBucketInput(
            bucket: p["Bucket"].text)
        if let v = p.has("ExpectedBucketOwner") { made.expectedBucketOwner = v.text }
        return made
    }

    static func listBuckets(_ p: Parameters) -> ListBucketsInput {
        var made = ListBucketsInput()
        if let v = p.has("MaxBuckets") { made.maxBuckets = v.integer }
        if let v = p.has("ContinuationToken") { made.continuationToken = v.text }
        if let v = p.has("Prefix") { made.prefix = v.text }
        if let v = p.has("BucketRegion") { made.bucketRegion = v.text }
        return made
    }

    static func listDirectoryBuckets(_ p: Parameters) -> ListDirectoryBucketsInput {
        var made = ListDirectoryBucketsInput()
        if let v = p.has("ContinuationToken") { made.continuationToken = v.text }
        if let v = p.has("MaxDirectoryBuckets") { made.maxDirectoryBuckets = v.integer }
        return made
    }

    static func getBucketLocation(_ p: Parameters) -> GetBucketLocationInput {
        var made = GetBucketLocationInput(
            bucket: p["Bucket"].text)
        if let v = p.has("ExpectedBucketOwner") { made.expectedBucketOwner = v.text }
        return made
    }

    static func getBucketVersioning(_ p: Parameters) -> GetBucketVersioningInput {
        var made = GetBucketVersioningInput(
            bucket: p["Bucket"].text)
        if let v = p.has("ExpectedBucketOwner") { made.expectedBucketOwner = v.text }
        return made
    }

    static func putBucketVersioning(_ p: Parameters) -> PutBucketVersioningInput {
        var made = PutBucketVersioningInput(
            bucket: p["Bucket"].text,
            versioningConfiguration: Inputs.versioningConfiguration(p["VersioningConfiguration"]))
        if let v = p.has("ContentMD5") { made.contentMD5 = v.text }
        if let v = p.has("ChecksumAlgorithm") { made.checksumAlgorithm = ChecksumAlgorithmName(rawValue: v.text) }
        if let v = p.has("MFA") { made.mfa = v.text }
        if let v = p.has("ExpectedBucketOwner") { made.expectedBucketOwner = v.text }
        return made
    }

    static func createSession(_ p: Parameters) -> CreateSessionInput {
        var made = CreateSessionInput(
            bucket: p["Bucket"].text)
        if let v = p.has("SessionMode") { made.sessionMode = SessionMode(rawValue: v.text) }
        if let v = p.has("ServerSideEncryption") { made.serverSideEncryption = ServerSideEncryption(rawValue: v.text) }
        if let v = p.has("SSEKMSKeyId") { made.kmsKeyID = v.text }
        if let v = p.has("SSEKMSEncryptionContext") { made.kmsEncryptionContext = v.text }
        if let v = p.has("BucketKeyEnabled") { made.bucketKeyEnabled = v.isTrue }
        return made
    }
}
