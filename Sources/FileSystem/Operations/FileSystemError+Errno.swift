import ObjectStore
import SystemPackage

/// How an operation names what it works on: that decides what a vanished object means.
enum Addressing {
    /// By name: what is gone does not exist.
    case name
    /// By inode or handle: what is gone, or is another version now, is stale.
    case inode
}

extension FileSystemError {
    /// The one table from what a store says to errno(3).
    ///
    /// `ENOSYS` is not in it: the kernel takes that for "never ask again".
    init(_ error: StoreError, _ addressing: Addressing) {
        self.init(Self.errno(error.reason, addressing), "\(error)", reason: error.reason)
    }

    /// The errno of a reason.
    ///
    /// A switch without default: a new reason does not compile until it has its errno.
    static func errno(_ reason: StoreError.Reason, _ addressing: Addressing) -> Errno {
        switch reason {
        case .notFound: addressing == .name ? .noSuchFileOrDirectory : .staleNFSFileHandle
        case .bucketMissing: .noSuchAddressOrDevice
        case .uploadMissing: .ioError
        case .preconditionFailed: .staleNFSFileHandle
        case .conflict: .resourceBusy
        case .rangeUnsatisfiable: .staleNFSFileHandle
        case .accessDenied: .permissionDenied
        case .credentialsRejected: .permissionDenied
        case .archived: .permissionDenied
        case .unsupported: .notSupported
        case .tooLarge: .fileTooLarge
        case .keyTooLong: .fileNameTooLong
        case .metadataTooLarge: .noSpace
        case .uploadRejected: .ioError
        case .corrupted: .ioError
        case .unavailable: .ioError
        case .throttled: .ioError
        case .wrongRegion: .ioError
        case .localDiskFull: .noSpace
        case .quotaExceeded: .diskQuotaExceeded
        case .rejected: .ioError
        case .cancelled: .interrupted
        }
    }
}

extension FileSystemError {
    /// The errno of a local or remote failure while writing.
    init(writing error: WriteError) {
        switch error {
        case .store(let error): self.init(error, .inode)
        case .stale: self.init(.staleNFSFileHandle, "the object that the file was opened as is gone")
        case .noSpace: self.init(.noSpace, "the disk of the cache directory is full")
        // Not EMFILE: it is this process that has none, not the caller.
        case .tooManyFiles(let detail): self.init(.tooManyOpenFilesInSystem, detail)
        case .io(let detail): self.init(.ioError, detail)
        case .tooLarge: self.init(.fileTooLarge)
        case .invalid: self.init(.invalidArgument)
        case .unsupported: self.init(.notSupported)
        case .noData: self.init(.noSuchAddressOrDevice)
        case .cancelled: self.init(.interrupted)
        }
    }
}
