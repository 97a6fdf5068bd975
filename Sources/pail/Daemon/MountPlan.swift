import Glibc
import Logging
import S3

/// Everything that one mount was asked to be, settled before the fork: absolute paths, numbers, the caller's user.
struct MountPlan: Sendable {
    var bucket: BucketReference
    /// Absolute and without symbolic links.
    var mountPoint: String
    var profile: String?
    var region: String?
    var endpointURL: String?
    var addressing: ClientConfiguration.AddressingStyle
    /// Nil for what the server turns out to accept.
    var signatureVersion: ClientConfiguration.SignatureVersion?
    var isAnonymous: Bool
    /// Absolute.
    var caBundle: String?
    var isReadOnly: Bool
    var user: UInt32
    var group: UInt32
    var umask: UInt32
    var fileMode: UInt32
    var directoryMode: UInt32
    var allowsOther: Bool
    var isPosix: Bool
    var metadataTTL: Duration
    /// Absolute.
    var cacheDirectory: String
    /// Bytes.
    var cacheSize: Int64
    /// Bytes of the disk that the cache leaves.
    var cacheFree: Int64
    var passesCachedFiles: Bool
    /// Bytes.
    var memoryLimit: Int64
    var hidesEscapedNames: Bool
    var overwritesConflicts: Bool
    var staysInForeground: Bool
    var logLevel: Logger.Level
    /// Absolute; nil for standard error or syslog.
    var logFile: String?
    /// `nodev`, `noexec` and alike, as mount(8) gave them.
    var kernelOptions: [String]

    /// Settles a parsed command line; looks at the file system, changes nothing.
    ///
    /// - Throws: `CommandFailure` for a source without a bucket, a mount point that cannot be one, or files of the
    ///   daemon's own that would be in the mount.
    init(_ command: MountCommand) throws(CommandFailure) {
        bucket = try BucketReference(command.source)
        mountPoint = try MountPoint.checked(command.directory)
        profile = command.profile
        region = command.region
        endpointURL = command.endpointURL
        addressing = command.addressing.style
        signatureVersion = command.signatureVersion.version
        isAnonymous = command.anonymous
        caBundle = command.caBundle.map(MountPoint.absolute)
        if let caBundle, access(caBundle, R_OK) != 0 {
            throw CommandFailure(
                .usage, "--ca-bundle \(caBundle): \(SystemMessage.of(errno))",
                advice: "Name a PEM file that can be read.")
        }
        isReadOnly = command.readOnly
        user = command.uid?.id ?? getuid()
        group = command.gid?.id ?? getgid()
        umask = command.umask.bits
        fileMode = command.fileMode.bits
        directoryMode = command.dirMode.bits
        allowsOther = command.allowOther
        isPosix = command.posix
        metadataTTL = command.metadataTTL.duration
        cacheDirectory = MountPoint.absolute(command.cacheDir ?? Self.defaultCacheDirectory())
        cacheSize = command.cacheSize.bytes
        cacheFree = command.cacheFree.bytes
        passesCachedFiles = command.passthrough == .auto
        memoryLimit = command.memoryLimit.bytes
        hidesEscapedNames = command.names == .hide
        overwritesConflicts = command.conflict == .overwrite
        staysInForeground = command.foreground
        logLevel = command.logLevel.level
        logFile = command.logFile.map(MountPoint.absolute)
        kernelOptions = command.kernelOptions
        for (option, path) in [("--cache-dir", cacheDirectory), ("--log-file", logFile)] {
            guard let path, MountPoint.contains(path, mountPoint) else { continue }
            // The daemon would wait for itself.
            throw CommandFailure(
                .usage, "\(option) \(path): that is in the directory that is mounted on", advice: "Name another place.")
        }
    }

    /// `$XDG_CACHE_HOME/pail`, else `~/.cache/pail`; `/var/cache/pail` for root.
    static func defaultCacheDirectory(
        user: UInt32 = geteuid(), environment: (String) -> String? = SystemMessage.environment
    ) -> String {
        if user == 0 { return "/var/cache/pail" }
        if let cache = environment("XDG_CACHE_HOME"), cache.hasPrefix("/") { return cache + "/pail" }
        if let home = environment("HOME"), home.hasPrefix("/") { return home + "/.cache/pail" }
        if let entry = getpwuid(user) { return String(cString: entry.pointee.pw_dir) + "/.cache/pail" }
        return "/var/tmp/pail-\(user)"
    }
}
