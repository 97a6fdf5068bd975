package import ObjectStore

/// One version of one object, as far as its bytes are concerned.
package struct BlockVersion: Hashable, Sendable {
    package let key: ObjectKey
    package let etag: ETag
    /// Bytes of the whole object.
    package let size: Int64

    package init(key: ObjectKey, etag: ETag, size: Int64) {
        self.key = key
        self.etag = etag
        self.size = size
    }
}
