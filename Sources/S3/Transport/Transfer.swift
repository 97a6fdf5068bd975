import CCurl
import Synchronization

/// One exchange on its way through the loop.
///
/// `@unchecked`: the plain variables belong to the loop thread from `submit` to `finish`; the continuation and the
/// flag have guards of their own.
final class Transfer: @unchecked Sendable {
    typealias Outcome = Result<HTTPResponse, TransportError>

    let exchange: HTTPExchange
    /// Set by the cancelling thread, so that a cancel that overtakes the start is seen.
    let isCancelled = Atomic<Bool>(false)
    /// Guards the one resumption.
    private let continuation = Mutex<CheckedContinuation<Outcome, Never>?>(nil)

    /// When its time is over, by the system's `Timekeeper`; nil when it has all.
    let expiry: Double?
    /// The handle that carries it.
    var slot: CurlSlot?
    /// Whether the loop has seen it.
    var isStarted = false
    var isPaused = false
    private(set) var response = HTTPResponse(status: 0)
    private(set) var bytesReceived: Int64 = 0
    private(set) var isFinished = false
    private var headIsComplete = false
    private var isRefused = false
    private var isTooLarge = false
    private var sourceError: (any Error)?
    private var sourceOffset: Int64 = 0
    private var sendings = 0

    /// How much of a body that is no success is kept, for the error in it.
    static let maximumErrorBody = 64 << 10

    init(_ exchange: HTTPExchange) {
        self.exchange = exchange
        expiry = exchange.timeLimit.map { SystemTimekeeper().elapsed() + $0 }
    }

    func attach(_ continuation: CheckedContinuation<Outcome, Never>) {
        self.continuation.withLock { $0 = continuation }
    }

    /// Resumes the caller; the receiver is not called any more after it.
    func finish(_ outcome: Outcome) {
        isFinished = true
        let waiting = continuation.withLock { waiting in
            defer { waiting = nil }
            return waiting
        }
        waiting?.resume(returning: outcome)
    }

    /// What the transfer came to, once libcurl is done with it; before its handle lets go of it.
    func outcome(_ result: CURLcode, now clock: any Timekeeper) -> Outcome {
        if let sourceError {
            return .failure(
                TransportError(.source, "the bytes to send cannot be read: \(sourceError)", cause: sourceError))
        }
        if result != CURLE_OK, isCancelled.load(ordering: .relaxed) {
            return .failure(TransportError(.cancelled, "the task was cancelled", bytesReceived: bytesReceived))
        }
        if isRefused {
            return .failure(TransportError(.refused, "the receiver ended the transfer", bytesReceived: bytesReceived))
        }
        if isTooLarge {
            return .failure(
                TransportError(
                    .malformed, "the answer is larger than \(exchange.maximumCollected) bytes",
                    bytesReceived: bytesReceived))
        }
        if result == CURLE_OK, headIsComplete {
            response.wasRepeated = sendings > 1
            return .success(response)
        }
        // libcurl counts in whole milliseconds.
        if result == CURLE_OPERATION_TIMEDOUT, let expiry, clock.elapsed() >= expiry - 0.002 {
            return .failure(.deadline(bytesReceived: bytesReceived))
        }
        return .failure(
            TransportError(
                result, account: slot?.account, authority: exchange.request.endpoint.authority,
                hasHead: headIsComplete, bytesReceived: bytesReceived))
    }

    // MARK: Callbacks, on the loop thread

    /// The request goes out, for the first time or again.
    func noteSending() { sendings += 1 }

    /// Takes one header line, its end of line included.
    func takeHeader(_ line: UnsafeRawBufferPointer) {
        // Fields after the head are trailers: nothing that we read.
        if headIsComplete && bytesReceived > 0 { return }
        var bytes = line[...]
        while let last = bytes.last, last == 10 || last == 13 { bytes = bytes.dropLast() }
        if bytes.isEmpty {
            completeHead()
        } else if bytes.starts(with: Self.version) {
            response.status = Self.status(bytes)
            response.fields.reset()
            headIsComplete = false
        } else if !headIsComplete {
            response.fields.append(line: bytes)
        }
    }

    private static let version = Array("HTTP/".utf8)

    /// The number after the first space of a status line.
    private static func status(_ line: Slice<UnsafeRawBufferPointer>) -> Int {
        let digits = line.drop { $0 != 32 }.drop { $0 == 32 }.prefix { (48...57).contains($0) }
        return digits.prefix(4).reduce(0) { $0 * 10 + Int($1) - 48 }
    }

    private func completeHead() {
        // 100 Continue and its like announce the real head.
        guard response.status >= 200, !headIsComplete else { return }
        headIsComplete = true
        if response.isSuccess, let receiver = exchange.receiver, !receiver.receiveHead(response) { isRefused = true }
    }

    /// Takes body bytes; answers how many, fewer than given to end the transfer.
    func takeBody(_ bytes: UnsafeRawBufferPointer) -> Int {
        // Seen here too, since libcurl may read megabytes before the loop looks at what it was told.
        if isRefused || isCancelled.load(ordering: .relaxed) { return 0 }
        if response.isSuccess, let receiver = exchange.receiver {
            switch receiver.receiveBody(bytes) {
            case .taken: break
            case .notNow:
                isPaused = true
                return Int(CURL_WRITEFUNC_PAUSE)
            case .unwanted:
                bytesReceived += Int64(bytes.count)
                isRefused = true
                return 0
            }
        } else if response.isSuccess {
            guard response.body.count + bytes.count <= exchange.maximumCollected else {
                isTooLarge = true
                return 0
            }
            if response.body.isEmpty { reserve(bytes.count) }
            response.body.append(contentsOf: bytes)
        } else {
            response.body.append(contentsOf: bytes.prefix(max(0, Self.maximumErrorBody - response.body.count)))
        }
        bytesReceived += Int64(bytes.count)
        return bytes.count
    }

    /// Makes room for the whole body, if it is of a usual size.
    private func reserve(_ count: Int) {
        guard let length = response["content-length"].flatMap({ Int($0) }), length > count, length <= 4 << 20 else {
            return
        }
        response.body.reserveCapacity(length)
    }

    /// Fills `buffer` with what is to be sent next.
    func giveBody(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
        guard let body = exchange.body else { return 0 }
        let length = Int(min(Int64(buffer.count), body.count - sourceOffset))
        guard length > 0 else { return 0 }
        do {
            let count = try body.read(
                at: sourceOffset, into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<length]))
            guard count > 0 else {
                throw TransportError(.source, "the body ended at \(sourceOffset) of \(body.count) bytes")
            }
            sourceOffset += Int64(count)
            return count
        } catch {
            sourceError = error
            return Int(CURL_READFUNC_ABORT)
        }
    }

    /// Goes back in the body: libcurl sends it again on a new connection when a kept one turns out dead.
    func seekBody(_ offset: Int64) { sourceOffset = offset }
}
