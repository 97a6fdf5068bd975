/// How large GETs are and how far ahead they run, as the store and the network have answered so far: decisions only.
///
/// As many bytes are under way as come, at the best throughput seen, while one GET lasts when nothing is in its way; and
/// as many again, so that a better throughput shows, if there is one. GETs are as large as they may be, so that there are
/// few; where memory would not hold so many, they are smaller, but each carries bytes for at least twice as long as its
/// first byte takes to come.
struct FetchPace: Sendable {
    /// The sizes for one reader, in bytes.
    struct Sizes: Equatable, Sendable {
        /// How far ahead of the reader bytes are fetched at most.
        var window: Int64
        /// The most that one GET asks for.
        var fetch: Int64
    }

    /// Bytes a second that the fastest reader takes from a mount.
    private static let wanted = 1.5e9
    /// How many times what is needed is under way.
    private static let gain = 2.0
    /// GETs under way for all readers together.
    private static let mostFetches = 32.0
    private static let fewestFetches = 4.0
    /// Shorter transfers tell nothing of the rate: what is in buffers on the way comes at once.
    private static let smallestSample: Int64 = 2 << 20
    /// How fast what was the best once is forgotten: by each GET, and by each measure of the throughput.
    private static let forgetting = 0.02
    private static let slowing = 0.2
    /// The throughput is measured over so many bytes.
    private static let measure: Int64 = 24 << 20

    private let initial: Sizes
    private let largest: Sizes
    private let smallestFetch: Int64
    private let unit: Int64
    /// The best of late: seconds to the first byte, and bytes a second of one GET from then on; nil before the first answer.
    ///
    /// Not what GETs have now: they are in each other's way when there are many, and would ask for more and more.
    private(set) var latency: Double?
    private(set) var rate: Double?
    /// Bytes a second of all GETs; nil before the first measure.
    private(set) var throughput: Double?
    /// The measure that is under way.
    private var begun = -Double.infinity
    private var bytes: Int64 = 0

    /// - Parameters:
    ///   - initial: before anything is known.
    ///   - largest: never more than this.
    ///   - smallestFetch: no GET of a sequential reader asks for less.
    ///   - unit: what sizes are multiples of.
    init(initial: Sizes, largest: Sizes, smallestFetch: Int64, unit: Int64) {
        self.smallestFetch = min(smallestFetch, largest.fetch)
        self.initial = initial
        self.largest = largest
        self.unit = unit
    }

    /// Takes note of a GET that is done.
    ///
    /// - Parameters:
    ///   - latency: seconds to the head of the answer.
    ///   - transfer: seconds from there to its end.
    ///   - now: seconds of a clock that goes on.
    mutating func note(bytes: Int64, latency: Double, transfer: Double, now: Double) {
        let known = self.latency ?? latency
        let least = min(latency, known + (latency - known) * Self.forgetting)
        self.latency = least
        // A head that was noticed late has bytes right behind it, which came while it waited.
        let transfer = transfer + latency - least
        if bytes >= Self.smallestSample, transfer > 0 {
            let sample = Double(bytes) / transfer
            let known = rate ?? sample
            rate = max(sample, known + (sample - known) * Self.forgetting)
        }
        measure(bytes, from: now - least - transfer, to: now)
    }

    private mutating func measure(_ bytes: Int64, from start: Double, to now: Double) {
        // From the end of the one before, since a GET's bytes count when it ends; from later, if nothing was under way then.
        if self.bytes == 0 { begun = max(begun, start) }
        self.bytes += bytes
        guard self.bytes >= Self.measure, now > begun else { return }
        let sample = Double(self.bytes) / (now - begun)
        let known = throughput ?? sample
        throughput = max(sample, known + (sample - known) * Self.slowing)
        self.bytes = 0
        begun = now
    }

    /// The sizes for each of so many readers.
    func sizes(readers: Int) -> Sizes {
        guard let latency, let rate, rate > 0 else { return initial }
        let room = largest.window / Int64(max(1, readers))
        let whole = sizes(fetch: largest.fetch, latency, rate, readers)
        guard whole.window > room else { return whole }
        let least = max(Int64(min(2 * latency * rate, Double(largest.fetch))), smallestFetch)
        let smaller = sizes(fetch: max(unit, least - least % unit), latency, rate, readers)
        return Sizes(window: max(min(smaller.window, room), smaller.fetch), fetch: smaller.fetch)
    }

    private func sizes(fetch: Int64, _ latency: Double, _ rate: Double, _ readers: Int) -> Sizes {
        let needed = min(throughput ?? rate, Self.wanted) * (latency + Double(fetch) / rate) / Double(fetch)
        let fetches = min(max((Self.gain * needed).rounded(.up), Self.fewestFetches), Self.mostFetches)
        return Sizes(window: Int64(max(2, (fetches / Double(max(1, readers))).rounded(.up))) * fetch, fetch: fetch)
    }
}
