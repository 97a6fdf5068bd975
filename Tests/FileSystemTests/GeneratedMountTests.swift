import FileSystem
import FileSystemTesting
import ObjectStoreTesting
import Testing

extension MountedTests {
    /// The same operations on a mounted bucket and on a local directory, through the real kernel.
    @Suite(.serialized) struct GeneratedMountTests {
        private static func fixture(posix: Bool) -> DifferentialTest {
            DifferentialTest { body in
                let reference = try TemporaryDirectory.inMemory()
                let store = MemoryStore()
                let mount = try BucketMount(store) { $0.posix = posix }
                body(
                    DiskExecutor(
                        mount.disk, isReference: false, hidesDirectoryModes: !posix, remount: { try mount.remount() },
                        verify: { tree in
                            // What was removed while open goes when the kernel tells of its last close.
                            do { try mount.waitUntilSettled() } catch { return ["\(error)"] }
                            return StoreComparison.complaints(tree, store)
                        }),
                    DiskExecutor(reference.disk, isReference: true, hidesDirectoryModes: !posix))
                try mount.unmount()
            }
        }

        @Test("A mounted bucket does what a disk does", arguments: TestSettings.seeds)
        func mountIsDisk(seed: UInt64) async throws {
            // Odd seeds show what this host has learned of attributes, even ones all that is stored.
            let result = try await PlainThread.run {
                try Self.fixture(posix: seed.isMultiple(of: 2)).run(seed: seed, steps: TestSettings.steps, shrinks: 150)
            }
            #expect(result.report.difference == nil, "\(result.explanation)")
        }
    }
}
