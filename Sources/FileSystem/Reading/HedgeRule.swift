/// When a GET is so late that a second one for the same bytes is worth its cost: decisions only.
///
/// Of the answers that come, a few in a hundred take many times as long as the rest, and a reader waits for the slowest.
struct HedgeRule: Sendable {
    /// So many latencies are remembered, and so many are needed before any GET is called late.
    private static let window = 64
    private static let fewest = 16
    /// Later than twice what 95 of 100 answers take is late.
    private static let percentile = 95
    private static let factor = 2.0
    /// Sooner than this is not worth a request, in seconds.
    private static let least = 0.02
    /// A second GET is allowed for each twenty, and so many of them at once.
    private static let price = 20.0
    private static let most = 4.0

    /// The patience follows after so many answers.
    private static let refresh = 8

    private var latencies: [Double] = []
    private var next = 0
    private var credit = 1.0

    /// After how many seconds without a head a GET is late; nil while too little is known.
    private(set) var patience: Double?

    /// Takes note of the seconds that an answer's head took.
    mutating func note(_ latency: Double) {
        credit = min(Self.most, credit + 1 / Self.price)
        if latencies.count < Self.window {
            latencies.append(latency)
        } else {
            latencies[next] = latency
        }
        next = (next + 1) % Self.window
        // Now and then is often enough, and sorting is not free.
        guard latencies.count >= Self.fewest, patience == nil || next % Self.refresh == 0 else { return }
        let sorted = latencies.sorted()
        patience = max(Self.least, Self.factor * sorted[(sorted.count - 1) * Self.percentile / 100])
    }

    /// Pays for a second GET.
    ///
    /// - Returns: false when there have been too many already.
    mutating func take() -> Bool {
        guard credit >= 1 else { return false }
        credit -= 1
        return true
    }
}
