import ObjectStore
import S3

extension S3ObjectStore {
    func delete(_ key: ObjectKey, ifMatches etag: ETag?) async throws(StoreError) {
        guard let etag else { return try await deleteOnce(key, ifMatches: nil) }
        do throws(StoreError) {
            try await conditionally(
                .matches(etag), on: key, by: \.deleteIfMatches, named: "If-Match on DELETE", ifGone: .notFound
            ) { condition throws(StoreError) in
                try await deleteOnce(key, ifMatches: condition == nil ? nil : etag)
            }
        } catch {
            // Gone is what was asked for.
            if error.reason != .notFound { throw error }
        }
    }

    private func deleteOnce(_ key: ObjectKey, ifMatches etag: ETag?) async throws(StoreError) {
        guard canKeep(key) else { return }
        var input = DeleteObjectInput(bucket: bucket, key: Key(key))
        input.ifMatch = etag?.quoted
        do throws(S3Error) {
            try await client.deleteObject(input)
        } catch {
            let failure = StoreError(error)
            if failure.reason == .notFound, etag == nil { return }
            // An attempt whose answer was lost has removed it already.
            if error.mayHaveHappened, failure.reason == .notFound || failure.reason == .preconditionFailed {
                do throws(StoreError) {
                    _ = try await head(key)
                } catch {
                    if error.reason == .notFound { return }
                }
            }
            throw failure
        }
    }

    func delete(_ removals: [Removal]) async throws(StoreError) -> [(key: ObjectKey, error: StoreError)] {
        var left: [(key: ObjectKey, error: StoreError)] = []
        var start = 0
        while start < removals.count {
            let batch = Array(removals[start..<min(removals.count, start + DeleteObjectsInput.maximumKeys)])
            start += batch.count
            left += try await deleteBatch(batch)
        }
        return left
    }

    private func deleteBatch(_ removals: [Removal]) async throws(StoreError) -> [(key: ObjectKey, error: StoreError)] {
        let (hasBatch, honoursTags) = (capabilities.batchDelete, capabilities.batchDeleteIfMatches)
        guard hasBatch, honoursTags || removals.allSatisfy({ $0.etag == nil }) else {
            return try await deleteEach(removals)
        }
        do throws(StoreError) {
            let objects = removals.filter { canKeep($0.key) }.map { removal in
                var object = ObjectToDelete(key: Key(removal.key))
                object.eTag = removal.etag?.quoted
                return object
            }
            guard !objects.isEmpty else { return [] }
            var batch = Delete(objects: objects)
            batch.quiet = true
            let answer = try await asking { () throws(S3Error) in
                try await client.deleteObjects(DeleteObjectsInput(bucket: bucket, delete: batch))
            }
            return answer.errors.compactMap { failure in
                let error = StoreError(failure)
                return error.reason == .notFound ? nil : (ObjectKey(failure.key.bytes), error)
            }
        } catch {
            guard error.reason == .unsupported else { throw error }
            lose(\.batchDelete, "the server has no DeleteObjects; objects are removed one by one")
            return try await deleteEach(removals)
        }
    }

    /// Removes objects by a request each, several at once.
    private func deleteEach(_ removals: [Removal]) async throws(StoreError) -> [(key: ObjectKey, error: StoreError)] {
        let width = 16
        let left = await withTaskGroup(of: (ObjectKey, StoreError)?.self) { group in
            var left: [(key: ObjectKey, error: StoreError)] = []
            for (index, removal) in removals.enumerated() {
                if index >= width, let failure = await group.next() ?? nil { left.append(failure) }
                group.addTask {
                    do throws(StoreError) {
                        try await self.delete(removal.key, ifMatches: removal.etag)
                        return nil
                    } catch {
                        return (removal.key, error)
                    }
                }
            }
            for await failure in group {
                if let failure { left.append(failure) }
            }
            return left
        }
        if let ended = left.first(where: { $0.error.reason == .cancelled }) { throw ended.error }
        return left
    }
}
