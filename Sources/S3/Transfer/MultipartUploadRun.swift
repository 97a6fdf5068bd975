/// A part that the server has.
struct SentPart: Sendable, Hashable {
    var part: UploadedPart
    var size: Int64
}

/// A multipart upload from its begin to its end: completed, or removed.
struct MultipartUploadRun: Sendable {
    let client: S3Client
    let bucket: String
    let key: Key
    let arguments: UploadArguments
    let leavesPartsOnError: Bool
    /// For errors: `UploadFile` and so on.
    let operation: String

    /// Begins an upload, has `send` send its parts, and completes it.
    ///
    /// - Parameters:
    ///   - existing: the upload that is gone on with; nil begins one.
    ///   - send: gives the parts, in any order.
    ///   - check: asked before the parts become an object.
    /// - Throws: the first failure, after the upload was removed, also if the task was cancelled.
    nonisolated(nonsending) func run(
        existing: String? = nil, send: nonisolated(nonsending) (_ uploadID: String) async throws(S3Error) -> [SentPart],
        check: () throws(S3Error) -> Void = { () throws(S3Error) in }
    ) async throws(S3Error) -> UploadedObject {
        let uploadID: String
        if let existing { uploadID = existing } else { uploadID = try await begin() }
        do throws(S3Error) {
            if Task.isCancelled { throw .cancelled(operation) }
            let sent = try await send(uploadID)
            try check()
            return try await complete(uploadID, sent.sorted { $0.part.partNumber < $1.part.partNumber })
        } catch {
            if !leavesPartsOnError { await abort(uploadID) }
            throw error
        }
    }

    /// Not ended by a cancellation: the answer has the id that the upload is removed by.
    private func begin() async throws(S3Error) -> String {
        let (input, pipeline) = (arguments.createMultipartUpload(bucket: bucket, key: key), client.pipeline)
        // Before anything is sent a cancellation still ends the wait, which may be for a provider that hangs.
        _ = try await pipeline.plainCredentials(of: "CreateMultipartUpload", until: pipeline.deadline())
        return try await shielded { () throws(S3Error) in try await client.createMultipartUpload(input).uploadID }
    }

    /// How long the removal of an upload may take, whatever made it fail.
    private static let patience = Duration.seconds(60)

    /// Runs even in a task that is cancelled; a failure is not more than what led here.
    private func abort(_ uploadID: String) async {
        var input = AbortMultipartUploadInput(bucket: bucket, key: key, uploadID: uploadID)
        input.requestPayer = arguments.requestPayer
        input.expectedBucketOwner = arguments.expectedBucketOwner
        let client = client
        // Detached, it has neither the task's cancellation nor its deadline, but one of its own.
        await Task.detached { [input] in
            try? await withDeadline(Self.patience) { _ = try await client.abortMultipartUpload(input) }
        }.value
    }

    private func shielded<Success: Sendable>(
        _ work: @escaping @Sendable () async throws(S3Error) -> Success
    ) async throws(S3Error) -> Success {
        let deadline = Deadline.current
        let task = Task.detached { () -> Result<Success, S3Error> in
            await Deadline.$current.withValue(deadline) {
                do throws(S3Error) {
                    return .success(try await work())
                } catch {
                    return .failure(error)
                }
            }
        }
        return try await task.value.get()
    }

    private func complete(
        _ uploadID: String, _ sent: [SentPart]
    ) async throws(S3Error) -> UploadedObject {
        let (parts, size) = (sent.map(\.part), sent.reduce(0) { $0 + $1.size })
        var input = arguments.completeMultipartUpload(bucket: bucket, key: key, uploadID: uploadID, parts: parts)
        input.coverWhole(sizes: sent.map(\.size))
        do throws(S3Error) {
            let output = try await client.completeMultipartUpload(input)
            return UploadedObject(
                eTag: output.eTag, versionID: output.versionID, size: size, partCount: parts.count)
        } catch {
            // An attempt whose answer was lost may have made the object: then the upload is gone, or the condition.
            guard error.mayHaveHappened, !Task.isCancelled, let made = S3Client.multipartTag(of: parts) else {
                throw error
            }
            let head = arguments.headObject(bucket: bucket, key: key)
            guard let current = try? await client.headObject(head), current.contentLength == size,
                current.eTag.map({ EntityTag.unquoted($0) }) == EntityTag.unquoted(made)
            else { throw error }
            return UploadedObject(
                eTag: current.eTag, versionID: current.versionID, size: size, partCount: parts.count)
        }
    }
}
