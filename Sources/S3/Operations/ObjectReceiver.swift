import Synchronization

/// Passes an object's bytes on, in order and without gaps over any number of attempts.
final class ObjectReceiver: ResumableReceiver {
    private struct State {
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
    }

    /// How much is kept of an error.
    private static let maximumError = 64 << 10

    private let range: Range<Int64>?
    private let onHead: (@Sendable (ObjectHead) -> Void)?
    private let sink: any BodySink
    private let start: Int64
    /// Guards how far the transfer is.
    ///
    /// Not held while the sink is called: only one attempt is under way at a time.
    private let state: Mutex<State>

    init(range: Range<Int64>?, onHead: (@Sendable (ObjectHead) -> Void)?, sink: any BodySink) {
        self.range = range
        self.onHead = onHead
        self.sink = sink
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

    func conclude() -> Standing {
        release(ifUndecided: true)
        return state.withLock { state in
            if state.hasChanged { return .changed }
            if let error = state.error { return .error(error) }
            guard let response = state.response else { return .incomplete }
            if let end = state.end { return state.next >= end ? .complete(response) : .incomplete }
            return state.isOpenEnded ? .complete(response) : .incomplete
        }
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
        if let announced { onHead?(announced) }
        return goesOn
    }

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
        guard state.head == nil else { return (true, nil) }
        state.head = head
        state.response = response
        state.end = end
        return (true, head)
    }

    func receiveBody(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let isSuspect = state.withLock { state in
            guard state.error != nil else { return false }
            if state.held != nil {
                state.held?.append(contentsOf: bytes)
            } else if let count = state.error?.body.count {
                state.error?.body.append(contentsOf: bytes.prefix(max(0, Self.maximumError - count)))
            }
            return true
        }
        return isSuspect ? release(ifUndecided: false) : pass(bytes)
    }

    /// Decides what a held beginning is, and passes on what turns out to be an object.
    @discardableResult
    private func release(ifUndecided: Bool) -> Bool {
        let (bytes, goesOn, announced) = state.withLock { state -> ([UInt8]?, Bool, ObjectHead?) in
            guard let held = state.held, let response = state.error else { return (nil, true, nil) }
            let judgement = held.withUnsafeBytes { EmbeddedError.judge($0) }
            if judgement == .unknown, !ifUndecided { return (nil, true, nil) }
            state.held = nil
            if judgement == .error {
                state.error?.body = Array(held.prefix(Self.maximumError))
                return (nil, true, nil)
            }
            state.error = nil
            let (goesOn, announced) = take(response, &state)
            return (held, goesOn, announced)
        }
        if let announced { onHead?(announced) }
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
            sink.receive(UnsafeRawBufferPointer(rebasing: bytes[wanted]), at: offset)
            state.withLock { $0.next += Int64(wanted.count) }
        }
        return goesOn
    }
}
