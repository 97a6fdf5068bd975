import Synchronization

/// Receives bytes whose place in the object only the answer says: of one part, or counted from the end.
final class AnchoredReceiver: ResumableReceiver {
    private let range: ObjectRange?
    private let onHead: (@Sendable (ObjectHead) -> Void)?
    private let sink: any BodySink
    /// Guards the receiver that goes on once the place is known.
    private let inner = Mutex<ObjectReceiver?>(nil)

    init(range: ObjectRange?, onHead: (@Sendable (ObjectHead) -> Void)?, sink: any BodySink) {
        self.range = range
        self.onHead = onHead
        self.sink = sink
    }

    private var anchored: ObjectReceiver? { inner.withLock { $0 } }

    var head: ObjectHead? { anchored?.head }
    var delivered: Int64 { anchored?.delivered ?? 0 }
    func conclude() -> Standing { anchored?.conclude() ?? .incomplete }

    func prepare(_ request: inout HTTPRequest) {
        guard let anchored else {
            if let field = range?.headerField { request.headers.append(("range", field)) }
            return
        }
        // What is left of a part is a range.
        request.query.removeAll { $0.name == Array("partNumber".utf8) }
        anchored.prepare(&request)
    }

    func receiveHead(_ response: HTTPResponse) -> Bool {
        let receiver = inner.withLock { inner in
            if let inner { return inner }
            let place = response.status == 206 ? response["content-range"].flatMap { ContentRange($0) } : nil
            let receiver = ObjectReceiver(
                range: place.map { $0.first..<$0.last + 1 }, onHead: onHead, sink: sink)
            inner = receiver
            return receiver
        }
        return receiver.receiveHead(response)
    }

    func receiveBody(_ bytes: UnsafeRawBufferPointer) -> BodyAnswer {
        anchored?.receiveBody(bytes) ?? .unwanted
    }

    func follow(_ pace: any TransferPace) { (sink as? any StreamingSink)?.follow(pace) }

    // What is counted from elsewhere than the object's first byte is no whole object, which checksums are of.
    func begin(_ call: OperationCall, _ configuration: ClientConfiguration) {}
}
