/// What an upload or a copy made.
public struct UploadedObject: Sendable, Hashable {
    /// The entity tag as the server writes it, usually with quotes.
    public var eTag: String?
    /// The version in a versioned bucket.
    public var versionID: String?
    /// The size in bytes.
    public var size: Int64
    /// How many parts it was sent in; 0 for all at once.
    public var partCount: Int

    init(eTag: String?, versionID: String?, size: Int64, partCount: Int) {
        self.eTag = eTag
        self.versionID = versionID.flatMap { $0 == "null" ? nil : $0 }
        self.size = size
        self.partCount = partCount
    }
}
