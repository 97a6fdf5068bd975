import CLinux
import FUSE
import FileSystem
import Glibc
import LocalStore
import Logging
import ObjectStore
import S3

/// One mounted bucket: session, client, store, file system and kernel session, put together here and nowhere else.
final class MountedBucket: Sendable {
    /// Whether changes are refused: asked for, or because the credentials may not write.
    let isReadOnly: Bool
    /// What the caller should know although the mount is there.
    let notice: String?
    /// The server's address, for people.
    let endpoint: String
    let region: String
    private let fileSystem: BucketFileSystem
    private let kernel: FUSESession
    private let log: Logger

    /// Connects: credentials, the first requests, the local disk, /dev/fuse.
    ///
    /// Mounts nothing.
    ///
    /// The requests of `BucketConnection.connect`.
    init(_ plan: MountPlan, log: Logger) async throws(MountProblem) {
        self.log = log
        let connection = try BucketConnection(plan)
        endpoint = connection.endpoint
        region = connection.region
        // Neither the disk nor the server waits for the other.
        async let opening = MountedBucket.openLocal(plan, endpoint: connection.endpoint, log: log)
        let client: S3Client
        let mayWrite: Bool
        do throws(MountProblem) {
            (client, mayWrite) = try await connection.connect(log: log)
        } catch {
            if case .success(let local) = await opening { local.discard() }
            throw error
        }
        let local = try await opening.get()
        isReadOnly = plan.isReadOnly || !mayWrite
        if isReadOnly, !plan.isReadOnly {
            notice = "\(plan.bucket): these credentials may not write; the mount is read-only"
            log.notice("credentials may not write: the mount is read-only")
        } else {
            notice = nil
        }

        let store = S3ObjectStore(
            client: client, bucket: plan.bucket.bucket, capabilities: StoreCapabilities(client.server)
        ) { log.notice("the server differs from S3", metadata: ["how": "\($0)"]) }
        var configuration = FileSystemConfiguration(prefix: plan.bucket.prefixKey, user: plan.user, group: plan.group)
        configuration.readOnly = isReadOnly
        configuration.umask = plan.umask
        configuration.fileMode = plan.fileMode
        configuration.directoryMode = plan.directoryMode
        configuration.posix = plan.isPosix
        configuration.metadataTTL = plan.metadataTTL
        configuration.memoryLimit = plan.memoryLimit
        configuration.hidesEscapedNames = plan.hidesEscapedNames
        configuration.overwritesConflicts = plan.overwritesConflicts
        fileSystem = BucketFileSystem(store: store, configuration: configuration, local: local, log: log)
        await fileSystem.settleLeft()

        // In the background nobody reads standard error, where libfuse would write.
        FUSELog.setSink { log.warning("libfuse said something", metadata: ["what": "\($0)"]) }
        var options = MountOptions(source: "\(plan.bucket)")
        options.allowOther = plan.allowsOther
        options.readOnly = isReadOnly
        options.passthrough = plan.passesCachedFiles && plan.cacheSize > 0
        options.kernelOptions = plan.kernelOptions
        do throws(MountError) {
            kernel = try FUSESession(operations: fileSystem, mountPoint: plan.mountPoint, options: options)
        } catch {
            throw .kernelRefuses("\(error)")
        }
    }

    private static func openLocal(
        _ plan: MountPlan, endpoint: String, log: Logger
    ) async -> Result<LocalStore, MountProblem> {
        var options = LocalStoreOptions(
            directory: plan.cacheDirectory, cacheSize: plan.cacheSize, minimumFree: plan.cacheFree,
            bucketIdentity: "\(endpoint) \(plan.bucket.bucket)")
        // The bytes are those that readers have in memory.
        options.maximumWriteBytes = Int(min(96 << 20, plan.memoryLimit / 4))
        options.onTrouble = { log.warning("\($0)") }
        do throws(LocalStoreError) {
            let local = try LocalStore(options)
            for warning in local.warnings { log.warning("\(warning)") }
            return .success(local)
        } catch {
            return .failure(.cacheUnusable(error.detail))
        }
    }

    /// Mounts.
    ///
    /// Requests wait in the kernel until `serve` takes them.
    func mount() throws(MountProblem) {
        do throws(MountError) { try kernel.mount() } catch { throw .kernelRefuses("\(error)") }
    }

    /// Serves on this thread until nothing is mounted any more.
    func serve() {
        do throws(MountError) { try kernel.run() } catch {
            log.error("the session with the kernel broke", metadata: ["error": "\(error)"])
        }
    }

    /// Ends the session from any thread, whatever is open, so that `serve` returns.
    ///
    /// Call `close` after that.
    func unmount() {
        // Pages that programs changed by mmap(2) are still the kernel's: they come here as writes, while it is served.
        let root = open(kernel.mountPoint, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if root >= 0 {
            if clinux_syncfs(root) != 0 {
                log.warning("not every mapped page was written back", metadata: ["error": "\(SystemMessage.of(errno))"])
            }
            Glibc.close(root)
        }
        kernel.exit()
    }

    /// Stores what is dirty; the end.
    ///
    /// Call when `serve` has returned.
    ///
    /// - Returns: what could not be stored, nil when everything is.
    func close() async -> String? {
        let failures = await fileSystem.shutdown()
        for failure in failures { log.error("could not be stored", metadata: ["file": "\(failure)"]) }
        guard let first = failures.first else { return nil }
        return failures.count == 1 ? first : "\(first), and \(failures.count - 1) more"
    }
}
