import FileSystem
import FileSystemTesting
import ObjectStore
import ObjectStoreTesting
import Synchronization

/// A mount that writes and is killed, and the one that comes after it.
struct KilledMount {
    static let failure = StoreError(.unavailable, "as the test says")

    let memory: MemoryStore
    /// In front of the bucket, for the mount that is killed.
    let first: FaultStore
    /// And for the next one.
    let second: FaultStore
    /// Where requests of the first one may be held; opened when both mounts have done what they have to.
    let gate = Gate()

    init(_ memory: MemoryStore = MemoryStore()) {
        self.memory = memory
        first = FaultStore(memory)
        second = FaultStore(memory)
    }

    /// Runs `write` on a mount, ends that as SIGKILL does, and runs `check` on the next one.
    ///
    /// What the first one has open is closed when both are gone: nothing of that reaches the bucket.
    ///
    /// - Parameter meanwhile: runs between the two.
    func run<Value>(
        configure: @escaping @Sendable (inout FileSystemConfiguration) -> Void = { _ in },
        write: (BucketMount) throws -> Value, meanwhile: () -> Void = {}, check: (BucketMount, Value) throws -> Void
    ) throws {
        let killed = try BucketMount(first, configure: configure)
        defer {
            gate.open()
            // It fails to store what it has, as is to be expected.
            try? killed.unmount(byForce: true)
        }
        let value = try write(killed)
        let left = try TemporaryDirectory()
        try left.disk.copyAll(from: Disk(killed.cacheDirectory))
        // From here on nothing of it reaches the bucket.
        first.add(.fail(Self.failure), to: Set(RequestKind.allCases), times: .max)
        meanwhile()
        let mount = try BucketMount(second, after: left.disk, configure: configure)
        try check(mount, value)
        try? mount.unmount(byForce: true)
    }
}
