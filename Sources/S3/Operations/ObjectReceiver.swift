import Synchronization

/// Passes an object's bytes on, in order and without gaps over any number of attempts.
final class ObjectReceiver: ResumableReceiver {
    private struct State: ~Copyable {
        /// The object's offset that the sink gets next.
        var next: Int64
        /// The object's offset of the attempt's next byte.
        var position: Int64 = 0
        /// Where the transfer ends; nil before the first answer, or when the server does not say.
        var end: Int64?
        /// The first answer, which all later ones must agree with.
        var response: HTTPResponse?
        var head: ObjectHead?
        var isOpenEnded = false
        var hasChanged = false
        /// The beginning of an answer that may be an error in spite of its status; nil once that is decided.
        var held: [UInt8]?
        /// A success that turned out to be an error, with what there is of its body.
        var error: HTTPResponse?
        /// What the whole object is verified by, and how far that is.
        var checksum: ResponseChecksum?
        var hasher: ChecksumHasher?
    }

    /// What the call says of checksums.
    private struct Verification: Sendable {
        var traits: ChecksumTraits
        var configuration: ClientConfiguration
    }

    /// How much is kept of an error.
    private static let maximumError = 64 << 10

    private let range: Range<Int64>?
    private let onHead: (@Sendable (ObjectHead) -> Void)?
    private let sink: any BodySink
    /// The sink, if it may have no room.
    private let streaming: (any StreamingSink)?
    private let start: Int64
    /// Guards how far the transfer is.
    ///
    /// Not held while the sink is called: only one attempt is under way at a time.
    private let state: Mutex<State>
    /// Guards what is set once, before the first attempt.
    private let verification = Mutex<Verification?>(nil)

    init(range: Range<Int64>?, onHead: (@Sendable (ObjectHead) -> Void)?, sink: any BodySink) {
        self.range = range
        self.onHead = onHead
        self.sink = sink
        streaming = sink as? any StreamingSink
        start = range?.lowerBound ?? 0
        state = Mutex(State(next: start))
    }

    var head: ObjectHead? {
        state.withLock { state in
            // A server that did not say the size has now shown it.
            if state.isOpenEnded { state.head?.contentLength = state.next }
            return state.head
        }
    }

    var delivered: Int64 { state.withLock { $0.next } - start }

    func begin(_ call: OperationCall, _ configuration: ClientConfiguration) {
        guard range == nil, !call.checksum.responseAlgorithms.isEmpty else { return }
        verification.withLock { $0 = Verification(traits: call.checksum, configuration: configuration) }
    }

    func conclude() -> Standing {
        release(ifUndecided: true)
        let standing = state.withLock { state -> Standing in
            if state.hasChanged { return .changed }
            if let error = state.error { return .error(error) }
            guard let response = state.response else { return .incomplete }
            guard state.end.map({ state.next >= $0 }) ?? state.isOpenEnded else { return .incomplete }
            guard let hasher = state.hasher.take(), let checksum = state.checksum else { return .complete(response) }
            if checksum.isMatched(by: hasher) { return .complete(response) }
            let message = "the bytes do not match the object's \(checksum.algorithm.rawValue), \(checksum.expected)"
            return .corrupted(message, isRepeatable: false)
        }
        guard case .corrupted(let message, _) = standing, let sink = sink as? any RestartableSink, sink.restart() else {
            return standing
        }
        state.withLock { state in
            let head = state.head
            state = State(next: start)
            // Announced already; the bytes must still be those of the same object.
            state.head = head
        }
        return .corrupted(message, isRepeatable: true)
    }

    func prepare(_ request: inout HTTPRequest) {
        state.withLock { state in
            state.isOpenEnded = false
            state.error = nil
            let last = (state.end ?? range?.upperBound).map { String($0 - 1) } ?? ""
            if range != nil || state.next > 0 { request.headers.append(("range", "bytes=\(state.next)-\(last)")) }
            if state.next > start, let tag = state.head?.eTag,
                !request.headers.contains(where: { $0.name == "if-match" })
            {
                request.headers.removeAll { $0.name == "if-none-match" }
                request.headers.append(("if-match", tag))
            }
        }
    }

    func receiveHead(_ response: HTTPResponse) -> Bool {
        let (goesOn, announced) = state.withLock { state -> (Bool, ObjectHead?) in
            // Every object has a tag and a date; what has neither may be an error that came after the status.
            if response.status == 200, response["etag"] == nil, response["last-modified"] == nil {
                state.held = []
                state.error = response
                return (true, nil)
            }
            return take(response, &state)
        }
        announce(announced, response)
        return goesOn
    }

