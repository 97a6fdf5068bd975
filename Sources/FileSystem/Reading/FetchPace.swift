/// How large GETs are and how far ahead they run, as the store and the network have answered so far: decisions only.
///
/// Ahead of a reader there are as many GETs as it takes, at the rate of one connection, to bring what a reader can take.
/// They are as large as they may be, so that there are few; where memory would not hold so many, they are smaller, but
/// each carries bytes for at least twice as long as its first byte takes to come.
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
    /// GETs under way for all readers together.
    private static let mostFetches = 32.0
    private static let fewestFetches = 4.0
    /// Shorter transfers tell nothing of the rate.
    private static let smallestSample: Int64 = 256 << 10
    private static let weight = 0.2

    private let initial: Sizes
    private let largest: Sizes
    private let smallestFetch: Int64
    private let unit: Int64
    /// Seconds to the first byte, and bytes a second from then on; nil before the first answer.
    private(set) var latency: Double?
    private(set) var rate: Double?

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
    mutating func note(bytes: Int64, latency: Double, transfer: Double) {
        self.latency = Self.average(self.latency, latency)
        guard bytes >= Self.smallestSample, transfer > 0 else { return }
        rate = Self.average(rate, Double(bytes) / transfer)
    }

    private static func average(_ old: Double?, _ new: Double) -> Double {
        old.map { $0 + (new - $0) * weight } ?? new
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
        let fetches = (Self.wanted * (latency + Double(fetch) / rate) / Double(fetch)).rounded(.up)
        let share = min(max(fetches, Self.fewestFetches), Self.mostFetches) / Double(max(1, readers))
        return Sizes(window: Int64(max(2, share.rounded(.up))) * fetch, fetch: fetch)
    }
}
