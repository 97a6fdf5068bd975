extension S3Client {
    /// Reads an object or a range of it (boto3: `get_object`).
    ///
    /// One request, and one more for each broken connection: it goes on where it stopped. A deadline holds until the last
    /// byte is there.
    ///
    /// - Returns: what the server says, and the bytes to be read.
    /// - Throws: `S3Error`: `NoSuchKey`, `PreconditionFailed`, `InvalidRange`, `InvalidObjectState`.
    public func getObject(_ input: GetObjectInput) async throws(S3Error) -> GetObjectOutput {
        let stream = BodyStream()
        let call = try input.operationCall
        // On a task of its own, since the bytes are read when the answer is long there.
        let transfer = Task {
            do throws(S3Error) {
                stream.finish(.success(try await receive(call, input, onHead: nil, into: stream).answer))
            } catch {
                stream.finish(.failure(error))
            }
        }
        let body = ObjectBody(stream, transfer: transfer)
        let answer = await withTaskCancellationHandler {
            do throws(S3Error) {
                return Result<HTTPResponse, S3Error>.success(try await stream.answer())
            } catch {
                return .failure(error)
            }
        } onCancel: {
            transfer.cancel()
        }
        return try GetObjectOutput(try answer.get(), to: input, body: body)
    }

    /// Sends an object's bytes to `sink` (boto3: `get_object`, without its `Body`).
    ///
    /// One request, and one more for each broken connection: it goes on where it stopped.
    ///
    /// - Parameters:
    ///   - input: bucket, key and options.
    ///   - onHead: called once, on a transport thread, before the first byte.
    ///   - sink: takes the bytes.
    /// - Throws: `S3Error`: `NoSuchKey`, `PreconditionFailed` (also when the object changed on the way), `InvalidRange`.
    @discardableResult
    public func getObject(
        _ input: GetObjectInput, onHead: (@Sendable (ObjectHead) -> Void)? = nil, into sink: any BodySink
    ) async throws(S3Error) -> ObjectHead {
        let (answer, head) = try await receive(try input.operationCall, input, onHead: onHead, into: sink)
        return head ?? ObjectHead(answer)
    }

    private func receive(
        _ call: OperationCall, _ input: GetObjectInput, onHead: (@Sendable (ObjectHead) -> Void)?,
        into sink: any BodySink
    ) async throws(S3Error) -> (answer: HTTPResponse, head: ObjectHead?) {
        var call = call
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