    private func announce(_ head: ObjectHead?, _ response: HTTPResponse) {
        guard let head else { return }
        onHead?(head)
        guard let streaming else { return }
        streaming.begin(response, count: state.withLock { state in state.end.map { $0 - start } })
    }

    func follow(_ pace: any TransferPace) { streaming?.follow(pace) }

    private func take(_ response: HTTPResponse, _ state: inout State) -> (goesOn: Bool, announced: ObjectHead?) {
        let head = ObjectHead(response)
        if let first = state.head, first.eTag != head.eTag || first.versionID != head.versionID {
            state.hasChanged = true
            return (false, nil)
        }
        var end: Int64?
        if response.status == 206 {
            guard let part = response["content-range"].flatMap({ ContentRange($0) }), part.first == state.next else {
                return (false, nil)
            }
            state.position = part.first
            // A server may send less than asked: the rest is asked for again.
            end = part.total.map { min($0, range?.upperBound ?? $0) } ?? part.last + 1
        } else {
            // A server without ranges sends all of it.
            state.position = 0
            let total = response["content-length"].flatMap { Int64($0) }
            end = total.map { min($0, range?.upperBound ?? $0) }
            state.isOpenEnded = end == nil
        }
        guard state.response == nil else { return (true, nil) }
        state.response = response
        state.end = end
        verify(response, &state)
        let isFirst = state.head == nil
        state.head = head
        return (true, isFirst ? head : nil)
    }

    private func verify(_ response: HTTPResponse, _ state: inout State) {
        guard let verification = verification.withLock({ $0 }), response.status == 200 else { return }
        state.checksum = ResponseChecksum(
            response, traits: verification.traits, configuration: verification.configuration, hasRange: false)
        state.hasher = state.checksum?.makeHasher()
    }

    func receiveBody(_ bytes: UnsafeRawBufferPointer) -> BodyAnswer {
        let isSuspect = state.withLock { state in
            guard state.error != nil else { return false }
            if state.held != nil {
                state.held?.append(contentsOf: bytes)
            } else if let count = state.error?.body.count {
                state.error?.body.append(contentsOf: bytes.prefix(max(0, Self.maximumError - count)))
            }
            return true
        }
        if !isSuspect, let streaming, !streaming.hasRoom() { return .notNow }
        return (isSuspect ? release(ifUndecided: false) : pass(bytes)) ? .taken : .unwanted
    }

    private typealias Released = (bytes: [UInt8]?, goesOn: Bool, head: ObjectHead?, response: HTTPResponse?)

    /// Decides what a held beginning is, and passes on what turns out to be an object.
    @discardableResult
    private func release(ifUndecided: Bool) -> Bool {
        let (bytes, goesOn, announced, response) = state.withLock { state -> Released in
            guard let held = state.held, let response = state.error else { return (nil, true, nil, nil) }
            let judgement = held.withUnsafeBytes { EmbeddedError.judge($0) }
            if judgement == .unknown, !ifUndecided { return (nil, true, nil, nil) }
            state.held = nil
            if judgement == .error {
                state.error?.body = Array(held.prefix(Self.maximumError))
                return (nil, true, nil, nil)
            }
            state.error = nil
            let (goesOn, announced) = take(response, &state)
            return (held, goesOn, announced, response)
        }
        if let response { announce(announced, response) }
        guard let bytes, goesOn else { return goesOn }
        return bytes.withUnsafeBytes { pass($0) }
    }

    private func pass(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let (wanted, offset, goesOn) = state.withLock { state -> (Range<Int>, Int64, Bool) in
            let count = Int64(bytes.count)
            let upper = state.end ?? range?.upperBound ?? Int64.max
            let from = min(max(0, state.next - state.position), count)
            let to = max(from, min(count, upper - state.position))
            state.position += count
            return (Int(from)..<Int(to), state.next, to == count)
        }
        if !wanted.isEmpty {
            let bytes = UnsafeRawBufferPointer(rebasing: bytes[wanted])
            sink.receive(bytes, at: offset)
            state.withLock { state in
                state.next += Int64(bytes.count)
                state.hasher?.update(bytes)
            }
        }
        return goesOn
    }
}
