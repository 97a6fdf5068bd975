import FileSystem
import FileSystemTesting
import Glibc
import ObjectStore
import ObjectStoreTesting
import Testing

extension MountedTests {
    /// What was written and could not be stored, and is kept on the local disk.
    @Suite(.serialized) struct KeptCopyTests {
        private static let failure = StoreError(.unavailable, "as the test says")

        @Test(
            "What the end of the mount could not store is kept, and where bytes of it are missing that is said",
            arguments: [true, false])
        func told(isWhole: Bool) async throws {
            let memory = MemoryStore()
            memory.plant("f", [UInt8](repeating: 1, count: 3_000_000))
            let store = FaultStore(memory)
            try await BucketMount.with(store) { mount in
                let file = try mount.disk.open("f", O_RDWR).get()
                #expect(try file.write([2], at: 0).get() == 1)
                if isWhole { _ = try file.readToEnd().get() }
                store.add(.fail(Self.failure), to: [.get, .put], times: .max)
                let failure = #expect(throws: MountFailure.self) { try mount.unmount(byForce: true) }
                let told = try #require(failure).description
                #expect(told.contains("kept as \(mount.cacheDirectory)"), "\(told)")
                #expect(told.contains("with zeros") == !isWhole, "\(told)")
                _ = file.close()
            }
        }
    }
}
