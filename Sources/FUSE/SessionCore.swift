import CFUSE
import Synchronization

/// libfuse's session and what its callbacks need, alive as long as anything may still touch it: the running loop, a
/// reply that is owed, a notification under way.
final class SessionCore: Sendable {
    let operations: any FileSystemOperations
    let options: MountOptions
    let notifier = Notifier()
    let interrupts = InterruptTable()

    /// Whether `operations` was told that the session started.
    let hasStarted = Atomic(false)
    /// What was said about passthrough when the session started.
    let passthrough = PassthroughNegotiation()
    /// Whether the read-ahead of the mount has been widened, or need not be.
    let isReadAheadSet = Atomic(false)
    /// The number of the mount's device (`st_dev`, minor part), 0 until it is mounted.
    ///
    /// The major one is always 0.
    let deviceMinor = Atomic<UInt32>(0)
    /// Whether the kernel may be asked to let go of inodes by number (`Notifier.release`); false once it knew nothing of it.
    let canPrune: Atomic<Bool>
    private let lastUnique = Atomic<UInt64>(0)

    /// Set once, at the end of `init`, before any other thread can know this object; nil only while `init` runs.
    nonisolated(unsafe) private(set) var session: OpaquePointer?

    /// fuse_session_new: a session that is not mounted yet.
    init(operations: any FileSystemOperations, options: MountOptions) throws(MountError) {
        self.operations = operations
        self.options = options
        canPrune = Atomic(options.prunes)
        var arguments = fuse_args()
        defer { fuse_opt_free_args(&arguments) }
        for argument in options.arguments where fuse_opt_add_arg(&arguments, argument) != 0 {
            throw .sessionFailed("out of memory")
        }
        var table = makeOperationTable(extendedAttributes: options.extendedAttributes)
        let size = MemoryLayout<fuse_lowlevel_ops>.size
        FUSELog.install()
        let created = fuse_session_new(&arguments, &table, size, Unmanaged.passUnretained(self).toOpaque())
        guard let created else { throw .sessionFailed(FUSELog.takeLastMessage()) }
        session = created
    }

    deinit {
        if let session { fuse_session_destroy(session) }
    }

    /// The core of the session that a request came through.
    ///
    /// The request, or its reply, keeps it alive.
    static func of(_ request: fuse_req_t) -> SessionCore {
        of(fuse_req_userdata(request))
    }

    /// The core that libfuse was given as user data.
    static func of(_ userdata: UnsafeMutableRawPointer) -> SessionCore {
        Unmanaged<SessionCore>.fromOpaque(userdata).takeUnretainedValue()
    }

    /// A number for the next request.
    func nextUnique() -> UInt64 {
        lastUnique.wrappingAdd(1, ordering: .relaxed).newValue
    }
}
