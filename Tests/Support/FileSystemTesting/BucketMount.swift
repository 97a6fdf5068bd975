import CLinux
import FUSE
package import FileSystem
import Glibc
package import LocalStore
import Logging
package import ObjectStore
import Synchronization

/// A bucket mounted by this very process, in a temporary directory.
///
/// Everything here blocks: call it on plain threads (`PlainThread`), as system calls on the mount.
package final class BucketMount: Sendable {
    private struct Running {
        let session: FUSESession
        let fileSystem: BucketFileSystem
        let local: LocalStore
        /// Signalled when `run()` has returned.
        let ended: Semaphore
    }

    /// How long the file system may take to let go, in seconds.
    private static let patience = 60

    /// System calls below the mount point.
    package let disk: Disk
    /// The bucket.
    package let store: any ObjectStore
    private let place: TemporaryDirectory
    private let configuration: FileSystemConfiguration
    private let cacheSize: Int64
    private let passthrough: Bool
    private let prunes: Bool
    private let running = Mutex<Running?>(nil)
    private let log: Logger

    /// Mounts.
    ///
    /// - Parameters:
    ///   - passthrough: whether the kernel may read cached files by itself, where it can.
    ///   - prunes: whether the kernel may be asked to let go of inodes by number, where it can.
    ///   - left: what this mount finds on its local disk: a copy of another one's, as if that one had been killed.
    package init(
        _ store: any ObjectStore, cacheSize: Int64 = 256 << 20, passthrough: Bool = true, prunes: Bool = true,
        after left: Disk? = nil, configure: (inout FileSystemConfiguration) -> Void = { _ in }
    ) throws {
        self.store = store
        self.cacheSize = cacheSize
        self.passthrough = passthrough
        self.prunes = prunes
        place = try TemporaryDirectory()
        var configuration = FileSystemConfiguration(user: getuid(), group: getgid())
        configure(&configuration)
        self.configuration = configuration
        var log = Logger(label: "pail.test")
        log.logLevel = getenv("PAIL_TEST_LOG").flatMap { Logger.Level(rawValue: String(cString: $0)) } ?? .error
        self.log = log
        disk = Disk(place.path + "/mount")
        try disk.mkdir("").get()
        let local = Disk(place.path + "/local")
        try local.mkdir("").get()
        if let left { try local.copyAll(from: left) }
        try mount()
    }

    deinit { try? unmount() }

    /// Mounts, runs `body` on a plain thread, and unmounts whatever happens.
    package static func with<Value: Sendable>(
        _ store: any ObjectStore, cacheSize: Int64 = 256 << 20, passthrough: Bool = true, prunes: Bool = true,
        configure: @escaping @Sendable (inout FileSystemConfiguration) -> Void = { _ in },
        _ body: @escaping @Sendable (BucketMount) throws -> Value
    ) async throws -> Value {
        try await PlainThread.run {
            let mount = try BucketMount(
                store, cacheSize: cacheSize, passthrough: passthrough, prunes: prunes, configure: configure)
            let result = Result { try body(mount) }
            try mount.unmount()
            return try result.get()
        }
    }

    /// The file system that is mounted; nil between `unmount` and `mount`.
    package var fileSystem: BucketFileSystem? { running.withLock { $0?.fileSystem } }
    /// What is on the local disk for the mount.
    package var local: LocalStore? { running.withLock { $0?.local } }
    /// The directory of the disk cache.
    package var cacheDirectory: String { place.path + "/local" }

    /// Mounts again after `unmount`, with what was kept on the local disk.
    package func mount() throws {
        let local = try LocalStore(
            LocalStoreOptions(
                directory: place.path + "/local", cacheSize: cacheSize, minimumFree: 0, bucketIdentity: "test"))
        let fileSystem = BucketFileSystem(store: store, configuration: configuration, local: local, log: log)
        try PlainThread.wait { await fileSystem.settleLeft() }
        var options = MountOptions(source: "s3://test")
        options.passthrough = passthrough
        options.prunes = prunes
        let session = try FUSESession(operations: fileSystem, mountPoint: disk.root, options: options)
        try session.mount()
        let ended = Semaphore()
        let log = log
        PlainThread.start {
            do throws(MountError) { try session.run() } catch { log.error("the session ended: \(error)") }
            ended.signal()
        }
        running.withLock {
            $0 = Running(session: session, fileSystem: fileSystem, local: local, ended: ended)
        }
        // The first answer: the mount is served.
        _ = try disk.stat("").get()
    }

    /// Waits until the file system has heard of every close, and has done what was left for it: close(2) returns before.
    package func waitUntilSettled() throws {
        try PlainThread.waitUntil("no file is open") { fileSystem?.isSettled ?? true }
    }

    /// Unmounts, waits until the file system has let go, and publishes what is left.
    ///
    /// - Parameter byForce: ends the session whatever is open, as the program does upon SIGTERM.
    /// - Throws: `MountFailure` when it does not let go or a file could not be published.
    package func unmount(byForce: Bool = false) throws {
        guard
            let running = running.withLock({ running in
                defer { running = nil }
                return running
            })
        else { return }
        if byForce {
            running.session.exit()
        } else {
            do throws(MountError) { try running.session.unmount() } catch { detach() }
        }
        var failures: [String] = []
        if !running.ended.wait(seconds: Self.patience) {
            failures.append("the session does not end")
            running.session.exit()
            detach()
            _ = running.ended.wait(seconds: Self.patience)
        }
        failures += try PlainThread.wait { await running.fileSystem.shutdown() }
        running.local.close()
        if !failures.isEmpty { throw MountFailure(description: failures.joined(separator: "; ")) }
    }

    /// Forgets what the kernel and the process have cached, but not the local disk.
    package func remount() throws {
        try unmount()
        try mount()
    }

    /// The last resort: `fusermount3 -u -z`.
    private func detach() { _ = Tool.run(["fusermount3", "-u", "-z", disk.root]) }
}

/// A mount that would not end well.
package struct MountFailure: Error, CustomStringConvertible {
    package let description: String
}
