extension S3Client {
    /// Reads an object or a range of it (boto3: `get_object`).
    ///
    /// One request, and one more for each broken connection: it goes on where it stopped.
    ///
    /// - Returns: what the server says, and the bytes to be read.
    /// - Throws: `S3Error`: `NoSuchKey`, `PreconditionFailed`, `InvalidRange`, `InvalidObjectState`.
    public func getObject(_ input: GetObjectInput) async throws(S3Error) -> GetObjectOutput {
        let sink = CollectedBody()
        let answer = try await receive(input, onHead: nil, into: sink).answer
        return try GetObjectOutput(answer, to: input, body: ObjectBody(sink.bytes))
    }

    /// Sends an object's bytes to `sink` (boto3: `get_object`, without its `Body`).
    ///
    /// One request, and one more for each broken connection: it goes on where it stopped.
    ///
    /// - Parameter onHead: called once, on a transport thread, before the first byte.
    /// - Throws: `S3Error`: `NoSuchKey`, `PreconditionFailed` (also when the object changed on the way), `InvalidRange`.
    @discardableResult
    public func getObject(
        _ input: GetObjectInput, onHead: (@Sendable (ObjectHead) -> Void)? = nil, into sink: any BodySink
    ) async throws(S3Error) -> ObjectHead {
        let (answer, head) = try await receive(input, onHead: onHead, into: sink)
        return head ?? ObjectHead(answer)
    }

    private func receive(
        _ input: GetObjectInput, onHead: (@Sendable (ObjectHead) -> Void)?, into sink: any BodySink
    ) async throws(S3Error) -> (answer: HTTPResponse, head: ObjectHead?) {
        var call = try input.operationCall
        // The receiver asks for what is missing, attempt by attempt.
        call.headers.removeAll { $0.name == "range" }
        switch input.range {
        case nil where input.partNumber == nil:
            let receiver = ObjectReceiver(range: nil, onHead: onHead, sink: sink)
            return (try await pipeline.send(call, receiver: receiver), receiver.head)
        case .bytes(let range):
            let receiver = ObjectReceiver(range: range, onHead: onHead, sink: sink)
            return (try await pipeline.send(call, receiver: receiver), receiver.head)
        default:
            let receiver = AnchoredReceiver(range: input.range, onHead: onHead, sink: sink)
            return (try await pipeline.send(call, receiver: receiver), receiver.head)
        }
    }
}
