import Testing

@testable import FileSystem

@Suite struct FetchPaceTests {
    private static let initial = FetchPace.Sizes(window: 32 << 20, fetch: 8 << 20)

    private static let bounds = FetchPace.Sizes(window: 96 << 20, fetch: 8 << 20)

    /// What a store teaches whose connections have a latency and a rate, and share what the network carries.
    private func pace(latency: Double, rate: Double, network: Double = .infinity) -> FetchPace {
        var pace = FetchPace(initial: Self.initial, largest: Self.bounds, smallestFetch: 1 << 20, unit: 32 << 10)
        var now = 0.0
        for _ in 0..<40 {
            // A round of GETs that all run at once.
            let sizes = pace.sizes(readers: 1)
            let count = sizes.window / sizes.fetch
            let each = Double(sizes.fetch) / min(rate, network / Double(count))
            now += latency + each
            for _ in 0..<count { pace.note(bytes: sizes.fetch, latency: latency, transfer: each, now: now) }
        }
        return pace
    }

    @Test("Before anything is known, and after answers too small to tell, the sizes are the first ones")
    func unknown() {
        var pace = FetchPace(initial: Self.initial, largest: Self.initial, smallestFetch: 1, unit: 1)
        #expect(pace.sizes(readers: 3) == Self.initial)
        pace.note(bytes: 4096, latency: 0.02, transfer: 0.001, now: 1)
        #expect(pace.sizes(readers: 3) == Self.initial)
    }

    @Test("A store nearby is asked by a few large GETs")
    func near() {
        let sizes = pace(latency: 0.0003, rate: 1e9).sizes(readers: 1)
        #expect(sizes == FetchPace.Sizes(window: 32 << 20, fetch: 8 << 20))
    }

    @Test("GETs that are in each other's way do not make more of them")
    func crowded() {
        let sizes = pace(latency: 0.0005, rate: 700e6, network: 800e6).sizes(readers: 1)
        #expect(sizes.window <= 40 << 20)
    }

    @Test("What has become slow is asked for less, and what has become fast for more, within a few hundred GETs")
    func changing() {
        var pace = pace(latency: 0.02, rate: 90e6)
        let wide = pace.sizes(readers: 1)
        // A reader that takes 20 MB/s.
        for step in 1...600 {
            pace.note(bytes: 1 << 20, latency: 0.02, transfer: 0.01, now: 1000 + Double(step) / 20)
        }
        let narrow = pace.sizes(readers: 1)
        #expect(narrow.window / narrow.fetch == 4)
        #expect(narrow.window < wide.window)
        for step in 1...300 {
            pace.note(bytes: 8 << 20, latency: 0.02, transfer: 0.1, now: 2000 + Double(step) / 100)
        }
        #expect(pace.sizes(readers: 1).window > narrow.window)
    }

    @Test("Slow connections and a long way make more GETs, within the memory for all readers")
    func far() {
        let pace = pace(latency: 0.02, rate: 90e6)
        let alone = pace.sizes(readers: 1)
        #expect(alone.window / alone.fetch >= 20)
        for readers in 1...200 {
            let sizes = pace.sizes(readers: readers)
            #expect(sizes.window * Int64(readers) <= 96 << 20 || sizes.window == sizes.fetch)
            #expect(sizes.fetch % (32 << 10) == 0 && sizes.fetch > 0 && sizes.window >= sizes.fetch)
        }
    }

    @Test("Whatever the store answers, sizes stay within their bounds")
    func bounded() {
        for latency in [0, 1e-6, 1e-3, 0.1, 10, 1000] {
            for rate in [1, 1e3, 1e6, 1e9, 1e12] {
                let sizes = pace(latency: latency, rate: rate).sizes(readers: 1)
                #expect((Int64(1) << 20...8 << 20).contains(sizes.fetch))
                #expect((sizes.fetch...96 << 20).contains(sizes.window))
            }
        }
    }
}
