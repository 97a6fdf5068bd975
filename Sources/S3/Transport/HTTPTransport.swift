/// One request with everything that its transfer needs.
struct HTTPExchange: Sendable {
    /// What is sent: final, signed.
    var request: HTTPRequest
    /// The body; nil sends none (with a length of zero where the method wants one).
    var body: (any RequestBody)?
    /// Takes the body of a successful answer as it arrives; nil collects it.
    var receiver: (any ResponseReceiver)?
    /// How long the transfer may stand still, in seconds.
    var stallTimeout: Double
    /// Asks the server (`Expect: 100-continue`) before the body is sent.
    var expectsContinue = false
    /// How long the exchange may take, its wait for a connection included, in seconds; nil for any time.
    var timeLimit: Double?
    /// The most bytes a second, either way; nil for any number.
    var maximumRate: Int64?
    /// The largest body that is collected of a successful answer, in bytes.
    var maximumCollected = 64 << 20

    init(
        request: HTTPRequest,
        body: (any RequestBody)? = nil,
        receiver: (any ResponseReceiver)? = nil,
        stallTimeout: Double = 30
    ) {
        self.request = request
        self.body = body
        self.receiver = receiver
        self.stallTimeout = stallTimeout
    }
}

/// Follows a successful answer on the transport's thread; no method may wait.
protocol ResponseReceiver: Sendable {
    /// Called once, before the first byte; answering false ends the transfer with `.refused`.
    func receiveHead(_ response: HTTPResponse) -> Bool
    /// Takes bytes that are valid during the call only.
    ///
    /// After `.notNow` the same bytes come again once the transfer is resumed.
    func receiveBody(_ bytes: UnsafeRawBufferPointer) -> BodyAnswer
    /// A transfer begins, which `pace` resumes after `.notNow`.
    func follow(_ pace: any TransferPace)
}

extension ResponseReceiver {
    func follow(_ pace: any TransferPace) {}
}

/// What a receiver says to a piece of a body.
enum BodyAnswer: Sendable {
    /// The bytes were used.
    case taken
    /// There is no room: the transfer pauses.
    case notNow
    /// The transfer ends with `.refused`.
    case unwanted
}

/// Lets a paused transfer go on.
protocol TransferPace: Sendable {
    /// Safe at any time, also for a transfer that is not paused or over.
    func resume()
}

/// Sends one request and gives its answer: no retries, no redirects, no interpretation.
protocol HTTPTransport: Sendable {
    /// - Throws: `TransportError`; `.cancelled` as soon as the calling task is, after which no receiver is called.
    func perform(_ exchange: HTTPExchange) async throws(TransportError) -> HTTPResponse
}
