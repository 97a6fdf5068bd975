package import ObjectStore

/// The object version that a staged file's unchanged bytes come from.
package struct BaseVersion: Hashable, Sendable {
    package var key: ObjectKey
    /// Nil only where the server gave none; then nothing is checked.
    package var etag: ETag?
    /// Bytes.
    package var size: Int64
    package var versionID: String?

    package init(key: ObjectKey, etag: ETag?, size: Int64, versionID: String? = nil) {
        self.key = key
        self.etag = etag
        self.size = size
        self.versionID = versionID
    }
}
