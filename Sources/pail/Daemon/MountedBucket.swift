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
    /// One LIST, and one UploadPart that is refused.
    init(_ plan: MountPlan, log: Logger) async throws(MountProblem) {
        self.log = log
        let client: S3Client
        do throws(ConfigurationError) {
            let session = try Session(profile: plan.profile, region: plan.region, anonymous: plan.isAnonymous)
            let options = Config(
                userAgent: "pail/\(Pail.version)",
                s3: Config.S3Options(addressingStyle: plan.addressing == .auto ? nil : plan.addressing))
            let configuration = try session.configuration(
                options, endpointURL: plan.endpointURL, verify: plan.caBundle.map { .caBundle($0) })
            client = try S3Client(configuration: configuration, credentials: session.credentials)
            endpoint = configuration.endpointURL ?? "AWS"
            region = configuration.region
        } catch {
            throw .configurationBroken(error.message)
        }
        let probe = BucketProbe(client: client, bucket: plan.bucket.bucket, prefix: plan.bucket.prefix)
        try await probe.checkReading()
        if plan.isReadOnly {
            isReadOnly = true
            notice = nil
        } else if await probe.mayWrite() {
            isReadOnly = false
            notice = nil
        } else {
            isReadOnly = true
            notice = "\(plan.bucket): these credentials may not write; the mount is read-only"
            log.notice("credentials may not write: the mount is read-only")
        }

        let local: LocalStore
        do throws(LocalStoreError) {
            local = try LocalStore(
                LocalStoreOptions(
                    directory: plan.cacheDirectory, cacheSize: plan.cacheSize, minimumFree: 1 << 30,
                    bucketIdentity: "\(endpoint) \(plan.bucket.bucket)"))
        } catch {
            throw .cacheUnusable(error.detail)
        }
        for warning in local.warnings { log.warning("\(warning)") }

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

        var options = MountOptions(source: "\(plan.bucket)")
        options.allowOther = plan.allowsOther
        options.readOnly = isReadOnly
        options.kernelOptions = plan.kernelOptions
        do throws(MountError) {
            kernel = try FUSESession(operations: fileSystem, mountPoint: plan.mountPoint, options: options)
        } catch {
            throw .kernelRefuses("\(error)")
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
