// Written by Vectors/make_operations.py; edits are lost.

@testable import S3

extension Inputs {
    static func accessControlPolicy(_ p: Parameters) -> AccessControlPolicy {
        var made = AccessControlPolicy()
        if let v = p.has("Grants") { made.grants = v.items.map { Inputs.grant($0) } }
        if let v = p.has("Owner") { made.owner = Inputs.owner(v) }
        return made
    }

    static func bucketInfo(_ p: Parameters) -> BucketInfo {
        var made = BucketInfo()
        if let v = p.has("DataRedundancy") { made.dataRedundancy = DataRedundancy(rawValue: v.text) }
        if let v = p.has("Type") { made.type = BucketType(rawValue: v.text) }
        return made
    }

    static func cSVInput(_ p: Parameters) -> CSVInput {
        var made = CSVInput()
        if let v = p.has("FileHeaderInfo") { made.fileHeaderInfo = FileHeaderInfo(rawValue: v.text) }
        if let v = p.has("Comments") { made.comments = v.text }
        if let v = p.has("QuoteEscapeCharacter") { made.quoteEscapeCharacter = v.text }
        if let v = p.has("RecordDelimiter") { made.recordDelimiter = v.text }
        if let v = p.has("FieldDelimiter") { made.fieldDelimiter = v.text }
        if let v = p.has("QuoteCharacter") { made.quoteCharacter = v.text }
        if let v = p.has("AllowQuotedRecordDelimiter") { made.allowQuotedRecordDelimiter = v.isTrue }
        return made
    }

    static func cSVOutput(_ p: Parameters) -> CSVOutput {
        var made = CSVOutput()
        if let v = p.has("QuoteFields") { made.quoteFields = QuoteFields(rawValue: v.text) }
        if let v = p.has("QuoteEscapeCharacter") { made.quoteEscapeCharacter = v.text }
        if let v = p.has("RecordDelimiter") { made.recordDelimiter = v.text }
        if let v = p.has("FieldDelimiter") { made.fieldDelimiter = v.text }
        if let v = p.has("QuoteCharacter") { made.quoteCharacter = v.text }
        return made
    }

    static func completedMultipartUpload(_ p: Parameters) -> CompletedMultipartUpload {
        let made = CompletedMultipartUpload(
            parts: p["Parts"].items.map { Inputs.uploadedPart($0) })
        return made
    }

    static func uploadedPart(_ p: Parameters) -> UploadedPart {
        var made = UploadedPart(
            eTag: p["ETag"].text,
            partNumber: p["PartNumber"].integer)
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
        return made
    }

    static func createBucketConfiguration(_ p: Parameters) -> CreateBucketConfiguration {
        var made = CreateBucketConfiguration()
        if let v = p.has("LocationConstraint") { made.locationConstraint = BucketLocationConstraint(rawValue: v.text) }
        if let v = p.has("Location") { made.location = Inputs.locationInfo(v) }
        if let v = p.has("Bucket") { made.bucket = Inputs.bucketInfo(v) }
        if let v = p.has("Tags") { made.tags = v.items.map { Inputs.tag($0) } }
        return made
    }

    static func delete(_ p: Parameters) -> Delete {
        var made = Delete(
            objects: p["Objects"].items.map { Inputs.objectToDelete($0) })
        if let v = p.has("Quiet") { made.quiet = v.isTrue }
        return made
    }

    static func outputEncryption(_ p: Parameters) -> OutputEncryption {
        var made = OutputEncryption(
            encryptionType: ServerSideEncryption(rawValue: p["EncryptionType"].text))
        if let v = p.has("KMSKeyId") { made.kmsKeyID = v.text }
        if let v = p.has("KMSContext") { made.kmsContext = v.text }
        return made
    }

    static func glacierJobParameters(_ p: Parameters) -> GlacierJobParameters {
        let made = GlacierJobParameters(
            tier: RestoreTier(rawValue: p["Tier"].text))
        return made
    }

    static func grant(_ p: Parameters) -> Grant {
        var made = Grant()
        if let v = p.has("Grantee") { made.grantee = Inputs.grantee(v) }
        if let v = p.has("Permission") { made.permission = GrantPermission(rawValue: v.text) }
        return made
    }

    static func grantee(_ p: Parameters) -> Grantee {
        var made = Grantee(
            type: GranteeType(rawValue: p["Type"].text))
        if let v = p.has("DisplayName") { made.displayName = v.text }
        if let v = p.has("EmailAddress") { made.emailAddress = v.text }
        if let v = p.has("ID") { made.id = v.text }
        if let v = p.has("URI") { made.uri = v.text }
        return made
    }

    static func inputSerialization(_ p: Parameters) -> InputSerialization {
        var made = InputSerialization()
        if let v = p.has("CSV") { made.csv = Inputs.cSVInput(v) }
        if let v = p.has("CompressionType") { made.compressionType = CompressionType(rawValue: v.text) }
        if let v = p.has("JSON") { made.json = Inputs.jSONInput(v) }
        if let v = p.has("Parquet") { made.parquet = Inputs.parquetInput(v) }
        return made
    }

