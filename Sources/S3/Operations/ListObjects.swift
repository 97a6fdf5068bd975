/// What ListObjects, the first version, is asked.
public struct ListObjectsInput: Sendable {
    /// The bucket's name.
    public var bucket: String
    /// Only keys that begin with this.
    public var prefix: Key?
    /// Keys that share what follows the prefix up to this are rolled up into common prefixes.
    public var delimiter: String?
    /// Only keys after this one.
    public var marker: Key?
    /// At most so many keys and common prefixes together.
    public var maxKeys: Int?

    /// Lists a bucket.
    public init(bucket: String) { self.bucket = bucket }
}

/// One page of a listing.
public struct ListObjectsOutput: Sendable {
    /// The objects, in the server's order.
    public var contents: [ListedObject]
    /// The common prefixes, each whole.
    public var commonPrefixes: [Key]
    /// Whether there are more pages.
    public var isTruncated: Bool
    /// The marker of the next page, made up from the last entry where the server names none.
    public var nextMarker: Key?
}

extension S3Client {
    /// One page of a listing, for servers without ListObjectsV2.
    ///
    /// One request.
    ///
    /// - Throws: `S3Error`.
    public func listObjects(_ input: ListObjectsInput) async throws(S3Error) -> ListObjectsOutput {
        var call = OperationCall("ListObjects", "GET", bucket: input.bucket)
        call.ask("prefix", bytes: input.prefix?.bytes)
        call.ask("delimiter", input.delimiter)
        call.ask("marker", bytes: input.marker?.bytes)
        call.ask("max-keys", input.maxKeys.map { String($0) })
        call.ask("encoding-type", "url")
        let response = try await pipeline.send(call)
        let page = try Self.scanListing(response, call.operation)
        return ListObjectsOutput(
            contents: page.objects, commonPrefixes: page.commonPrefixes, isTruncated: page.isTruncated,
            nextMarker: page.isTruncated ? page.nextMarker : nil)
    }
}
