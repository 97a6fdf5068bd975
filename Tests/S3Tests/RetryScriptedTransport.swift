import Synchronization

@testable import S3

/// A transport that answers from a list and remembers what was asked.
final class ScriptedTransport: HTTPTransport {
    indirect enum Answer: Sendable {
        /// Takes some seconds, or until the exchange's time is over.
        case slow(Double, Answer)
        case response(HTTPResponse)
        case failure(TransportError.Code)
        /// A success whose body breaks off after so many bytes.
        case broken(HTTPResponse, after: Int)
    }

    private struct State {
        var answers: [Answer]
        var requests: [HTTPRequest] = []
    }

    private let state: Mutex<State>

    private let clock: ManualClock

    init(_ answers: [Answer], clock: ManualClock = ManualClock()) {
        state = Mutex(State(answers: answers))
        self.clock = clock
    }

    var requests: [HTTPRequest] { state.withLock { $0.requests } }

    func perform(_ exchange: HTTPExchange) async throws(TransportError) -> HTTPResponse {
        var answer = state.withLock { state -> Answer? in
            state.requests.append(exchange.request)
            return state.answers.isEmpty ? nil : state.answers.removeFirst()
        }
        if case .slow(let seconds, let late) = answer {
            clock.advance(min(seconds, exchange.timeLimit ?? seconds))
            if let limit = exchange.timeLimit, seconds >= limit { throw TransportError(.deadline, "scripted") }
            answer = late
        }
        switch answer {
        case .slow: throw TransportError(.unsendable, "an answer can be late only once")
        case nil: throw TransportError(.unsendable, "the script is at its end")
        case .failure(let code): throw TransportError(code, "scripted")
        case .response(let response): return try deliver(response, exchange, count: response.body.count)
        case .broken(let response, let count):
            _ = try deliver(response, exchange, count: count)
            throw TransportError(.receive, "scripted", bytesReceived: Int64(count))
        }
    }

    private func deliver(
        _ response: HTTPResponse, _ exchange: HTTPExchange, count: Int
    ) throws(TransportError) -> HTTPResponse {
        guard let receiver = exchange.receiver, response.isSuccess else { return response }
        var head = response
        head.body = []
        guard receiver.receiveHead(head) else { throw TransportError(.refused, "refused") }
        let goesOn = response.body[..<count].withUnsafeBytes { receiver.receiveBody($0) }
        guard goesOn == .taken else { throw TransportError(.refused, "refused") }
        return head
    }
}

/// Time that only moves when somebody sleeps.
final class ManualClock: Timekeeper {
    private let state: Mutex<(now: Int64, elapsed: Double, slept: [Double])>
    private let jitterValue: Double

    init(now: Int64 = 1_700_000_000, jitter: Double = 1) {
        state = Mutex((now, 0, []))
        jitterValue = jitter
    }

    var slept: [Double] { state.withLock { $0.slept } }

    func now() -> Int64 { state.withLock { $0.now } }
    func elapsed() -> Double { state.withLock { $0.elapsed } }

    func sleep(seconds: Double) async {
        state.withLock { state in
            state.slept.append(seconds)
            state.elapsed += seconds
        }
    }

    /// Lets time pass.
    func advance(_ seconds: Double) { state.withLock { $0.elapsed += seconds } }

    func jitter() -> Double { jitterValue }
}

/// Collects what arrives.
final class CollectingSink: BodySink {
    private let state = Mutex<(bytes: [UInt8], start: Int64?, hasGap: Bool)>(([], nil, false))

    var bytes: [UInt8] { state.withLock { $0.bytes } }
    var start: Int64? { state.withLock { $0.start } }
    var hasGap: Bool { state.withLock { $0.hasGap } }

    func receive(_ bytes: UnsafeRawBufferPointer, at offset: Int64) {
        state.withLock { state in
            let start = state.start ?? offset
            state.start = start
            if offset != start + Int64(state.bytes.count) { state.hasGap = true }
            state.bytes.append(contentsOf: bytes)
        }
    }
}

/// Credentials that are replaced when asked for again.
final class RotatingCredentials: CredentialProvider {
    let name = "rotating"
    private let asked = Mutex(0)

    func credentials() async throws(CredentialError) -> Credentials? {
        let number = asked.withLock { asked in
            asked += 1
            return asked
        }
        return Credentials(accessKeyID: "KEY\(number)", secretAccessKey: "secret")
    }
}

/// A client on a script.
struct ScriptedClient {
    let transport: ScriptedTransport
    let clock: ManualClock
    let pipeline: RequestPipeline
    let client: S3Client

    init(
        _ answers: [ScriptedTransport.Answer], clock: ManualClock = ManualClock(),
        configure: (inout ClientConfiguration) -> Void = { _ in }
    ) throws {
        var configuration = ClientConfiguration()
        configuration.endpointURL = "http://127.0.0.1:9"
        configuration.addressingStyle = .path
        configure(&configuration)
        transport = ScriptedTransport(answers, clock: clock)
        self.clock = clock
        pipeline = try RequestPipeline(
            configuration: configuration, credentials: CredentialSource(RotatingCredentials()), transport: transport,
            clock: clock)
        client = S3Client(transport: transport, pipeline: pipeline)
    }

    static func error(_ status: Int, _ code: String, headers: [(name: String, value: String)] = [])
        -> ScriptedTransport.Answer
    {
        let body =
            "<?xml version=\"1.0\"?><Error><Code>\(code)</Code><Message>m</Message><Region>eu-west-1</Region></Error>"
        return .response(HTTPResponse(status: status, headers: headers, body: Array(body.utf8)))
    }

    static func ok(_ headers: [(name: String, value: String)] = [("etag", "\"e\"")], body: String = "")
        -> ScriptedTransport.Answer
    {
        .response(HTTPResponse(status: 200, headers: headers, body: Array(body.utf8)))
    }
}