    static func jSONInput(_ p: Parameters) -> JSONInput {
        var made = JSONInput()
        if let v = p.has("Type") { made.type = JSONType(rawValue: v.text) }
        return made
    }

    static func jSONOutput(_ p: Parameters) -> JSONOutput {
        var made = JSONOutput()
        if let v = p.has("RecordDelimiter") { made.recordDelimiter = v.text }
        return made
    }

    static func locationInfo(_ p: Parameters) -> LocationInfo {
        var made = LocationInfo()
        if let v = p.has("Type") { made.type = LocationType(rawValue: v.text) }
        if let v = p.has("Name") { made.name = v.text }
        return made
    }

    static func metadataEntry(_ p: Parameters) -> MetadataEntry {
        var made = MetadataEntry()
        if let v = p.has("Name") { made.name = v.text }
        if let v = p.has("Value") { made.value = v.text }
        return made
    }

    static func objectToDelete(_ p: Parameters) -> ObjectToDelete {
        var made = ObjectToDelete(
            key: p["Key"].key)
        if let v = p.has("VersionId") { made.versionID = v.text }
        if let v = p.has("ETag") { made.eTag = v.text }
        if let v = p.has("LastModifiedTime") { made.lastModifiedTime = v.instant }
        if let v = p.has("Size") { made.size = v.long }
        return made
    }

    static func outputLocation(_ p: Parameters) -> OutputLocation {
        var made = OutputLocation()
        if let v = p.has("S3") { made.s3 = Inputs.s3Location(v) }
        return made
    }

    static func outputSerialization(_ p: Parameters) -> OutputSerialization {
        var made = OutputSerialization()
        if let v = p.has("CSV") { made.csv = Inputs.cSVOutput(v) }
        if let v = p.has("JSON") { made.json = Inputs.jSONOutput(v) }
        return made
    }

    static func owner(_ p: Parameters) -> Owner {
        var made = Owner()
        if let v = p.has("DisplayName") { made.displayName = v.text }
        if let v = p.has("ID") { made.id = v.text }
        return made
    }

    static func parquetInput(_ p: Parameters) -> ParquetInput {
        let made = ParquetInput()
        return made
    }

    static func restoreRequest(_ p: Parameters) -> RestoreRequest {
        var made = RestoreRequest()
        if let v = p.has("Days") { made.days = v.integer }
        if let v = p.has("GlacierJobParameters") { made.glacierJobParameters = Inputs.glacierJobParameters(v) }
        if let v = p.has("Type") { made.type = RestoreRequestType(rawValue: v.text) }
        if let v = p.has("Tier") { made.tier = RestoreTier(rawValue: v.text) }
        if let v = p.has("Description") { made.description = v.text }
        if let v = p.has("SelectParameters") { made.selectParameters = Inputs.selectParameters(v) }
        if let v = p.has("OutputLocation") { made.outputLocation = Inputs.outputLocation(v) }
        return made
    }

    static func s3Location(_ p: Parameters) -> S3Location {
        var made = S3Location(
            bucketName: p["BucketName"].text,
            prefix: p["Prefix"].text)
        if let v = p.has("Encryption") { made.encryption = Inputs.outputEncryption(v) }
        if let v = p.has("CannedACL") { made.cannedACL = ObjectCannedACL(rawValue: v.text) }
        if let v = p.has("AccessControlList") { made.accessControlList = v.items.map { Inputs.grant($0) } }
        if let v = p.has("Tagging") { made.tagging = Inputs.tagging(v) }
        if let v = p.has("UserMetadata") { made.userMetadata = v.items.map { Inputs.metadataEntry($0) } }
        if let v = p.has("StorageClass") { made.storageClass = StorageClass(rawValue: v.text) }
        return made
    }

    static func selectParameters(_ p: Parameters) -> SelectParameters {
        let made = SelectParameters(
            inputSerialization: Inputs.inputSerialization(p["InputSerialization"]),
            expressionType: ExpressionType(rawValue: p["ExpressionType"].text),
            expression: p["Expression"].text,
            outputSerialization: Inputs.outputSerialization(p["OutputSerialization"]))
        return made
    }

    static func tag(_ p: Parameters) -> Tag {
        let made = Tag(
            key: p["Key"].text,
            value: p["Value"].text)
        return made
    }

    static func tagging(_ p: Parameters) -> Tagging {
        let made = Tagging(
            tagSet: p["TagSet"].items.map { Inputs.tag($0) })
        return made
    }

    static func versioningConfiguration(_ p: Parameters) -> VersioningConfiguration {
        var made = VersioningConfiguration()
        if let v = p.has("MFADelete") { made.mfaDelete = MFADelete(rawValue: v.text) }
        if let v = p.has("Status") { made.status = BucketVersioningStatus(rawValue: v.text) }
        return made
    }
}
