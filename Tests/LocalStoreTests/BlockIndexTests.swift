import Testing

@testable import LocalStore
@testable import ObjectStore

@Suite struct BlockIndexTests {
    /// One thing that can happen to an index.
    private enum Step: CaseIterable {
        case beginA0, beginA1, beginB0, endOldest, failOldest, finishEffects, findA0, removeA, release
    }

    private static let page: Int64 = 4096
    private let a = BlockVersion(key: "a", etag: ETag("1"), size: 2 << 20)
    private let b = BlockVersion(key: "b", etag: ETag("1"), size: 1 << 20)

    /// An index, its disk as the effects leave it, and what it owes.
    private struct World {
        var index: BlockIndex
        var nextFile: Int64 = 0
        var tickets: [BlockIndex.Ticket] = []
        var effects: [BlockIndex.Effect] = []
    }

    private func perform(_ step: Step, _ world: inout World, free: Int64) {
        func begin(_ version: BlockVersion, _ number: Int64) {
            let plan = world.index.beginWrite(version, number, length: 4096, free: free) {
                world.nextFile += 1
                return world.nextFile
            }
            world.effects += plan.effects
            if let ticket = plan.ticket { world.tickets.append(ticket) }
        }
        switch step {
        case .beginA0: begin(a, 0)
        case .beginA1: begin(a, 1)
        case .beginB0: begin(b, 0)
        case .endOldest, .failOldest:
            guard !world.tickets.isEmpty else { return }
            let ticket = world.tickets.removeFirst()
            world.effects += world.index.endWrite(ticket, crc: step == .endOldest ? 7 : nil).effects
        case .finishEffects:
            for effect in world.effects { world.index.finished(effect) }
            world.effects = []
        case .findA0: _ = world.index.find(a, 0, length: 4096)
        case .removeA: world.effects += world.index.remove("a")
        case .release: world.effects += world.index.release(1).effects
        }
    }

    /// Counts everything from the slots and compares with the sums that are kept.
    private func check(_ index: BlockIndex, _ story: [Step]) {
        var (used, writing, live) = (Int64(0), Int64(0), 0)
        for block in index.places.values {
            switch index.blocks[block].state {
            case .writing:
                writing += Int64(index.blocks[block].length)
                fallthrough
            case .present:
                let isReachable = !index.versions[index.blocks[block].place.version].isRetired
                #expect(isReachable || index.blocks[block].state == .writing, "\(story)")
                used += Int64(index.blocks[block].length)
                live += 1
            case .leaving: break
            }
        }
        #expect(used == index.used, "\(story)")
        #expect(writing == index.writing, "\(story)")
        #expect(live == index.liveBlocks, "\(story)")
        #expect(used <= index.cacheSize, "\(story)")
        #expect(index.leaving >= 0, "\(story)")
    }

    @Test("every story of five steps keeps the sums and the bound, and ends empty when all is removed")
    func everyStory() {
        func tell(_ world: World, _ story: [Step], _ free: Int64) {
            check(world.index, story)
            guard story.count < 5 else {
                var end = world
                while !end.tickets.isEmpty { perform(.endOldest, &end, free: free) }
                end.effects += end.index.release(.max).effects
                perform(.finishEffects, &end, free: free)
                check(end.index, story)
                #expect(end.index.used == 0 && end.index.leaving == 0 && end.index.writing == 0, "\(story)")
                #expect(end.index.blocks.count == 0 && end.index.versions.count == 0, "\(story)")
                #expect(end.index.keys.isEmpty && end.index.places.isEmpty && end.index.liveVersions == 0, "\(story)")
                return
            }
            for step in Step.allCases {
                var next = world
                perform(step, &next, free: free)
                tell(next, story + [step], free)
            }
        }
        // One block fits, or two do; the disk is empty, or nearly full.
        for (size, free) in [
            (Self.page, Int64.max / 4), (2 * Self.page, Int64.max / 4), (2 * Self.page, 2 * Self.page),
        ] {
            tell(World(index: BlockIndex(cacheSize: size, minimumFree: Self.page, clock: 1)), [], free)
        }
    }

    private func stored(_ names: String, in index: inout BlockIndex, free: Int64 = .max / 4) {
        for name in names {
            let version = BlockVersion(key: ObjectKey(String(name)), etag: ETag("1"), size: 4096)
            let plan = index.beginWrite(version, 0, length: 4096, free: free) {
                Int64(name.unicodeScalars.first?.value ?? 0)
            }
            for effect in plan.effects { index.finished(effect) }
            if let ticket = plan.ticket { _ = index.endWrite(ticket, crc: 1) }
        }
    }

    private func present(_ names: String, in index: BlockIndex) -> String {
        names.filter { index.contains(BlockVersion(key: ObjectKey(String($0)), etag: ETag("1"), size: 4096), 0) }
    }

    @Test("for every order of use of four blocks, the fifth and sixth replace the two used first")
    func evictionOrder() {
        func permutations(_ names: [Character]) -> [[Character]] {
            guard names.count > 1 else { return [names] }
            return names.indices.flatMap { position -> [[Character]] in
                var rest = names
                let first = rest.remove(at: position)
                return permutations(rest).map { [first] + $0 }
            }
        }
        for order in permutations(Array("abcd")) {
            var index = BlockIndex(cacheSize: 4 * Self.page, minimumFree: 0, clock: 1)
            stored("abcd", in: &index)
            for name in order {
                _ = index.find(BlockVersion(key: ObjectKey(String(name)), etag: ETag("1"), size: 4096), 0, length: 4096)
            }
            stored("ef", in: &index)
            let gone = Set(order[..<2])
            #expect(present("abcdef", in: index) == "abcdef".filter { !gone.contains($0) })
            #expect(index.statistics.evicted == 2)
        }
    }

    @Test("the disk's free space bounds the cache, and others filling the disk empty it")
    func minimumFree() {
        var index = BlockIndex(cacheSize: 100 * Self.page, minimumFree: 10 * Self.page, clock: 1)
        stored("abc", in: &index, free: 14 * Self.page)
        #expect(present("abc", in: index) == "abc")
        stored("d", in: &index, free: 10 * Self.page)
        #expect(present("abcd", in: index) == "bcd")
        stored("e", in: &index, free: 5 * Self.page)
        #expect(present("abcde", in: index) == "", "six pages are missing and three can go")
        #expect(index.used == 0)
    }

    @Test("the number of versions and of blocks is bounded too")
    func bounds() {
        var index = BlockIndex(cacheSize: .max / 4, minimumFree: 0, clock: 1, maximumVersions: 3, maximumBlocks: 100)
        stored("abcd", in: &index)
        #expect(present("abcd", in: index) == "bcd")
        index = BlockIndex(cacheSize: .max / 4, minimumFree: 0, clock: 1, maximumVersions: 100, maximumBlocks: 2)
        stored("abcd", in: &index)
        #expect(present("abcd", in: index) == "cd")
    }
}
