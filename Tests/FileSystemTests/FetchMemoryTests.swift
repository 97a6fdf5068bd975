import FileSystem
import FileSystemTesting
import Glibc
import ObjectStore
import ObjectStoreTesting
import Synchronization
import Testing

extension MountedTests {
    /// Bytes of objects that are fetched for what is written.
    @Suite(.serialized) struct FetchMemoryTests {
        @Test("However many changed files are closed at once, what is fetched for them stays within its part of memory")
        func closes() async throws {
            let memory = MemoryStore()
            let content = SplitMix64.bytes(6 << 20, seed: 9)
            for number in 0..<12 { memory.plant(ObjectKey("f\(number)"), content) }
            let store = FaultStore(memory)
            store.add(.linger, to: [.get], times: .max)
            try await BucketMount.with(store, configure: { $0.memoryLimit = 32 << 20 }) { mount in
                let files = try (0..<12).map { number in
                    let file = try mount.disk.open(DiskPath("f\(number)"), O_WRONLY).get()
                    #expect(try file.write([1, 2, 3], at: 1_000_000).get() == 3)
                    return file
                }
                let failures = Mutex<[String]>([])
                let done = Semaphore()
                for file in files {
                    PlainThread.start {
                        do { try file.close().get() } catch { failures.withLock { $0.append("\(error)") } }
                        done.signal()
                    }
                }
                for _ in files { #expect(done.wait(seconds: 60)) }
                #expect(failures.withLock { $0 } == [])
            }
            var changed = content
            changed.replaceSubrange(1_000_000..<1_000_003, with: [1, 2, 3])
            for number in 0..<12 {
                let isRight = memory.bytes(of: ObjectKey("f\(number)")) == changed
                #expect(isRight)
            }
            #expect(store.mostFetched <= 4 << 20, "an eighth of the memory")
        }
    }
}
