/// What DeleteObjects is asked.
public struct DeleteObjectsInput: Sendable {
    /// The most keys of one request.
    public static let maximumKeys = 1000

    /// The bucket's name.
    public var bucket: String
    /// The objects' keys, at most 1,000.
    public var keys: [Key]

    /// Removes objects.
    public init(bucket: String, keys: [Key]) {
        self.bucket = bucket
        self.keys = keys
    }
}

extension S3Client {
    /// Removes up to 1,000 objects.
    ///
    /// One request, and one for each key that XML cannot hold.
    ///
    /// - Returns: what is still there, with why. Empty when all went.
    /// - Throws: `S3Error` when the request as a whole failed.
    public func deleteObjects(_ input: DeleteObjectsInput) async throws(S3Error) -> [DeleteFailure] {
        guard input.keys.count <= DeleteObjectsInput.maximumKeys else {
            throw S3Error(
                .invalidInput, code: "InvalidInput",
                message: "\(input.keys.count) keys are more than one request takes",
                operation: "DeleteObjects")
        }
        var failures: [DeleteFailure] = []
        let writable = input.keys.filter { XMLWriter.canHold($0.bytes) }
        if !writable.isEmpty { failures = try await deleteBatch(writable, of: input.bucket) }
        for key in input.keys where !XMLWriter.canHold(key.bytes) {
            do throws(S3Error) {
                try await deleteObject(DeleteObjectInput(bucket: input.bucket, key: key))
            } catch {
                if case .cancelled = error.kind { throw error }
                failures.append(DeleteFailure(key: key, code: error.code, message: error.message))
            }
        }
        return failures
    }

    private func deleteBatch(_ keys: [Key], of bucket: String) async throws(S3Error) -> [DeleteFailure] {
        var document = XMLWriter()
        document.open("Delete", attributes: " xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"")
        for key in keys {
            document.open("Object")
            document.element("Key", key.bytes)
            document.close("Object")
        }
        document.element("Quiet", "true")
        document.close("Delete")
        var call = OperationCall("DeleteObjects", "POST", bucket: bucket)
        call.ask("delete")
        call.body = BytesBody(document.bytes)
        call.add("content-type", "application/xml")
        call.add("content-md5", md5Base64(document.bytes))
        call.mayEmbedError = true
        call.patience = 4
        let response = try await pipeline.send(call)
        let result = DeleteResultDocument()
        try Self.scan(response, call.operation, into: result)
        guard result.isResult else { throw Self.malformed(call.operation, "the answer is no DeleteResult") }
        return result.failures
    }
}
