import ArgumentParser
import S3

/// `pail mount`: every option of a mount is declared here and nowhere else.
///
/// `-o name=value` is rewritten to `--name=value` before parsing, help comes from the declarations, and a test
/// holds docs/pail.1 against them.
struct MountCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mount",
        abstract: "Mounts a bucket, or a part of it, on a directory.",
        discussion: """
            Runs in the background and returns when the mount answers, or with the reason why it cannot. Every option \
            can also be written -o name=value,name,... as fstab(5) does. Sizes: 512M, 10G. Times: 500ms, 60s, 5m.
            """
    )

    @Argument(
        help: ArgumentHelp("What to mount: s3://bucket, s3://bucket/prefix or bucket/prefix.", valueName: "bucket"))
    var source: String
    @Argument(help: ArgumentHelp("Where to mount it: a directory that exists.", valueName: "directory"))
    var directory: String

    @Option(help: ArgumentHelp("Profile of ~/.aws/config and ~/.aws/credentials.", valueName: "name"))
    var profile: String?
    @Option(help: ArgumentHelp("Region of the bucket.", valueName: "name"))
    var region: String?
    @Option(help: ArgumentHelp("Address of a server other than AWS: http://host:port.", valueName: "url"))
    var endpointURL: String?
    @Option(help: ArgumentHelp("How requests name the bucket: auto, path or virtual.", valueName: "style"))
    var addressing: Addressing = .auto
    @Option(
        help: ArgumentHelp("How requests are signed: auto, s3v4 or s3 (Version 2).", valueName: "v"))
    var signatureVersion: Signature = .auto
    @Flag(help: "Signs nothing: for public buckets.")
    var anonymous = false
    @Option(
        help: ArgumentHelp("PEM file of certificate authorities to trust instead of the system's.", valueName: "file"))
    var caBundle: String?

    @Flag(help: "Refuses every change (EROFS). -o ro is the same.")
    var readOnly = false
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Owner of the files: a number or a name. Default: the caller.", valueName: "user"))
    var uid: UserID?
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Group of the files: a number or a name. Default: the caller's.", valueName: "group"))
    var gid: GroupID?
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Permission bits taken from --file-mode and --dir-mode: 022.", valueName: "octal"))
    var umask = PermissionBits(bits: 0)
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Permissions of files that have none stored: 0640.", valueName: "octal"))
    var fileMode = PermissionBits(bits: 0o644)
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Permissions of directories that have none stored: 0750.", valueName: "octal"))
    var dirMode = PermissionBits(bits: 0o755)
    @Flag(
        help: "Lets other users in, as their permissions say. Others than root need user_allow_other in /etc/fuse.conf."
    )
    var allowOther = false
    @Flag(help: "Shows every object's stored mode, owner, times and links, at one HEAD for each new object.")
    var posix = false

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("How long listings and attributes are trusted: 500ms, 60s, 5m, 1h.", valueName: "time"))
    var metadataTTL = TimeSpan(milliseconds: 60_000)
    @Option(
        help: ArgumentHelp(
            "Directory of the cache and of staged writes. Default: $XDG_CACHE_HOME/pail, ~/.cache/pail, for root /var/cache/pail.",
            valueName: "directory"))
    var cacheDir: String?
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Most that the cache takes: 10G; 0 caches nothing on the disk.", valueName: "size"))
    var cacheSize = ByteCount(bytes: 10 << 30)
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("What the cache leaves of the disk for others: 512M, 10G.", valueName: "size"))
    var cacheFree = ByteCount(bytes: 1 << 30)
    @Option(
        help: ArgumentHelp(
            "Files that are cached whole are read by the kernel itself, where it can and the mount is root's: auto or off.",
            valueName: "rule"))
    var passthrough: PassthroughRule = .auto
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Most memory for bytes read and fetched: 512M, 2G.", valueName: "size"))
    var memoryLimit = ByteCount(bytes: 512 << 20)
    @Option(
        help: ArgumentHelp(
            "Keys that no path can name: escape shows them escaped, hide leaves them out.", valueName: "rule"))
    var names: UnaddressableNames = .escape
    @Option(
        help: ArgumentHelp(
            "When another client changed the object meanwhile: keep both versions, or overwrite.", valueName: "rule"))
    var conflict: ConflictRule = .keep

    @Flag(help: "Stays in the foreground and logs to standard error.")
    var foreground = false
    @Option(help: ArgumentHelp("trace, debug, info, notice, warning, error or critical.", valueName: "level"))
    var logLevel: LogLevel = .info
    @Option(
        help: ArgumentHelp("Where the log goes. Default: syslog, in the foreground standard error.", valueName: "file"))
    var logFile: String?

    /// What mount(8) asks of the kernel: `nodev`, `noexec` and alike.
    @Option(name: .customLong("kernel-option"), help: .hidden)
    var kernelOptions: [String] = []

    /// Whether an option takes a value, as its declaration says; nil for one that there is not.
    static func takesValue(_ name: String) -> Bool? {
        let plain = name.filter { $0 != "-" }.lowercased()
        // A property that declares an option is kept under its name with an underscore before it.
        let declared = Mirror(reflecting: MountCommand()).children.first {
            $0.label?.dropFirst().lowercased() == plain
        }
        return declared.map { !($0.value is Flag<Bool>) }
    }

    mutating func validate() throws {
        let names = [
            ("directory", directory), ("--profile", profile), ("--ca-bundle", caBundle), ("--cache-dir", cacheDir),
            ("--log-file", logFile),
        ]
        for (name, value) in names where value == "" { throw ValidationError("\(name): it is empty.") }
        if memoryLimit.bytes < 32 << 20 {
            throw ValidationError("--memory-limit \(memoryLimit): at least 32M is needed.")
        }
        if anonymous, profile != nil {
            throw ValidationError("--anonymous and --profile exclude each other.")
        }
        if let flaw = region.flatMap(SettingFlaw.ofRegion) {
            throw ValidationError("--region: \(flaw); write one such as us-east-1.")
        }
        if let flaw = endpointURL.flatMap(SettingFlaw.ofEndpointURL) {
            throw ValidationError("--endpoint-url: \(flaw).")
        }
    }

    mutating func run() throws {
        try MountDaemon.start(MountPlan(self))
    }
}
