// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// An object, or a version of one, to be removed (boto3: `ObjectIdentifier`).
public struct ObjectToDelete: Sendable, Hashable {
    /// The object's key (boto3: `Key`).
    public var key: Key
    /// The version in a versioned bucket (boto3: `VersionId`).
    public var versionID: String?
    /// Leaves the object unless it has this tag (boto3: `ETag`).
    public var eTag: String?
    /// Leaves the object unless it was stored then (boto3: `LastModifiedTime`).
    public var lastModifiedTime: Instant?
    /// Leaves the object unless it has this size in bytes (boto3: `Size`).
    public var size: Int64?

    /// Takes what is required; the rest is set after.
    public init(key: Key) {
        self.key = key
    }
}

extension ObjectToDelete {
    /// Writes an element.
    func write(to document: inout XMLWriter, as tag: String) {
        document.open(tag)
        document.element("Key", key.bytes)
        if let versionID { document.element("VersionId", versionID) }
        if let eTag { document.element("ETag", eTag) }
        if let lastModifiedTime { document.element("LastModifiedTime", lastModifiedTime.httpDate) }
        if let size { document.element("Size", String(size)) }
        document.close(tag)
    }
}
