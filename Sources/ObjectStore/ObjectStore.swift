/// The seam between the file system and a bucket: what any object store can do.
///
/// One value stands for one bucket (and is used from any number of tasks). Every call retries by itself what is worth
/// retrying; what it throws is final. Cancelling the calling task ends the call with `.cancelled`.
package protocol ObjectStore: Sendable {
    /// What this server can do. May lose a capability while running, when the server turns out not to honour it.
    var capabilities: StoreCapabilities { get }

    /// One page of a listing (ListObjectsV2, or ListObjects where the server has only that). One request.
    func list(_ request: ListRequest) async throws(StoreError) -> ListPage

    /// An object's metadata (HeadObject). One request.
    func head(_ key: ObjectKey) async throws(StoreError) -> ObjectMetadata

    /// Sends a range of an object's bytes to `sink` (GetObject). One request, and one more for each broken connection.
    ///
    /// - Parameters:
    ///   - range: nil for the whole object; an end after the object's is cut by the server.
    ///   - etag: with it, `.preconditionFailed` when the object is another one by now.
    ///   - versionID: a version of a versioned bucket.
    ///   - onHead: called once, on a transport thread, when the answer's head is there and before the first byte is.
    func get(
        _ key: ObjectKey,
        range: ByteRange?,
        ifMatches etag: ETag?,
        versionID: String?,
        onHead: (@Sendable (ObjectMetadata) -> Void)?,
        into sink: any ByteSink
    ) async throws(StoreError) -> ObjectMetadata

    /// Stores an object whole (PutObject). One request.
    func put(
        _ key: ObjectKey,
        _ body: any ByteSource,
        attributes: ObjectAttributes,
        if precondition: Precondition?
    ) async throws(StoreError) -> StoredObject

    /// Copies an object within the bucket (CopyObject). One request; `.tooLarge` beyond `capabilities.maximumCopySize`.
    ///
    /// - Parameter attributes: nil keeps the source's; otherwise they replace all of them.
    func copy(
        _ source: ObjectKey,
        to destination: ObjectKey,
        sourceMatches etag: ETag?,
        attributes: ObjectAttributes?
    ) async throws(StoreError) -> StoredObject

    /// Removes an object (DeleteObject); that there is none is no error. One request.
    func delete(_ key: ObjectKey, ifMatches etag: ETag?) async throws(StoreError)

    /// Removes objects (DeleteObjects, 1,000 a request, or one by one where the server has no batch).
    ///
    /// Where an ETag is given and `capabilities.batchDeleteIfMatches` is false, one by one, as `delete(_:ifMatches:)`.
    ///
    /// - Returns: the keys that are still there, with why: `.preconditionFailed` for what is another object by now. Empty
    ///   when all went.
    func delete(_ removals: [Removal]) async throws(StoreError) -> [(key: ObjectKey, error: StoreError)]

    /// Begins a multipart upload. One request.
    func createUpload(_ key: ObjectKey, attributes: ObjectAttributes) async throws(StoreError) -> MultipartUpload

    /// Sends one part. One request.
    func uploadPart(
        _ upload: MultipartUpload,
        _ number: Int,
        _ body: any ByteSource
    ) async throws(StoreError) -> CompletedPart

    /// Makes one part of a range of an object in the bucket, without its bytes passing here. One request.
    func copyPart(
        _ upload: MultipartUpload,
        _ number: Int,
        from source: ObjectKey,
        range: ByteRange,
        sourceMatches etag: ETag?
    ) async throws(StoreError) -> CompletedPart

    /// Makes the object of its parts, given in ascending order of number. One request.
    func completeUpload(
        _ upload: MultipartUpload,
        _ parts: [CompletedPart],
        if precondition: Precondition?
    ) async throws(StoreError) -> StoredObject

    /// Ends an upload without an object. One request.
    func abortUpload(_ upload: MultipartUpload) async throws(StoreError)

    /// The parts that the server has of an upload, in ascending order of number. One request a thousand parts.
    func listParts(_ upload: MultipartUpload) async throws(StoreError) -> [CompletedPart]
}

extension ObjectStore {
    /// Removes objects, whatever they are by now.
    package func delete(_ keys: [ObjectKey]) async throws(StoreError) -> [(key: ObjectKey, error: StoreError)] {
        try await delete(keys.map { Removal($0) })
    }
}

/// An object that is to be removed.
package struct Removal: Hashable, Sendable {
    package let key: ObjectKey
    /// What it has to be; nil for whatever it is.
    package let etag: ETag?

    package init(_ key: ObjectKey, ifMatches etag: ETag? = nil) {
        self.key = key
        self.etag = etag
    }
}

/// A multipart upload under way.
package struct MultipartUpload: Hashable, Sendable {
    package let key: ObjectKey
    package let id: String

    /// The most parts that an upload has.
    package static let maximumParts = 10_000

    package init(key: ObjectKey, id: String) {
        self.key = key
        self.id = id
    }
}

/// A part that the server has.
package struct CompletedPart: Hashable, Sendable {
    /// 1…10,000.
    package let number: Int
    package let etag: ETag
    /// Bytes; nil where the server did not say (only ListParts does).
    package let size: Int64?

    package init(number: Int, etag: ETag, size: Int64? = nil) {
        self.number = number
        self.etag = etag
        self.size = size
    }
}
