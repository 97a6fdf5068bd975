// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// How the query's result is encrypted (boto3: `Encryption`).
public struct OutputEncryption: Sendable, Hashable {
    /// The kind of encryption (boto3: `EncryptionType`).
    public var encryptionType: ServerSideEncryption
    /// The key of the key service (boto3: `KMSKeyId`).
    public var kmsKeyID: String?
    /// The context of the key service's encryption (boto3: `KMSContext`).
    public var kmsContext: String?

    /// Takes what is required; the rest is set after.
    public init(encryptionType: ServerSideEncryption) {
        self.encryptionType = encryptionType
    }
}

extension OutputEncryption {
    /// Writes an element.
    func write(to document: inout XMLWriter, as tag: String) {
        document.open(tag)
        document.element("EncryptionType", encryptionType.rawValue)
        if let kmsKeyID { document.element("KMSKeyId", kmsKeyID) }
        if let kmsContext { document.element("KMSContext", kmsContext) }
        document.close(tag)
    }
}
