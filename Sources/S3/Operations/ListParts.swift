extension S3Client {
    /// All parts that the server has of an upload.
    ///
    /// One request for each thousand.
    ///
    /// - Throws: `S3Error`: `NoSuchUpload`.
    public func listParts(_ upload: UploadReference) async throws(S3Error) -> [ListedPart] {
        var parts: [ListedPart] = []
        var marker: Int?
        while true {
            var call = upload.call("ListParts", "GET")
            call.ask("uploadId", upload.uploadID)
            call.ask("part-number-marker", marker.map { String($0) })
            let response = try await pipeline.send(call)
            let page = ListPartsDocument()
            try Self.scan(response, call.operation, into: page)
            guard page.isListing else { throw Self.malformed(call.operation, "the answer is no ListPartsResult") }
            parts += page.parts
            guard page.isTruncated else { return parts.sorted { $0.number < $1.number } }
            let next = page.nextPartNumberMarker ?? page.parts.last?.number
            guard let next, next > marker ?? 0 else {
                throw Self.malformed(call.operation, "the page is truncated and does not go on")
            }
            marker = next
        }
    }
}
