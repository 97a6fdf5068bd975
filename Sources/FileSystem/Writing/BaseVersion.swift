import ObjectStore

/// The object version that a staged file's unchanged bytes come from.
struct BaseVersion: Hashable, Sendable {
    var key: ObjectKey
    /// Nil only where the server gave none; then nothing is checked.
    var etag: ETag?
    /// Bytes.
    var size: Int64
    var versionID: String?

    init(key: ObjectKey, etag: ETag?, size: Int64, versionID: String? = nil) {
        self.key = key
        self.etag = etag
        self.size = size
        self.versionID = versionID
    }
}
