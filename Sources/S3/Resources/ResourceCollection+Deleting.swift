extension ObjectCollection {
    /// Removes the objects of the collection (boto3: `delete`).
    ///
    /// One DeleteObjects for each page with objects, of up to 1,000 keys, beside the listing.
    ///
    /// - Parameter set: sets the members of each input beside bucket and keys.
    /// - Returns: the answers, in order: what went, and what is still there with why.
    /// - Throws: `S3Error` when a request as a whole failed; what the requests before it removed is gone.
    @discardableResult
    public nonisolated(nonsending) func delete(
        _ set: (inout DeleteObjectsInput) -> Void = { _ in }
    ) async throws(S3Error) -> [DeleteObjectsOutput] {
        try await delete(from: input.bucket, set) { ObjectToDelete(key: $0.key) }
    }
}

extension ObjectVersionCollection {
    /// Removes the versions of the collection for good (boto3: `delete`).
    ///
    /// One DeleteObjects for each page with versions, of up to 1,000 of them, beside the listing.
    ///
    /// - Parameter set: sets the members of each input beside bucket and versions.
    /// - Returns: the answers, in order: what went, and what is still there with why.
    /// - Throws: `S3Error` when a request as a whole failed; what the requests before it removed is gone.
    @discardableResult
    public nonisolated(nonsending) func delete(
        _ set: (inout DeleteObjectsInput) -> Void = { _ in }
    ) async throws(S3Error) -> [DeleteObjectsOutput] {
        try await delete(from: input.bucket, set) { version in
            var object = ObjectToDelete(key: version.objectKey)
            object.versionID = version.id
            return object
        }
    }
}

extension ResourceCollection {
    /// Pages without resources are passed over, where boto3 stops at the first and leaves the rest.
    fileprivate nonisolated(nonsending) func delete(
        from bucket: String, _ set: (inout DeleteObjectsInput) -> Void, _ object: (Element) -> ObjectToDelete
    ) async throws(S3Error) -> [DeleteObjectsOutput] {
        var answers: [DeleteObjectsOutput] = []
        var pages = pages().makeAsyncIterator()
        while let page = try await pages.advance() {
            var rest = page[...]
            while !rest.isEmpty {
                let batch = rest.prefix(DeleteObjectsInput.maximumKeys)
                rest = rest.dropFirst(batch.count)
                var input = DeleteObjectsInput(bucket: bucket, delete: Delete(objects: batch.map(object)))
                set(&input)
                answers.append(try await client.deleteObjects(input))
            }
        }
        return answers
    }
}
