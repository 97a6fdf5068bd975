import ObjectStore

/// Copies an object of any size within the bucket.
struct ServerSideCopy: Sendable {
    let store: any ObjectStore
    var configuration = WriteConfiguration()

    /// One CopyObject; beyond `capabilities.maximumCopySize` a multipart upload of copied parts, several at a time.
    ///
    /// - Parameters:
    ///   - size: the source's, in bytes.
    ///   - etag: what the source must be.
    ///   - attributes: nil keeps the source's (one HEAD more for a multipart copy, which does not inherit them).
    ///   - uploading: told of the multipart upload, if it comes to one, and of how many parts it is to have.
    /// - Throws: `.preconditionFailed` when the source is another one by now; `.notFound`.
    func copy(
        _ source: ObjectKey,
        size: Int64,
        sourceMatches etag: ETag?,
        to destination: ObjectKey,
        attributes: ObjectAttributes?,
        uploading: (MultipartUpload, Int) -> Void = { _, _ in }
    ) async throws(StoreError) -> StoredObject {
        if size <= store.capabilities.maximumCopySize {
            do {
                return try await store.copy(source, to: destination, sourceMatches: etag, attributes: attributes)
            } catch  where error.reason == .tooLarge && size > 0 {}
        }
        return try await copyParts(
            source, size: size, sourceMatches: etag, to: destination, attributes: attributes, uploading)
    }

    private func copyParts(
        _ source: ObjectKey,
        size: Int64,
        sourceMatches etag: ETag?,
        to destination: ObjectKey,
        attributes: ObjectAttributes?,
        _ uploading: (MultipartUpload, Int) -> Void
    ) async throws(StoreError) -> StoredObject {
        let capabilities = store.capabilities
        var etag = etag
        let kept: ObjectAttributes
        if let attributes {
            kept = attributes
        } else {
            let metadata = try await store.head(source)
            if let etag, let found = metadata.info.etag, found != etag {
                throw StoreError(.preconditionFailed, "\(source) is not \(etag) any more")
            }
            etag = etag ?? metadata.info.etag
            kept = metadata.attributes
        }
        let copyable = capabilities.partCopy ? RangeSet(0..<size) : RangeSet()
        guard let plan = PartPlan(size: size, copyable: copyable, limits: configuration.limits(capabilities)) else {
            throw StoreError(.tooLarge, "\(size) bytes")
        }
        let pinned = etag
        let write = MultipartWrite(store: store, parallel: configuration.parallelParts)
        return try await write(
            destination,
            attributes: kept,
            plan: plan,
            if: nil,
            began: { uploading($0, plan.parts.count) },
            send: { upload, part in await self.send(part, of: upload, source, pinned) },
            confirm: { () throws(StoreError) in
                // Parts of two versions must not become one object.
                guard let pinned, !capabilities.copySourceIfMatch else { return }
                try await PreconditionCheck.requireMatch(pinned, on: source, in: store)
            }
        )
    }

    private func send(
        _ part: PartPlan.Part,
        of upload: MultipartUpload,
        _ source: ObjectKey,
        _ etag: ETag?
    ) async -> Result<CompletedPart, StoreError> {
        do throws(StoreError) {
            if part.isCopy {
                return .success(
                    try await store.copyPart(
                        upload,
                        part.number,
                        from: source,
                        range: ByteRange(part.range),
                        sourceMatches: etag
                    )
                )
            }
            // A server without UploadPartCopy: the bytes pass here, one part's worth of memory for each under way.
            let sink = MemorySink(part.range)
            _ = try await store.get(
                source,
                range: ByteRange(part.range),
                ifMatches: etag,
                versionID: nil,
                onHead: nil,
                into: sink
            )
            guard let bytes = sink.take() else { throw StoreError(.corrupted, "GET of \(source) came incomplete") }
            return .success(try await store.uploadPart(upload, part.number, MemorySource(bytes)))
        } catch {
            return .failure(error)
        }
    }
}
