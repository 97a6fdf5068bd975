/// What this server can do, as data: the one place where servers differ.
package struct StoreCapabilities: Hashable, Sendable {
    /// PUT honours `If-None-Match: *`.
    package var putIfAbsent = true
    /// PUT honours `If-Match`.
    package var putIfMatches = true
    /// CompleteMultipartUpload honours both conditions.
    package var conditionalComplete = true
    /// DELETE honours `If-Match`.
    package var deleteIfMatches = true
    /// CopyObject and UploadPartCopy honour `x-amz-copy-source-if-match`.
    package var copySourceIfMatch = true
    /// UploadPartCopy exists.
    package var partCopy = true
    /// DeleteObjects exists.
    package var batchDelete = true
    /// DeleteObjects honours the ETag of each object.
    package var batchDeleteIfMatches = true
    /// A common prefix goes with its last key; otherwise it stays until an object of its own name is removed.
    package var prefixesVanish = true
    /// Listings are in the byte order of keys; otherwise in the server's own order.
    package var listsInByteOrder = true
    /// Keys with empty components (`a//b`, a leading slash) stay as they are.
    package var keepsEmptyComponents = true
    /// Keys with the components `.` and `..` stay as they are.
    package var keepsDotComponents = true
    /// A backslash in a key stays a backslash.
    package var keepsBackslash = true
    /// Keys that are no UTF-8 are kept byte for byte.
    package var keepsInvalidUTF8 = true
    /// An object and a prefix of the same name (`a` and `a/b`) can both exist.
    package var keepsObjectBesidePrefix = true
    /// Control characters in keys are kept.
    package var keepsControlCharacters = true
    /// The longest key component, in bytes.
    package var maximumComponentLength = 1024
    /// User metadata survives byte for byte (also what is not ASCII, percent-encoded by the caller).
    package var keepsUserMetadata = true
    /// A marker object `dir/` keeps user metadata.
    package var markersKeepMetadata = true
    /// CopyObject takes a marker object `dir/` for its source.
    package var copiesMarkers = true
    /// The largest object that CopyObject takes whole, in bytes.
    package var maximumCopySize: Int64 = 5 << 30
    /// The smallest part but the last, in bytes.
    package var minimumPartSize: Int64 = 5 << 20
    /// The largest part, in bytes.
    package var maximumPartSize: Int64 = 5 << 30

    package init() {}
}
