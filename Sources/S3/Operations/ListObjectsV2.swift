/// What ListObjectsV2 is asked.
public struct ListObjectsV2Input: Sendable {
    /// The bucket's name.
    public var bucket: String
    /// Only keys that begin with this.
    public var prefix: Key?
    /// Keys that share what follows the prefix up to this are rolled up into common prefixes.
    public var delimiter: String?
    /// Only keys after this one.
    public var startAfter: Key?
    /// Where an earlier page ended.
    public var continuationToken: String?
    /// At most so many keys and common prefixes together.
    public var maxKeys: Int?
    /// Asks for keys in percent-encoding, which alone carries every byte.
    public var encodesKeys = true

    /// Lists a bucket.
    public init(bucket: String) { self.bucket = bucket }
}

/// One page of a listing.
public struct ListObjectsV2Output: Sendable {
    /// The objects, in the server's order.
    public var contents: [ListedObject]
    /// The common prefixes, each whole.
    public var commonPrefixes: [Key]
    /// Whether there are more pages.
    public var isTruncated: Bool
    /// What the next page is asked with.
    public var nextContinuationToken: String?
}

extension S3Client {
    /// One page of a listing.
    ///
    /// One request.
    ///
    /// - Throws: `S3Error`.
    public func listObjectsV2(_ input: ListObjectsV2Input) async throws(S3Error) -> ListObjectsV2Output {
        var call = OperationCall("ListObjectsV2", "GET", bucket: input.bucket)
        call.ask("list-type", "2")
        call.ask("prefix", bytes: input.prefix?.bytes)
        call.ask("delimiter", input.delimiter)
        call.ask("start-after", bytes: input.startAfter?.bytes)
        call.ask("continuation-token", input.continuationToken)
        call.ask("max-keys", input.maxKeys.map { String($0) })
        if input.encodesKeys { call.ask("encoding-type", "url") }
        let response = try await pipeline.send(call)
        let page = try Self.scanListing(response, call.operation)
        // Without a token the loop over the pages would begin again at the first.
        if page.isTruncated, page.continuationToken == nil {
            throw Self.malformed(call.operation, "the page is truncated and names no continuation")
        }
        return ListObjectsV2Output(
            contents: page.objects, commonPrefixes: page.commonPrefixes, isTruncated: page.isTruncated,
            nextContinuationToken: page.isTruncated ? page.continuationToken : nil)
    }
}
