import ObjectStore
import S3

// S3 has one too: the upload as boto3's resource.
import struct ObjectStore.MultipartUpload

extension S3ObjectStore {
    func createUpload(_ key: ObjectKey, attributes: ObjectAttributes) async throws(StoreError) -> MultipartUpload {
        try requireKept(key)
        var input = CreateMultipartUploadInput(bucket: bucket, key: Key(key))
        input.take(attributes)
        let output = try await asking { () throws(S3Error) in try await client.createMultipartUpload(input) }
        return MultipartUpload(key: key, id: output.uploadID)
    }

    func uploadPart(
        _ upload: MultipartUpload, _ number: Int, _ body: any ByteSource
    ) async throws(StoreError) -> CompletedPart {
        let input = UploadPartInput(
            bucket: bucket, key: Key(upload.key), partNumber: number, uploadID: upload.id,
            body: SourceBody(source: body))
        let output = try await asking { () throws(S3Error) in try await client.uploadPart(input) }
        // Checksums that the server made by itself are not wanted back: the upload names no algorithm.
        return CompletedPart(number: number, etag: try Self.tag(output.eTag, of: "UploadPart"), size: body.count)
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
        var input = UploadPartCopyInput(
            bucket: bucket, key: Key(upload.key), copySource: CopySource(bucket: bucket, key: Key(source)),
            partNumber: number, uploadID: upload.id)
        input.copySourceIfMatch = etag?.quoted
        input.copySourceRange = .bytes(range.range)
        do throws(StoreError) {
            let output = try await asking { () throws(S3Error) in try await client.uploadPartCopy(input) }
            let tag = try Self.tag(output.copyPartResult.eTag, of: "UploadPartCopy")
            return CompletedPart(number: number, etag: tag, size: range.count)
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
            UploadedPart(eTag: part.etag.quoted, partNumber: part.number)
        }
        var input = CompleteMultipartUploadInput(bucket: bucket, key: Key(upload.key), uploadID: upload.id)
        input.multipartUpload = CompletedMultipartUpload(parts: uploaded)
        (input.ifMatch, input.ifNoneMatch) = Self.fields(precondition)
        let output: CompleteMultipartUploadOutput
        do throws(S3Error) {
            output = try await client.completeMultipartUpload(input)
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
        return StoredObject(
            etag: try Self.tag(output.eTag, of: "CompleteMultipartUpload"), versionID: Self.version(output.versionID))
    }

    func abortUpload(_ upload: MultipartUpload) async throws(StoreError) {
        let input = AbortMultipartUploadInput(bucket: bucket, key: Key(upload.key), uploadID: upload.id)
        try await asking { () throws(S3Error) in _ = try await client.abortMultipartUpload(input) }
    }

    func listParts(_ upload: MultipartUpload) async throws(StoreError) -> [CompletedPart] {
        let parts = try await allParts(of: upload)
        // SeaweedFS lists a part that was sent again twice, with times of whole seconds: what may be the older one is
        // left out, and sent once more.
        var newest: [Int: ListedPart] = [:]
        var unclear: Set<Int> = []
        for part in parts {
            guard let other = newest[part.partNumber] else {
                newest[part.partNumber] = part
                continue
            }
            let (left, right) = (part.lastModified ?? Instant(seconds: 0), other.lastModified ?? Instant(seconds: 0))
            if left == right, part.eTag != other.eTag { unclear.insert(part.partNumber) }
            if left > right {
                newest[part.partNumber] = part
                unclear.remove(part.partNumber)
            }
        }
        let clear = newest.values.filter { !unclear.contains($0.partNumber) }
        return clear.sorted { $0.partNumber < $1.partNumber }.map { part in
            CompletedPart(number: part.partNumber, etag: ETag(part.eTag), size: part.size)
        }
    }

    /// One request for each thousand.
    private func allParts(of upload: MultipartUpload) async throws(StoreError) -> [ListedPart] {
        var input = ListPartsInput(bucket: bucket, key: Key(upload.key), uploadID: upload.id)
        var parts: [ListedPart] = []
        while true {
            let page = try await asking { () throws(S3Error) in try await client.listParts(input) }
            parts += page.parts
            guard page.isTruncated else { return parts }
            let next = page.nextPartNumberMarker ?? page.parts.last?.partNumber
            guard let next, next > input.partNumberMarker ?? 0 else {
                throw StoreError(.unavailable, "ListParts: the page is truncated and does not go on")
            }
            input.partNumberMarker = next
        }
    }
}
