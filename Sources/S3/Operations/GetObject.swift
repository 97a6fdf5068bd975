/// What GetObject is asked.
public struct GetObjectInput: Sendable {
    /// The bucket's name.
    public var bucket: String
    /// The object's key.
    public var key: Key
    /// The bytes wanted; nil for all.
    ///
    /// An end after the object's is cut.
    public var range: Range<Int64>?
    /// Fails with 412 unless the object has this tag, as the server writes it.
    public var ifMatch: String?
    /// Fails with 304 if the object has this tag.
    public var ifNoneMatch: String?
    /// A version of a versioned bucket.
    public var versionID: String?

    /// Asks for a whole object.
    public init(bucket: String, key: Key) {
        self.bucket = bucket
        self.key = key
    }
}

extension S3Client {
    /// Sends an object's bytes to `sink`.
    ///
    /// One request, and one more for each broken connection: it goes on where it stopped.
    ///
    /// - Parameter onHead: called once, on a transport thread, before the first byte.
    /// - Throws: `S3Error`: `NoSuchKey`, `PreconditionFailed` (also when the object changed on the way), `InvalidRange`.
    @discardableResult
    public func getObject(
        _ input: GetObjectInput, onHead: (@Sendable (ObjectHead) -> Void)? = nil, into sink: any BodySink
    ) async throws(S3Error) -> ObjectHead {
        var call = OperationCall("GetObject", "GET", bucket: input.bucket, key: input.key)
        if let range = input.range, range.isEmpty {
            throw S3Error(
                .invalidInput, code: "InvalidInput", message: "the range \(range) is empty", operation: "GetObject")
        }
        call.ask("versionId", input.versionID)
        call.add("if-match", input.ifMatch)
        call.add("if-none-match", input.ifNoneMatch)
        let receiver = ObjectReceiver(range: input.range, onHead: onHead, sink: sink)
        let response = try await pipeline.send(call, receiver: receiver)
        return receiver.head ?? ObjectHead(response)
    }
}
