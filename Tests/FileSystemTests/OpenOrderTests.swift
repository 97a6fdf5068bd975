import FileSystemTesting
import ObjectStore
import ObjectStoreTesting
import Testing

@testable import FileSystem

@Suite struct OpenOrderTests {
    @Test("Files opened in order are fetched ahead, each once, more of them the longer it goes on")
    func inOrder() {
        var order = OpenOrder()
        var asked: [Int] = []
        for index in 0..<200 { asked += order.opened(index, of: 200) }
        #expect(asked == Array(asked[0]..<200))
        #expect(asked[0] <= 3)
    }

    @Test("When files go away meanwhile, no file beyond the last is asked for")
    func shrinking() {
        var random = SplitMix64(seed: 12)
        for _ in 0..<2000 {
            var order = OpenOrder()
            var index = 0
            var count = 60
            for _ in 0..<40 {
                count = max(1, count - Int(random.next() % 4) + Int(random.next() % 3))
                index = min(count - 1, index + Int(random.next() % 3))
                let next = order.opened(index, of: count)
                #expect(next.lowerBound >= 0 && next.upperBound <= count)
            }
        }
    }

    @Test("Several readers who share the files are in order too")
    func shared() {
        var order = OpenOrder()
        var asked: [Int] = []
        for group in stride(from: 0, to: 200, by: 4) {
            for index in [group + 2, group, group + 3, group + 1] { asked += order.opened(index, of: 200) }
        }
        #expect(asked == Array(asked[0]..<200))
    }

    @Test("Files opened here and there fetch nothing")
    func random() {
        var order = OpenOrder()
        var random = SplitMix64(seed: 11)
        var asked = 0
        for _ in 0..<1000 { asked += order.opened(Int(random.next() % 1_000_000), of: 1_000_000).count }
        #expect(asked == 0)
    }

    @Test("Never beyond the end, nor more than allowed at once")
    func bounded() {
        for count in 0..<50 {
            var order = OpenOrder()
            for index in 0..<count {
                let next = order.opened(index, of: count)
                #expect(next.upperBound <= count)
                #expect(next.count <= OpenOrder.mostAhead + 1)
            }
        }
    }
}

extension MountedTests {
    @Suite(.serialized) struct ListingOrderTests {
        @Test("1,000 small files read in listing order cost one request each, and are right")
        func counted() async throws {
            let store = MemoryStore.holding((0..<1000).map { ObjectKey("dir/f\($0 + 1000)") })
            try await BucketMount.with(store) { mount in
                #expect(Tool.run(["ls", mount.disk.root + "/dir"]).status == 0)
                store.log.reset()
                for index in 0..<1000 {
                    let bytes = try mount.disk.readAll(DiskPath("dir/f\(index + 1000)")).get()
                    #expect(bytes == Array("dir/f\(index + 1000)".utf8))
                }
                // A machine that takes seconds for a few files confirms some of them again.
                #expect(store.log.records.count <= 1050, "\(store.log.counts)")
            }
        }

        @Test("A file that is replaced after it was fetched ahead is never shown as it was to an open a while later")
        func replaced() async throws {
            let store = MemoryStore.holding((0..<50).map { ObjectKey("dir/f\($0 + 1000)") })
            try await BucketMount.with(store) { mount in
                #expect(Tool.run(["ls", mount.disk.root + "/dir"]).status == 0)
                for index in 0..<10 { _ = try mount.disk.readAll(DiskPath("dir/f\(index + 1000)")).get() }
                store.plant("dir/f1030", Array("another".utf8))
                var seen: [UInt8] = []
                // What was fetched ahead is fresh for seconds.
                let deadline = ContinuousClock.now + .seconds(60)
                while seen != Array("another".utf8), ContinuousClock.now < deadline {
                    seen = try mount.disk.readAll("dir/f1030").get()
                }
                #expect(seen == Array("another".utf8))
            }
        }
    }
}
