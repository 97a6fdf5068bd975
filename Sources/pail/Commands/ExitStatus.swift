/// What the process leaves with, one number for each thing that a script may want to tell apart.
///
/// The numbers are those of sysexits.h(3) where it has one.
enum ExitStatus: Int32, CaseIterable, Sendable {
    /// A bad option, value or argument (EX_USAGE).
    case usage = 64
    /// There is no such bucket, or none of the files to be read (EX_NOINPUT).
    case missing = 66
    /// Credentials are missing, or the server does not accept them (EX_NOUSER).
    case credentials = 67
    /// The endpoint cannot be reached (EX_NOHOST).
    case unreachable = 68
    /// The server answers, but fails or is overloaded (EX_UNAVAILABLE).
    case unavailable = 69
    /// A fault of pail itself (EX_SOFTWARE).
    case software = 70
    /// The kernel or the system refuses: no /dev/fuse, no process (EX_OSERR).
    case system = 71
    /// The mount point is missing, no directory, or no mount of pail (EX_OSFILE).
    case mountPoint = 72
    /// The cache directory or the log file cannot be made (EX_CANTCREAT).
    case cannotCreate = 73
    /// Data could not be stored before the end (EX_IOERR).
    case dataNotStored = 74
    /// The mount point is busy (EX_TEMPFAIL).
    case busy = 75
    /// The server's certificate is not trusted, or TLS fails (EX_PROTOCOL).
    case certificate = 76
    /// The credentials may not list the bucket, or the user may not mount here (EX_NOPERM).
    case denied = 77
    /// The AWS configuration files are broken, or have no such profile (EX_CONFIG).
    case configuration = 78
    /// The bucket is in another region.
    case wrongRegion = 79
    /// This machine's clock is too far from the server's.
    case clockSkew = 80

    /// The name that the manual page has beside the number.
    var meaning: String {
        switch self {
        case .usage: "bad option or argument"
        case .missing: "no such bucket or file"
        case .credentials: "credentials missing or not accepted"
        case .unreachable: "endpoint not reachable"
        case .unavailable: "server failing or overloaded"
        case .software: "internal fault"
        case .system: "system refused (FUSE, processes)"
        case .mountPoint: "mount point missing, not a directory or not a pail mount"
        case .cannotCreate: "cache directory or log file cannot be made"
        case .dataNotStored: "data could not be stored"
        case .busy: "mount point busy"
        case .certificate: "certificate not trusted"
        case .denied: "access denied"
        case .configuration: "AWS configuration broken"
        case .wrongRegion: "bucket in another region"
        case .clockSkew: "clock too far from the server's"
        }
    }
}
