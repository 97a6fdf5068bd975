import Testing

@testable import S3

@Suite struct TransportPatienceTests {
    /// A thread that has had news `count` times, each `wait` seconds after the last, and the time of the last.
    private func after(_ count: Int, each wait: Double, from patience: Patience = Patience(), at start: Double = 1) -> (
        Patience, Double
    ) {
        var patience = patience
        var now = start
        for _ in 0..<count {
            now += wait
            patience.noteNews(at: now)
        }
        return (patience, now)
    }

    @Test("Nobody is patient before news has come quickly for a while")
    func beginning() {
        let patience = Patience()
        #expect(!patience.isLeft(at: 0) && !patience.isLeft(at: 1))
        let (early, now) = after(3, each: 50e-6)
        #expect(!early.isLeft(at: now))
    }

    @Test("News that comes quickly is waited for awake, but never for long")
    func near() {
        let (patience, now) = after(50, each: 50e-6)
        #expect(patience.isLeft(at: now))
        #expect(patience.isLeft(at: now + Patience.longest * 0.9))
        #expect(!patience.isLeft(at: now + Patience.longest * 1.1))
    }

    @Test("A server that takes longer is not waited for awake", arguments: [300e-6, 1e-3, 20e-3, 5])
    func far(latency: Double) {
        var patience = Patience()
        var now = 1.0
        for _ in 0..<100 {
            // The answer, and the next request right after it.
            (patience, now) = after(1, each: latency, from: patience, at: now)
            #expect(!patience.isLeft(at: now))
            (patience, now) = after(1, each: 60e-6, from: patience, at: now)
        }
    }

    @Test("After a pause it is patient again when news has come quickly for a while, and at once after a short one")
    func pause() {
        var (patience, now) = after(50, each: 50e-6)
        (patience, now) = after(1, each: 10, from: patience, at: now)
        #expect(patience.isLeft(at: now))
        (patience, now) = after(3, each: 10, from: patience, at: now)
        #expect(!patience.isLeft(at: now))
        (patience, now) = after(50, each: 50e-6, from: patience, at: now)
        #expect(patience.isLeft(at: now))
    }

    @Test("With several transfers under way there is none left")
    func crowd() {
        var (patience, now) = after(50, each: 50e-6)
        patience.end()
        #expect(!patience.isLeft(at: now))
        (patience, now) = after(3, each: 50e-6, from: patience, at: now)
        #expect(!patience.isLeft(at: now))
    }
}
