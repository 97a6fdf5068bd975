/// What CompleteMultipartUpload is asked.
public struct CompleteMultipartUploadInput: Sendable {
    /// The upload.
    public var upload: UploadReference
    /// Its parts in ascending order of number.
    public var parts: [UploadedPart]
    /// Fails with 412 unless the object has this tag.
    public var ifMatch: String?
    /// With `*`, fails with 412 if there is an object.
    public var ifNoneMatch: String?

    /// Completes an upload.
    public init(upload: UploadReference, parts: [UploadedPart]) {
        self.upload = upload
        self.parts = parts
    }
}

extension S3Client {
    /// Makes the object of its parts.
    ///
    /// One request, which may take minutes.
    ///
    /// - Throws: `S3Error`, also for an error that came after a status of 200. `NoSuchUpload` with `mayHaveHappened`: an
    ///   earlier attempt probably succeeded.
    public func completeMultipartUpload(
        _ input: CompleteMultipartUploadInput
    ) async throws(S3Error) -> StoredObjectOutput {
        var document = XMLWriter()
        document.open("CompleteMultipartUpload", attributes: " xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"")
        for part in input.parts {
            document.open("Part")
            document.element("PartNumber", String(part.number))
            document.element("ETag", part.eTag)
            for (name, value) in part.checksums.sorted(by: { $0.key < $1.key }) {
                document.element("Checksum" + name.dropFirst("x-amz-checksum-".count).uppercased(), value)
            }
            document.close("Part")
        }
        document.close("CompleteMultipartUpload")
        var call = input.upload.call("CompleteMultipartUpload", "POST")
        call.ask("uploadId", input.upload.uploadID)
        call.body = BytesBody(document.bytes)
        call.add("content-type", "application/xml")
        call.add("if-match", input.ifMatch)
        call.add("if-none-match", input.ifNoneMatch)
        call.mayEmbedError = true
        call.patience = 20
        let response = try await pipeline.send(call)
        let result = ValueDocument()
        try Self.scan(response, call.operation, into: result)
        // Ceph leaves the tag out; it is the one that follows from the parts.
        let told = [result["ETag"], response["etag"]].compactMap { $0 }.first { !$0.isEmpty }
        guard let tag = told ?? Self.multipartTag(of: input.parts) else {
            throw Self.malformed(call.operation, "the answer has no ETag")
        }
        return StoredObjectOutput(eTag: tag, versionID: response.versionID)
    }

    /// Ends an upload without an object.
    ///
    /// One request.
    ///
    /// - Throws: `S3Error`: `NoSuchUpload`.
    public func abortMultipartUpload(_ upload: UploadReference) async throws(S3Error) {
        var call = upload.call("AbortMultipartUpload", "DELETE")
        call.ask("uploadId", upload.uploadID)
        _ = try await pipeline.send(call)
    }
}
