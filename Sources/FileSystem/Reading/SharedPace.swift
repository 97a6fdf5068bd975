import Synchronization

/// The pace of all readers of a mount: what their GETs have taught, and how many share it.
final class SharedPace: Sendable {
    /// Guards the pace; taken last.
    private let state: Mutex<FetchPace>
    private let hedging = Mutex(HedgeRule())
    private let lookout = HedgeWatch()
    private let readers = Atomic(0)
    private let began = ContinuousClock.now

    init(_ configuration: ReadConfiguration) {
        let initial = FetchPace.Sizes(window: configuration.maximumWindow, fetch: configuration.maximumFetch)
        let largest = FetchPace.Sizes(
            window: max(configuration.largestWindow, configuration.maximumWindow), fetch: configuration.maximumFetch)
        state = Mutex(
            FetchPace(
                initial: initial, largest: largest, smallestFetch: configuration.smallestFetch,
                unit: configuration.pieceSize))
    }

    /// The sizes for one of the readers there are now.
    var sizes: FetchPace.Sizes {
        let count = readers.load(ordering: .relaxed)
        return state.withLock { $0.sizes(readers: count) }
    }

    func readerBegins() { readers.add(1, ordering: .relaxed) }
    func readerEnds() { readers.subtract(1, ordering: .relaxed) }

    /// Takes note of a GET that is done.
    func note(_ timing: FetchTiming, bytes: Int64) {
        guard let (latency, transfer) = timing.seconds else { return }
        let now = (.now - began) / .seconds(1)
        state.withLock { $0.note(bytes: bytes, latency: latency, transfer: transfer, now: now) }
        hedging.withLock { $0.note(latency) }
    }

    /// Calls `again` when the head of a GET is late and a second one may be sent.
    func watch(_ fetch: Fetch, again: @escaping @Sendable (Fetch) -> Void) {
        guard let patience = hedging.withLock({ $0.patience }) else { return }
        lookout.watch(fetch, patience: patience) { fetch in
            if self.hedging.withLock({ $0.take() }) { again(fetch) }
        }
    }
}

/// When the parts of one GET came.
final class FetchTiming: Sendable {
    private let began = ContinuousClock.now
    private let head = Mutex<ContinuousClock.Instant?>(nil)

    /// Notes that the head of the answer is there; a second call does nothing.
    func headArrived() {
        head.withLock { $0 = $0 ?? .now }
    }

    /// Seconds to the head, and from there to now; nil before the head.
    var seconds: (latency: Double, transfer: Double)? {
        guard let head = head.withLock({ $0 }) else { return nil }
        return ((head - began) / .seconds(1), (.now - head) / .seconds(1))
    }
}
