/// What a listing says of one object.
package struct ObjectInfo: Hashable, Sendable {
    package var key: ObjectKey
    /// Bytes.
    package var size: Int64
    /// Absent only from servers that leave it out of listings.
    package var etag: ETag?
    package var lastModified: Timestamp
    /// For example `STANDARD`, `GLACIER`; nil when the server does not say.
    package var storageClass: String?

    package init(key: ObjectKey, size: Int64, etag: ETag?, lastModified: Timestamp, storageClass: String? = nil) {
        self.key = key
        self.size = size
        self.etag = etag
        self.lastModified = lastModified
        self.storageClass = storageClass
    }
}

/// What is written with an object beside its bytes, and replaced only as a whole.
package struct ObjectAttributes: Hashable, Sendable {
    /// User metadata: names in lower case without `x-amz-meta-`.
    package var userMetadata: [String: String]
    package var contentType: String?
    package var contentEncoding: String?
    package var contentDisposition: String?
    package var contentLanguage: String?
    package var cacheControl: String?
    package var expires: String?

    package init(userMetadata: [String: String] = [:], contentType: String? = nil) {
        self.userMetadata = userMetadata
        self.contentType = contentType
    }
}

/// What HEAD and GET say of one version of an object.
package struct ObjectMetadata: Hashable, Sendable {
    /// `size` is that of the whole object, also when a range was asked.
    package var info: ObjectInfo
    package var attributes: ObjectAttributes
    package var versionID: String?

    package init(info: ObjectInfo, attributes: ObjectAttributes, versionID: String? = nil) {
        self.info = info
        self.attributes = attributes
        self.versionID = versionID
    }
}

/// What a server says after it has stored an object.
package struct StoredObject: Hashable, Sendable {
    package var etag: ETag
    package var versionID: String?
    /// Absent where the answer does not carry it (PUT and Complete do not; Copy does).
    package var lastModified: Timestamp?

    package init(etag: ETag, versionID: String? = nil, lastModified: Timestamp? = nil) {
        self.etag = etag
        self.versionID = versionID
        self.lastModified = lastModified
    }
}
