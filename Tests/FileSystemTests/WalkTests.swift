import FileSystemTesting
import ObjectStore
import ObjectStoreTesting
import Synchronization
import Testing

extension MountedTests {
    /// Walks of a tree: served by listings of whole subtrees, right whatever happens meanwhile.
    @Suite(.serialized) struct WalkTests {
        /// 1,000 directories with 10 files each, in different shapes.
        private static let shapes: [[ObjectKey]] = [
            (0..<1000).flatMap { directory in (0..<10).map { ObjectKey("d\(directory)/f\($0)") } },
            (0..<1000).flatMap { directory in
                let path = "a\(directory / 100)/b\(directory / 10 % 10)/c\(directory % 10)"
                return (0..<10).map { ObjectKey("\(path)/f\($0)") }
            },
            (0..<1000).flatMap { directory in
                (0..<10).map { ObjectKey("top/x\(directory % 50)/y\(directory / 50)/f\($0)") }
            },
        ]

        private static func find(_ place: String) -> Set<String> {
            let result = Tool.run(["find", place, "-type", "f"])
            #expect(result.status == 0, "\(result.output.suffix(2000))")
            return Set(result.output.split(separator: "\n").map { String($0.dropFirst(place.utf8.count + 1)) })
        }

        @Test(
            "find over 10,000 keys in 1,000 directories costs at most 15 LISTs", arguments: [0, 1, 2], [true, false])
        func counted(shape: Int, inByteOrder: Bool) async throws {
            let store = MemoryStore.holding(Self.shapes[shape])
            store.setCapabilities { $0.listsInByteOrder = inByteOrder }
            try await BucketMount.with(store) { mount in
                let found = Self.find(mount.disk.root)
                #expect(found == Set(Self.shapes[shape].map(\.description)))
                #expect(store.log.counts.keys.allSatisfy { $0 == .list }, "\(store.log.counts)")
                #expect(store.log.count(of: .list) <= 15)
                // Everything is known now.
                store.log.reset()
                #expect(Tool.run(["du", "-s", mount.disk.root]).status == 0)
                #expect(store.log.counts == [:])
            }
        }

        @Test("Two walks at once share their listings")
        func shared() async throws {
            let store = MemoryStore.holding(Self.shapes[0])
            try await BucketMount.with(store) { mount in
                let other = Semaphore()
                let found = Mutex<Set<String>>([])
                PlainThread.start {
                    let names = Self.find(mount.disk.root)
                    found.withLock { $0 = names }
                    other.signal()
                }
                #expect(Self.find(mount.disk.root).count == 10_000)
                other.wait()
                #expect(found.withLock { $0.count } == 10_000)
                #expect(store.log.count(of: .list) <= 20)
            }
        }

        @Test("Reading two of many large directories does not list the others")
        func tooLarge() async throws {
            var keys: [ObjectKey] = (0..<10).map { ObjectKey("a/f\($0)") }
            keys += (0..<30_000).map { ObjectKey("b/c\($0 / 100)/f\($0)") }
            let store = MemoryStore.holding(keys)
            try await BucketMount.with(store) { mount in
                #expect(Tool.run(["ls", mount.disk.root + "/a"]).status == 0)
                let listing = Tool.run(["ls", mount.disk.root + "/b"])
                #expect(listing.output.split(separator: "\n").count == 300)
                #expect(store.log.count(of: .list) <= 6)
            }
        }

        @Test("What is changed here while a page is under way stays as it was changed")
        func ownChanges() async throws {
            let memory = MemoryStore.holding(Self.shapes[0])
            let store = FaultStore(memory)
            let gate = Gate()
            try await BucketMount.with(store) { mount in
                #expect(Tool.run(["ls", mount.disk.root]).status == 0)
                #expect(Tool.run(["ls", mount.disk.root + "/d0"]).status == 0)
                for name: DiskPath in ["d10/f0", "d100/f0", "d101/f0"] { _ = try mount.disk.stat(name).get() }
                // The answer is made before the changes, and arrives after them.
                store.add(.holdAnswer(gate), to: [.list], key: "")
                let walker = Semaphore()
                PlainThread.start {
                    _ = Tool.run(["ls", mount.disk.root + "/d1"])
                    walker.signal()
                }
                try PlainThread.wait { await gate.waitForArrivals() }
                try mount.disk.unlink("d10/f0").get()
                try mount.disk.writeAll("d100/new", [1, 2, 3]).get()
                for index in 0..<10 { try mount.disk.unlink(DiskPath("d101/f\(index)")).get() }
                try mount.disk.rmdir("d101").get()
                gate.open()
                walker.wait()
                let found = Self.find(mount.disk.root)
                var expected = Set(Self.shapes[0].map(\.description))
                expected.remove("d10/f0")
                expected.insert("d100/new")
                for index in 0..<10 { expected.remove("d101/f\(index)") }
                #expect(found == expected)
                #expect(!Tool.run(["ls", mount.disk.root]).output.split(separator: "\n").contains("d101"))
            }
        }

        @Test("A page that fails makes readers ask for themselves")
        func failing() async throws {
            let store = FaultStore(MemoryStore.holding(Self.shapes[0]))
            store.add(.fail(StoreError(.unavailable, "planned")), to: [.list], key: "", skip: 3, times: 1)
            try await BucketMount.with(store) { mount in
                #expect(Self.find(mount.disk.root) == Set(Self.shapes[0].map(\.description)))
            }
        }
    }
}
