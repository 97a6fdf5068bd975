/// When a thread looks for news again instead of going to rest: where news comes so soon that to be woken costs more than the
/// wait, as from a server on the same host or next to it.
///
/// Decisions only; times are seconds of a clock that goes forward.
struct Patience {
    /// A wait up to here is worth it: to be woken takes 20 to 60 us in a virtual machine, on both sides.
    static let longest = 200e-6
    /// A longer wait counts as this one: where every other wait is long, as that for a server's answer, none is worth it; and
    /// after a single pause all are again.
    private static let ceiling = 1e-3
    /// How much the last wait counts.
    private static let weight = 0.125

    private var lastNews = 0.0
    /// How long news has kept us waiting lately.
    private var expected = ceiling

    /// Takes note that there was something to do.
    mutating func noteNews(at now: Double) {
        let waited = now - lastNews
        expected += ((waited < Self.longest ? waited : Self.ceiling) - expected) * Self.weight
        lastNews = now
    }

    /// Is patient again only after news has come quickly for a while.
    mutating func end() { expected = Self.ceiling }

    /// Whether to look again at once.
    func isLeft(at now: Double) -> Bool { expected < Self.longest && now - lastNews < Self.longest }
}
