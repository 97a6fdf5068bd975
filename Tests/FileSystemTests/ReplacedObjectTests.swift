import FileSystem
import FileSystemTesting
import Glibc
import ObjectStore
import ObjectStoreTesting
import Synchronization
import Testing

extension MountedTests {
    /// Objects that another client replaces again and again while they are read.
    @Suite(.serialized) struct ReplacedObjectTests {
        struct Way: Sendable, CustomTestStringConvertible {
            let cacheSize: Int64
            let isPassing: Bool
            let timeToLive: Duration
            var testDescription: String {
                "cache of \(cacheSize >> 20) MiB, passthrough \(isPassing ? "on" : "off"), names for \(timeToLive)"
            }
        }

        static let ways = [
            Way(cacheSize: 0, isPassing: false, timeToLive: .zero),
            Way(cacheSize: 0, isPassing: false, timeToLive: .seconds(60)),
            Way(cacheSize: 64 << 20, isPassing: false, timeToLive: .milliseconds(5)),
            Way(cacheSize: 64 << 20, isPassing: true, timeToLive: .zero),
            Way(cacheSize: 64 << 20, isPassing: true, timeToLive: .seconds(60)),
        ]

        /// From less than a page to several blocks; each version of another length.
        static let sizes = [100, 5_000, 140_000, 1_100_000, 2_500_000]

        @Test(
            "A file that is replaced again and again while it is read gives all of one version or ESTALE, never a mixture",
            arguments: ways)
        func replaced(_ way: Way) async throws {
            let seed = UInt64.random(in: 0...UInt64.max)
            print("replaced objects: seed \(seed)")
            let files = Self.sizes.enumerated().map { object, size in
                (path: DiskPath("f\(object)"), content: VersionedContent(object) { size + $0 % 9 * 777 })
            }
            let store = MemoryStore()
            for (path, content) in files { store.plant(ObjectKey(path.bytes), content.bytes(0)) }
            try await BucketMount.with(store, cacheSize: way.cacheSize, passthrough: way.isPassing) {
                $0.metadataTTL = way.timeToLive
            } _: { mount in
                let readers = Readers(4, on: mount.disk, files, seed: seed)
                var generator = SplitMix64(seed: seed &- 1)
                var versions = files.map { _ in 0 }
                let rounds = TestSettings.isFull ? 2_000 : 200
                var reads = 0
                for _ in 0..<rounds {
                    let object = Int(generator.next() % UInt64(files.count))
                    versions[object] += 1
                    store.plant(ObjectKey(files[object].path.bytes), files[object].content.bytes(versions[object]))
                    // Every replacement meets a reader: somebody has read something since the last.
                    let deadline = ContinuousClock.now + .seconds(60)
                    while readers.soFar.reads == reads, readers.soFar.wrong.isEmpty, ContinuousClock.now < deadline {
                        usleep(100)
                    }
                    reads = readers.soFar.reads
                }
                let report = readers.stop()
                print(
                    "replaced objects: \(way.testDescription): \(report.files) files, \(report.reads) reads, \(report.stale) stale"
                )
                #expect(report.wrong.isEmpty, "\(report.wrong)")
                #expect(report.reads >= rounds)
                // Who opens a file now sees the last version.
                for (object, (path, content)) in files.enumerated() {
                    let bytes = try mount.disk.readAll(path).get()
                    #expect(bytes == content.bytes(versions[object]))
                }
            }
        }
    }
}
