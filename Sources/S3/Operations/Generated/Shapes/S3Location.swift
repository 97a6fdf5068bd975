// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// Where in S3 the query's result goes, and with what (boto3: `S3Location`).
public struct S3Location: Sendable, Hashable {
    /// The bucket's name (boto3: `BucketName`).
    public var bucketName: String
    /// What the result's key begins with (boto3: `Prefix`).
    public var prefix: String
    /// How it is encrypted (boto3: `Encryption`).
    public var encryption: OutputEncryption?
    /// A ready-made set of permissions (boto3: `CannedACL`).
    public var cannedACL: ObjectCannedACL?
    /// Who may do what with the result (boto3: `AccessControlList`).
    public var accessControlList: [Grant]?
    /// The tags of the result (boto3: `Tagging`).
    public var tagging: Tagging?
    /// The user metadata of the result (boto3: `UserMetadata`).
    public var userMetadata: [MetadataEntry]?
    /// How it is kept; nil for the standard class (boto3: `StorageClass`).
    public var storageClass: StorageClass?

    /// Takes what is required; the rest is set after.
    public init(bucketName: String, prefix: String) {
        self.bucketName = bucketName
        self.prefix = prefix
    }
}

extension S3Location {
    /// Writes an element.
    func write(to document: inout XMLWriter, as tag: String) {
        document.open(tag)
        document.element("BucketName", bucketName)
        document.element("Prefix", prefix)
        if let encryption { encryption.write(to: &document, as: "Encryption") }
        if let cannedACL { document.element("CannedACL", cannedACL.rawValue) }
        if let accessControlList {
            document.open("AccessControlList")
            for item in accessControlList { item.write(to: &document, as: "Grant") }
            document.close("AccessControlList")
        }
        if let tagging { tagging.write(to: &document, as: "Tagging") }
        if let userMetadata {
            document.open("UserMetadata")
            for item in userMetadata { item.write(to: &document, as: "MetadataEntry") }
            document.close("UserMetadata")
        }
        if let storageClass { document.element("StorageClass", storageClass.rawValue) }
        document.close(tag)
    }
}
