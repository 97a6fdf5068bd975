import ObjectStore
import ObjectStoreTesting
import Testing

@testable import FileSystem

/// How a large directory is divided among listings: every key once, few requests, and many at a time.
struct ListingPlanTests {
    struct Outcome {
        var keys: [ObjectKey] = []
        var requests = 0
        /// How many answers one waits for one after another, when all take equally long.
        var rounds = 0
    }

    /// A server with these keys, which answers all that is under way before it takes new requests.
    private static func list(_ names: [String], canDivide: Bool = true, prefix: String = "dir/") -> Outcome {
        let keys = names.map { Array((prefix + $0).utf8) }.sorted { $0.lexicographicallyPrecedes($1) }
        var plan = ListingPlan(prefix: Array(prefix.utf8), canDivide: canDivide)
        var asks = [plan.begin()]
        var outcome = Outcome()
        while !asks.isEmpty {
            outcome.rounds += 1
            var next: [ListingPlan.Ask] = []
            for ask in asks {
                outcome.requests += 1
                var from = 0
                if let token = ask.continuation { from = Int(token.token) ?? 0 }
                if let after = ask.startAfter {
                    from = Self.index(after: after, in: keys)
                }
                let to = min(from + 1000, keys.count)
                let objects = keys[from..<to].map {
                    ObjectInfo(key: ObjectKey($0), size: 0, etag: nil, lastModified: Timestamp(seconds: 0))
                }
                let whole = ListPage(
                    objects: objects, commonPrefixes: [],
                    next: to < keys.count ? ListContinuation(token: "\(to)") : nil)
                let own = plan.own(whole, of: ask)
                outcome.keys += own.objects.map(\.key)
                next += plan.arrived(
                    own, of: ask, isCut: own.objects.count < objects.count, next: whole.next)
            }
            asks = next
        }
        #expect(plan.isDone)
        #expect(outcome.keys.count == keys.count)
        #expect(Set(outcome.keys.map(\.bytes)) == Set(keys))
        return outcome
    }

    /// The index of the first key after `key`.
    private static func index(after key: [UInt8], in keys: [[UInt8]]) -> Int {
        var (low, high) = (0, keys.count)
        while low < high {
            let middle = (low + high) / 2
            if key.lexicographicallyPrecedes(keys[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }

    private static func number(_ value: Int, _ digits: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }

    /// Names as people and programs give them.
    static let kinds: [(String, @Sendable (Int, inout SplitMix64) -> String)] = [
        ("numbers", { index, _ in "file\(number(index, 8)).dat" }),
        ("numbers without zeros", { index, _ in "f\(index)" }),
        ("hashes", { _, random in String(random.next(), radix: 16) + String(random.next(), radix: 16) }),
        ("times", { index, _ in "log-2026-\(number(index / 2_000 % 12 + 1, 2))-\(number(index % 28, 2))T\(index)" }),
        (
            "words",
            { index, random in
                "\(["apple", "pear", "plum"][Int(random.next() % 3)])-\(random.next() % 100_000)-\(index)"
            }
        ),
        ("other scripts", { index, random in "\(["é", "д", "日"][Int(random.next() % 3)])\(index)" }),
    ]

    @Test(
        "Each key comes once, for at most 1.3 times the pages", arguments: 0..<6,
        [0, 1, 1000, 1001, 2500, 4000, 7777, 12_000])
    func counted(kind: Int, count: Int) {
        var random = SplitMix64(seed: UInt64(kind * 1_000_003 + count))
        let names = (0..<count).map { Self.kinds[kind].1($0, &random) }
        let outcome = Self.list(Array(Set(names)))
        let pages = max(1, (Set(names).count + 999) / 1000)
        #expect(Double(outcome.requests) <= Double(pages) * 1.3, "\(Self.kinds[kind].0): \(outcome.requests)")
        #expect(outcome.rounds <= pages)
    }

    @Test("Numbered and hashed names come several pages at a time")
    func parallel() {
        var random = SplitMix64(seed: 7)
        for kind in [0, 2] {
            let small = Self.list((0..<10_000).map { Self.kinds[kind].1($0, &random) })
            #expect(small.rounds <= 8, "\(Self.kinds[kind].0)")
            let large = Self.list((0..<100_000).map { Self.kinds[kind].1($0, &random) })
            #expect(large.rounds <= 30, "\(Self.kinds[kind].0)")
        }
    }

    @Test("A server that lists in its own order is asked page after page")
    func undivided() {
        let outcome = Self.list((0..<20_000).map { "f\($0)" }, canDivide: false)
        #expect(outcome.requests == 20)
        #expect(outcome.rounds == 20)
    }
}
