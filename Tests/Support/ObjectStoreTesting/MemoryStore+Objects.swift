package import ObjectStore

extension MemoryStore {
    package func list(_ request: ListRequest) async throws(StoreError) -> ListPage {
        if Task.isCancelled { throw StoreError(.cancelled, "before the request") }
        let page = try withBucket { (bucket) throws(StoreError) in try bucket.list(request) }
        let count = Int64(page.objects.count + page.commonPrefixes.count)
        log.append(RequestRecord(.list, request.prefix, bytes: count))
        return page
    }

    package func head(_ key: ObjectKey) async throws(StoreError) -> ObjectMetadata {
        try receive(RequestRecord(.head, key))
        return try withBucket { (bucket) throws(StoreError) in
            let name = try bucket.stored(key)
            let object = try bucket.object(name)
            return ObjectMetadata(info: bucket.info(key, object), attributes: object.attributes)
        }
    }

    package func get(
        _ key: ObjectKey,
        range: ByteRange?,
        ifMatches etag: ETag?,
        versionID: String?,
        onHead: (@Sendable (ObjectMetadata) -> Void)?,
        into sink: any ByteSink
    ) async throws(StoreError) -> ObjectMetadata {
        if Task.isCancelled { throw StoreError(.cancelled, "before the request") }
        let found: (object: MemoryBucket.Object, metadata: ObjectMetadata)
        do throws(StoreError) {
            found = try withBucket { (bucket) throws(StoreError) in
                let object = try bucket.object(try bucket.stored(key))
                if versionID != nil { throw StoreError(.notFound, "the bucket has no versions") }
                try bucket.check(etag, of: object)
                return (object, ObjectMetadata(info: bucket.info(key, object), attributes: object.attributes))
            }
        } catch {
            log.append(RequestRecord(.get, key, range: range))
            throw error
        }
        let size = found.object.bytes.count
        let asked = range ?? ByteRange(0..<Int64(size))
        if range != nil, asked.isEmpty || asked.lowerBound >= Int64(size) {
            log.append(RequestRecord(.get, key, range: range))
            throw StoreError(.rangeUnsatisfiable, "\(asked.range) of \(size) bytes")
        }
        let bounds = Int(asked.lowerBound)..<min(size, Int(asked.upperBound))
        log.append(RequestRecord(.get, key, range: range, bytes: Int64(bounds.count)))
        onHead?(found.metadata)
        var offset = bounds.lowerBound
        while offset < bounds.upperBound {
            if Task.isCancelled { throw StoreError(.cancelled, "while the body came") }
            let end = min(bounds.upperBound, offset + Self.deliverySize)
            found.object.bytes.withUnsafeBytes { all in
                sink.receive(UnsafeRawBufferPointer(rebasing: all[offset..<end]), at: Int64(offset))
            }
            offset = end
        }
        if Task.isCancelled { throw StoreError(.cancelled, "while the body came") }
        return found.metadata
    }

    package func put(
        _ key: ObjectKey,
        _ body: any ByteSource,
        attributes: ObjectAttributes,
        if precondition: Precondition?
    ) async throws(StoreError) -> StoredObject {
        try receive(RequestRecord(.put, key, bytes: body.count))
        try Self.checkMetadata(attributes)
        if body.count > capabilities.maximumPartSize { throw StoreError(.tooLarge, "\(body.count) bytes") }
        let bytes = try Self.read(body)
        var object = makeObject(bytes, attributes, etag: Self.etag(of: bytes))
        let isChecked = checks(
            precondition != nil, key, by: precondition == .absent ? \.putIfAbsent : \.putIfMatches)
        return try withBucket { (bucket) throws(StoreError) in
            let name = try bucket.stored(key)
            try bucket.checkTree(name)
            if isChecked { try bucket.check(precondition, of: name) }
            if !bucket.capabilities.keepsUserMetadata
                || name.isDirectoryMarker && !bucket.capabilities.markersKeepMetadata
            {
                object.attributes.userMetadata = [:]
            }
            try bucket.insert(object, at: name)
            return StoredObject(etag: object.etag)
        }
    }

    package func copy(
        _ source: ObjectKey,
        to destination: ObjectKey,
        sourceMatches etag: ETag?,
        attributes: ObjectAttributes?
    ) async throws(StoreError) -> StoredObject {
        try receive(RequestRecord(.copy, destination))
        if let attributes { try Self.checkMetadata(attributes) }
        let now = self.now
        let isChecked = checks(etag != nil, source, by: \.copySourceIfMatch)
        return try withBucket { (bucket) throws(StoreError) in
            let from = try bucket.stored(source)
            let name = try bucket.stored(destination)
            var object = try bucket.object(from)
            if isChecked { try bucket.check(etag, of: object) }
            if Int64(object.bytes.count) > bucket.capabilities.maximumCopySize {
                throw StoreError(.tooLarge, "\(object.bytes.count) bytes are too many for one copy")
            }
            if from == name, attributes == nil {
                throw StoreError(.rejected, "a copy onto itself that changes nothing")
            }
            try bucket.checkTree(name)
            if let attributes { object.attributes = attributes }
            // A copy is one part, whatever its source was made of.
            object.etag = Self.etag(of: object.bytes)
            object.lastModified = now
            try bucket.insert(object, at: name)
            return StoredObject(etag: object.etag, lastModified: now)
        }
    }

    package func delete(_ key: ObjectKey, ifMatches etag: ETag?) async throws(StoreError) {
        try receive(RequestRecord(.delete, key))
        let isChecked = checks(etag != nil, key, by: \.deleteIfMatches)
        try withBucket { (bucket) throws(StoreError) in
            let name = try bucket.stored(key)
            if let etag, isChecked { try bucket.check(etag, of: try bucket.object(name)) }
            bucket.remove(name)
        }
    }

    package func delete(_ removals: [Removal]) async throws(StoreError) -> [(key: ObjectKey, error: StoreError)] {
        var failures: [(key: ObjectKey, error: StoreError)] = []
        let honoursTags = capabilities.batchDeleteIfMatches
        guard capabilities.batchDelete, honoursTags || isCareless || removals.allSatisfy({ $0.etag == nil }) else {
            for removal in removals {
                do throws(StoreError) { try await delete(removal.key, ifMatches: removal.etag) } catch {
                    if error.reason != .notFound { failures.append((removal.key, error)) }
                }
            }
            return failures
        }
        for start in stride(from: 0, to: removals.count, by: 1000) {
            let batch = removals[start..<min(removals.count, start + 1000)]
            try receive(RequestRecord(.deleteBatch, removals[start].key, bytes: Int64(batch.count)))
            for removal in batch {
                do throws(StoreError) {
                    try withBucket { (bucket) throws(StoreError) in
                        let name = try bucket.stored(removal.key)
                        if let etag = removal.etag, honoursTags, let object = bucket.objects[name] {
                            try bucket.check(etag, of: object)
                        }
                        bucket.remove(name)
                    }
                } catch {
                    failures.append((removal.key, error))
                }
            }
        }
        return failures
    }
}
