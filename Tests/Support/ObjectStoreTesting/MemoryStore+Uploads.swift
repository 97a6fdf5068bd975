package import ObjectStore

extension MemoryStore {
    package func createUpload(
        _ key: ObjectKey, attributes: ObjectAttributes
    ) async throws(StoreError) -> MultipartUpload {
        try receive(RequestRecord(.createUpload, key))
        try Self.checkMetadata(attributes)
        return try withBucket { (bucket) throws(StoreError) in
            _ = try bucket.stored(key)
            return bucket.beginUpload(key, attributes)
        }
    }

    package func uploadPart(
        _ upload: MultipartUpload,
        _ number: Int,
        _ body: any ByteSource
    ) async throws(StoreError) -> CompletedPart {
        try receive(RequestRecord(.uploadPart, upload.key, bytes: body.count))
        return try add(try Self.read(body), as: number, to: upload)
    }

    package func copyPart(
        _ upload: MultipartUpload,
        _ number: Int,
        from source: ObjectKey,
        range: ByteRange,
        sourceMatches etag: ETag?
    ) async throws(StoreError) -> CompletedPart {
        try receive(RequestRecord(.copyPart, upload.key, range: range))
        let isChecked = checks(etag != nil, source, by: \.copySourceIfMatch)
        let bytes = try withBucket { (bucket) throws(StoreError) -> [UInt8] in
            guard bucket.capabilities.partCopy else { throw StoreError(.unsupported, "UploadPartCopy") }
            _ = try bucket.upload(upload)
            let object = try bucket.object(try bucket.stored(source))
            if isChecked { try bucket.check(etag, of: object) }
            guard !range.isEmpty, range.upperBound <= Int64(object.bytes.count) else {
                throw StoreError(.rangeUnsatisfiable, "\(range.range) of \(object.bytes.count) bytes")
            }
            return Array(object.bytes[Int(range.lowerBound)..<Int(range.upperBound)])
        }
        return try add(bytes, as: number, to: upload)
    }

    private func add(
        _ bytes: [UInt8], as number: Int, to upload: MultipartUpload
    ) throws(StoreError) -> CompletedPart {
        guard (1...MultipartUpload.maximumParts).contains(number) else {
            throw StoreError(.rejected, "there is no part \(number)")
        }
        let etag = Self.etag(of: bytes)
        try withBucket { (bucket) throws(StoreError) in
            if Int64(bytes.count) > bucket.capabilities.maximumPartSize {
                throw StoreError(.tooLarge, "\(bytes.count) bytes are too many for a part")
            }
            _ = try bucket.upload(upload)
            bucket.uploads[upload.id]?.parts[number] = (bytes, etag)
        }
        return CompletedPart(number: number, etag: etag, size: Int64(bytes.count))
    }

    package func completeUpload(
        _ upload: MultipartUpload,
        _ parts: [CompletedPart],
        if precondition: Precondition?
    ) async throws(StoreError) -> StoredObject {
        try receive(RequestRecord(.completeUpload, upload.key))
        let (bytes, attributes) = try withBucket { (bucket) throws(StoreError) in
            let found = try bucket.upload(upload)
            return (try Self.join(found, parts, bucket.capabilities.minimumPartSize), found.attributes)
        }
        let etag = ETag("\(Self.etag(of: bytes))-\(parts.count)")
        let object = makeObject(bytes, attributes, etag: etag)
        let isChecked = checks(precondition != nil, upload.key, by: \.conditionalComplete)
        return try withBucket { (bucket) throws(StoreError) in
            _ = try bucket.upload(upload)
            let name = try bucket.stored(upload.key)
            try bucket.checkTree(name)
            if isChecked { try bucket.check(precondition, of: name) }
            try bucket.insert(object, at: name)
            bucket.uploads[upload.id] = nil
            return StoredObject(etag: etag)
        }
    }

    private static func join(
        _ upload: MemoryBucket.Upload, _ parts: [CompletedPart], _ minimum: Int64
    ) throws(StoreError) -> [UInt8] {
        if parts.isEmpty { throw StoreError(.uploadRejected, "no parts") }
        var bytes: [UInt8] = []
        var previous = 0
        for part in parts {
            guard part.number > previous else { throw StoreError(.uploadRejected, "parts are out of order") }
            guard let stored = upload.parts[part.number], stored.etag == part.etag else {
                throw StoreError(.uploadRejected, "part \(part.number) is missing or another one")
            }
            if part.number != parts.last?.number, Int64(stored.bytes.count) < minimum {
                throw StoreError(.uploadRejected, "part \(part.number) has \(stored.bytes.count) bytes only")
            }
            bytes += stored.bytes
            previous = part.number
        }
        return bytes
    }

    package func abortUpload(_ upload: MultipartUpload) async throws(StoreError) {
        try receive(RequestRecord(.abortUpload, upload.key))
        try withBucket { (bucket) throws(StoreError) in
            _ = try bucket.upload(upload)
            bucket.uploads[upload.id] = nil
        }
    }

    package func listParts(_ upload: MultipartUpload) async throws(StoreError) -> [CompletedPart] {
        try receive(RequestRecord(.listParts, upload.key))
        return try withBucket { (bucket) throws(StoreError) in
            try bucket.upload(upload).parts.sorted { $0.key < $1.key }.map { number, part in
                CompletedPart(number: number, etag: part.etag, size: Int64(part.bytes.count))
            }
        }
    }
}
