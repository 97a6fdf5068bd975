import ObjectStore
import S3

extension S3ObjectStore {
    func put(
        _ key: ObjectKey, _ body: any ByteSource, attributes: ObjectAttributes, if precondition: Precondition?
    ) async throws(StoreError) -> StoredObject {
        guard let precondition else { return try await putOnce(key, body, attributes: attributes, if: nil) }
        switch precondition {
        case .absent:
            return try await conditionally(precondition, on: key, by: \.putIfAbsent, named: "If-None-Match on PUT") {
                condition throws(StoreError) in
                try await putOnce(key, body, attributes: attributes, if: condition)
            }
        case .matches:
            return try await conditionally(precondition, on: key, by: \.putIfMatches, named: "If-Match on PUT") {
                condition throws(StoreError) in
                try await putOnce(key, body, attributes: attributes, if: condition)
            }
        }
    }

    private func putOnce(
        _ key: ObjectKey, _ body: any ByteSource, attributes: ObjectAttributes, if precondition: Precondition?
    ) async throws(StoreError) -> StoredObject {
        try requireKept(key)
        let bytes = SourceBody(source: body)
        var input = PutObjectInput(bucket: bucket, key: Key(key), body: bytes)
        input.take(attributes)
        (input.ifMatch, input.ifNoneMatch) = Self.fields(precondition)
        let output: PutObjectOutput
        do throws(S3Error) {
            output = try await client.putObject(input)
        } catch {
            // The condition may fail because an attempt whose answer was lost has written the object already.
            guard error.mayHaveHappened, [404, 409, 412].contains(error.status), precondition != nil,
                let head = try? await client.storedHead(of: bytes, bucket: bucket, key: Key(key)), let tag = head.eTag
            else { throw StoreError(error) }
            return StoredObject(etag: ETag(tag), versionID: head.versionID)
        }
        return StoredObject(
            etag: try Self.tag(output.eTag, of: "PutObject"), versionID: Self.version(output.versionID))
    }

    func copy(
        _ source: ObjectKey, to destination: ObjectKey, sourceMatches etag: ETag?, attributes: ObjectAttributes?
    ) async throws(StoreError) -> StoredObject {
        if source.isDirectoryMarker, !capabilities.copiesMarkers {
            return try await copyMarker(source, to: destination, sourceMatches: etag, attributes: attributes)
        }
        guard let etag else {
            return try await copyOnce(source, to: destination, sourceMatches: nil, attributes: attributes)
        }
        return try await conditionally(
            .matches(etag), on: source, by: \.copySourceIfMatch, named: "x-amz-copy-source-if-match",
            ifGone: .notFound
        ) { condition throws(StoreError) in
            try await copyOnce(
                source, to: destination, sourceMatches: condition == nil ? nil : etag, attributes: attributes)
        }
    }

    /// A marker has no bytes, so storing another one with its metadata is a copy.
    ///
    /// One HEAD and one PUT.
    private func copyMarker(
        _ source: ObjectKey, to destination: ObjectKey, sourceMatches etag: ETag?, attributes: ObjectAttributes?
    ) async throws(StoreError) -> StoredObject {
        let marker = try await head(source)
        if let etag, marker.info.etag != etag {
            throw StoreError(.preconditionFailed, "\(source) is another version by now")
        }
        guard marker.info.size == 0 else {
            throw StoreError(.unsupported, "the server does not copy \(source), a directory marker with content")
        }
        return try await put(destination, MemorySource([]), attributes: attributes ?? marker.attributes, if: nil)
    }

    private func copyOnce(
        _ source: ObjectKey, to destination: ObjectKey, sourceMatches etag: ETag?, attributes: ObjectAttributes?
    ) async throws(StoreError) -> StoredObject {
        try requireKept(destination)
        var input = CopyObjectInput(
            bucket: bucket, key: Key(destination), copySource: CopySource(bucket: bucket, key: Key(source)))
        input.copySourceIfMatch = etag?.quoted
        if let attributes {
            input.metadataDirective = .replace
            input.take(attributes)
        }
        let output = try await asking { () throws(S3Error) in try await client.copyObject(input) }
        return StoredObject(
            etag: try Self.tag(output.copyObjectResult.eTag, of: "CopyObject"),
            versionID: Self.version(output.versionID),
            lastModified: output.copyObjectResult.lastModified.map { Timestamp($0) })
    }

    /// `If-Match` and `If-None-Match` of a condition.
    static func fields(_ precondition: Precondition?) -> (ifMatch: String?, ifNoneMatch: String?) {
        switch precondition {
        case nil: (nil, nil)
        case .absent: (nil, "*")
        case .matches(let etag): (etag.quoted, nil)
        }
    }
}
