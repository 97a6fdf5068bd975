import ObjectStore
import S3

extension S3ObjectStore {
    func createUpload(_ key: ObjectKey, attributes: ObjectAttributes) async throws(StoreError) -> MultipartUpload {
        try requireKept(key)
        var input = CreateMultipartUploadInput(bucket: bucket, key: Key(key))
        input.content = ContentHeaders(attributes)
        input.metadata = attributes.userMetadata
        let id = try await asking { () throws(S3Error) in try await client.createMultipartUpload(input) }
        return MultipartUpload(key: key, id: id)
    }

    func uploadPart(
        _ upload: MultipartUpload, _ number: Int, _ body: any ByteSource
    ) async throws(StoreError) -> CompletedPart {
        let part = try await asking { () throws(S3Error) in
            try await client.uploadPart(reference(upload), number: number, body: SourceBody(source: body))
        }
        return CompletedPart(number: number, etag: ETag(part.eTag), size: body.count, checksums: part.checksums)
    }

    func copyPart(
        _ upload: MultipartUpload, _ number: Int, from source: ObjectKey, range: ByteRange, sourceMatches etag: ETag?
    ) async throws(StoreError) -> CompletedPart {
        guard let etag else {
            return try await copyPartOnce(upload, number, from: source, range: range, sourceMatches: nil)
        }
        return try await conditionally(
            .matches(etag), on: source, by: \.copySourceIfMatch, named: "x-amz-copy-source-if-match",
            ifGone: .notFound
        ) { condition throws(StoreError) in
            try await copyPartOnce(
                upload, number, from: source, range: range, sourceMatches: condition == nil ? nil : etag)
        }
    }

    private func copyPartOnce(
        _ upload: MultipartUpload, _ number: Int, from source: ObjectKey, range: ByteRange, sourceMatches etag: ETag?
    ) async throws(StoreError) -> CompletedPart {
        let from = CopySource(bucket: bucket, key: Key(source), ifMatch: etag?.quoted)
        do throws(StoreError) {
            let part = try await asking { () throws(S3Error) in
                try await client.uploadPartCopy(reference(upload), number: number, source: from, range: range.range)
            }
            return CompletedPart(number: number, etag: ETag(part.eTag), size: range.count, checksums: part.checksums)
        } catch {
            if error.reason == .unsupported, etag == nil {
                lose(\.partCopy, "the server has no UploadPartCopy; unchanged parts are sent again")
            }
            throw error
        }
    }

    func completeUpload(
        _ upload: MultipartUpload, _ parts: [CompletedPart], if precondition: Precondition?
    ) async throws(StoreError) -> StoredObject {
        guard let precondition else { return try await completeOnce(upload, parts, if: nil) }
        return try await conditionally(
            precondition, on: upload.key, by: \.conditionalComplete, named: "conditions on CompleteMultipartUpload"
        ) { condition throws(StoreError) in
            try await completeOnce(upload, parts, if: condition)
        }
    }

    private func completeOnce(
        _ upload: MultipartUpload, _ parts: [CompletedPart], if precondition: Precondition?
    ) async throws(StoreError) -> StoredObject {
        // Not every server looks at the order.
        guard zip(parts, parts.dropFirst()).allSatisfy({ $0.number < $1.number }), !parts.isEmpty else {
            throw StoreError(.uploadRejected, "the parts are not in ascending order: \(parts.map(\.number))")
        }
        let uploaded = parts.map { part in
            UploadedPart(number: part.number, eTag: part.etag.quoted, checksums: part.checksums)
        }
        var input = CompleteMultipartUploadInput(upload: reference(upload), parts: uploaded)
        (input.ifMatch, input.ifNoneMatch) = Self.fields(precondition)
        do throws(S3Error) {
            return StoredObject(try await client.completeMultipartUpload(input))
        } catch {
            // An attempt whose answer was lost may have made the object; then the upload is gone, or the condition.
            if error.mayHaveHappened, !Task.isCancelled,
                let made = S3Client.multipartTag(of: uploaded).map({ ETag($0) }),
                let current = try? await head(upload.key), current.info.etag == made
            {
                return StoredObject(etag: made, versionID: current.versionID)
            }
            // Ceph fails on an upload that is gone as if it were still at it.
            if error.status >= 500 { _ = try await listParts(upload) }
            throw StoreError(error)
        }
    }

    func abortUpload(_ upload: MultipartUpload) async throws(StoreError) {
        try await asking { () throws(S3Error) in try await client.abortMultipartUpload(reference(upload)) }
    }

    func listParts(_ upload: MultipartUpload) async throws(StoreError) -> [CompletedPart] {
        let parts = try await asking { () throws(S3Error) in try await client.listParts(reference(upload)) }
        // SeaweedFS lists a part that was sent again twice, with times of whole seconds: what may be the older one is
        // left out, and sent once more.
        var newest: [Int: ListedPart] = [:]
        var unclear: Set<Int> = []
        for part in parts {
            guard let other = newest[part.number] else {
                newest[part.number] = part
                continue
            }
            let (left, right) = (part.lastModified ?? Instant(seconds: 0), other.lastModified ?? Instant(seconds: 0))
            if left == right, part.eTag != other.eTag { unclear.insert(part.number) }
            if left > right {
                newest[part.number] = part
                unclear.remove(part.number)
            }
        }
        return newest.values.filter { !unclear.contains($0.number) }.sorted { $0.number < $1.number }.map { part in
            CompletedPart(number: part.number, etag: ETag(part.eTag), size: part.size)
        }
    }

    private func reference(_ upload: MultipartUpload) -> UploadReference {
        UploadReference(bucket: bucket, key: Key(upload.key), uploadID: upload.id)
    }
}
