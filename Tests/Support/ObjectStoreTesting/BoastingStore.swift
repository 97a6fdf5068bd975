package import ObjectStore

/// A store that claims to be able to do everything, whatever its base can: for proving that checks find out.
package struct BoastingStore: ObjectStore {
    private let base: any ObjectStore

    package init(_ base: any ObjectStore) { self.base = base }

    package var capabilities: StoreCapabilities {
        var all = StoreCapabilities()
        all.minimumPartSize = base.capabilities.minimumPartSize
        return all
    }

    package func list(_ request: ListRequest) async throws(StoreError) -> ListPage { try await base.list(request) }

    package func head(_ key: ObjectKey) async throws(StoreError) -> ObjectMetadata { try await base.head(key) }

    package func get(
        _ key: ObjectKey, range: ByteRange?, ifMatches etag: ETag?, versionID: String?,
        onHead: (@Sendable (ObjectMetadata) -> Void)?, into sink: any ByteSink
    ) async throws(StoreError) -> ObjectMetadata {
        try await base.get(key, range: range, ifMatches: etag, versionID: versionID, onHead: onHead, into: sink)
    }

    package func put(
        _ key: ObjectKey, _ body: any ByteSource, attributes: ObjectAttributes, if precondition: Precondition?
    ) async throws(StoreError) -> StoredObject {
        try await base.put(key, body, attributes: attributes, if: precondition)
    }

    package func copy(
        _ source: ObjectKey, to destination: ObjectKey, sourceMatches etag: ETag?, attributes: ObjectAttributes?
    ) async throws(StoreError) -> StoredObject {
        try await base.copy(source, to: destination, sourceMatches: etag, attributes: attributes)
    }

    package func delete(_ key: ObjectKey, ifMatches etag: ETag?) async throws(StoreError) {
        try await base.delete(key, ifMatches: etag)
    }

    package func delete(_ removals: [Removal]) async throws(StoreError) -> [(key: ObjectKey, error: StoreError)] {
        try await base.delete(removals)
    }

    package func createUpload(
        _ key: ObjectKey, attributes: ObjectAttributes
    ) async throws(StoreError) -> MultipartUpload {
        try await base.createUpload(key, attributes: attributes)
    }

    package func uploadPart(
        _ upload: MultipartUpload, _ number: Int, _ body: any ByteSource
    ) async throws(StoreError) -> CompletedPart {
        try await base.uploadPart(upload, number, body)
    }

    package func copyPart(
        _ upload: MultipartUpload, _ number: Int, from source: ObjectKey, range: ByteRange, sourceMatches etag: ETag?
    ) async throws(StoreError) -> CompletedPart {
        try await base.copyPart(upload, number, from: source, range: range, sourceMatches: etag)
    }

    package func completeUpload(
        _ upload: MultipartUpload, _ parts: [CompletedPart], if precondition: Precondition?
    ) async throws(StoreError) -> StoredObject {
        try await base.completeUpload(upload, parts, if: precondition)
    }

    package func abortUpload(_ upload: MultipartUpload) async throws(StoreError) { try await base.abortUpload(upload) }

    package func listParts(_ upload: MultipartUpload) async throws(StoreError) -> [CompletedPart] {
        try await base.listParts(upload)
    }
}
