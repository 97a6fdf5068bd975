// What servers leave out of their answers, or write in their own way, is made good here.

extension ListObjectsV2Output {
    /// - Throws: `S3Error` `.malformedAnswer` without a token: the loop over the pages would begin again at the first.
    mutating func settle(_ root: XMLNode, _ input: ListObjectsV2Input) throws(S3Error) {
        if nextContinuationToken?.isEmpty == true || !isTruncated { nextContinuationToken = nil }
        guard isTruncated, nextContinuationToken == nil else { return }
        throw S3Client.malformed("ListObjectsV2", "the page is truncated and names no continuation")
    }
}

extension ListObjectsOutput {
    /// Some servers encode the marker like the keys, some write it plainly.
    mutating func settle(_ root: XMLNode, _ input: ListObjectsInput) throws(S3Error) {
        guard isTruncated, let named = nextMarker, !named.bytes.isEmpty else { return nextMarker = nil }
        let ends = [contents.last?.key, commonPrefixes.last].compactMap { $0 }
        guard !ends.contains(named) else { return }
        if let plain = root.children(.nextMarker).first?.key, ends.contains(plain) {
            nextMarker = plain
        } else if root.tree.isMended {
            nextMarker = nil
        }
    }

    /// Where the next page begins: what the server names, or else the last entry of this page; nil at the end.
    public var nextPageMarker: Key? {
        guard isTruncated else { return nil }
        if let nextMarker { return nextMarker }
        let ends = [contents.last?.key, commonPrefixes.last].compactMap { $0 }
        return ends.max { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    }
}

extension CreateMultipartUploadOutput {
    /// - Throws: `S3Error` `.malformedAnswer` without an id: nothing could be done with the upload.
    mutating func settle(_ answer: HTTPResponse, _ input: CreateMultipartUploadInput) throws(S3Error) {
        guard uploadID.isEmpty else { return }
        throw S3Client.malformed("CreateMultipartUpload", "the answer has no UploadId")
    }
}

extension CopyObjectOutput {
    /// Some servers name the tag in a header field only.
    mutating func settle(_ answer: HTTPResponse, _ input: CopyObjectInput) throws(S3Error) {
        if copyObjectResult.eTag == nil { copyObjectResult.eTag = answer["etag"] }
    }
}

extension UploadPartCopyOutput {
    /// Some servers name the tag in a header field only.
    mutating func settle(_ answer: HTTPResponse, _ input: UploadPartCopyInput) throws(S3Error) {
        if copyPartResult.eTag == nil { copyPartResult.eTag = answer["etag"] }
    }
}

extension CompleteMultipartUploadOutput {
    /// Ceph leaves the tag out; it is the one that follows from the parts.
    mutating func settle(_ answer: HTTPResponse, _ input: CompleteMultipartUploadInput) throws(S3Error) {
        if eTag?.isEmpty == true { eTag = nil }
        if eTag == nil, let field = answer["etag"], !field.isEmpty { eTag = field }
        guard eTag == nil, let parts = input.multipartUpload?.parts, !parts.isEmpty else { return }
        // Ceph takes the parts in the order of their numbers, however they are named.
        eTag = S3Client.multipartTag(of: parts.sorted { $0.partNumber < $1.partNumber })
    }
}
