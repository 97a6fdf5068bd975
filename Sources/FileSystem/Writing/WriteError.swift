import Glibc
import LocalStore
import ObjectStore

/// Why a file's content could not be read, changed or kept.
///
/// Closed: the errno table switches over it without a default.
enum WriteError: Error, Hashable, Sendable {
    /// The bucket did not give the bytes that are missing here.
    case store(StoreError)
    /// The bucket has other content by now under the key that this file's bytes come from. ESTALE.
    case stale
    /// The local disk is full. ENOSPC.
    case noSpace
    /// No descriptor is left for it, or few are; with what to do, for the log. ENFILE.
    case tooManyFiles(String)
    /// The local disk failed; with what to do, for the log. EIO.
    case io(String)
    /// The file would be larger than the store or the local disk can hold. EFBIG.
    case tooLarge
    /// A negative offset, or a length of nothing. EINVAL.
    case invalid
    /// This mode of fallocate(2) is not one a file here has. EOPNOTSUPP.
    case unsupported
    /// There is no data, or no file, from this offset on. ENXIO.
    case noData
    /// The caller gave up. EINTR.
    case cancelled

    /// What a failed call on the staging file means.
    init(errno: Int32) {
        switch errno {
        case ENOSPC, EDQUOT: self = .noSpace
        case EFBIG: self = .tooLarge
        case EOPNOTSUPP: self = .unsupported
        default: self = .io("staging file: " + String(cString: strerror(errno)))
        }
    }

    /// What a failed operation of the local disk means.
    init(local error: LocalStoreError) {
        switch error.reason {
        case .noSpace: self = .noSpace
        case .tooManyFiles: self = .tooManyFiles(error.detail)
        case .inaccessible, .readOnly: self = .io(error.detail)
        }
    }

    /// What a failed GET of the base means; one that finds another object there is `.stale`.
    init(fetch error: StoreError) {
        switch error.reason {
        case .preconditionFailed, .notFound, .rangeUnsatisfiable: self = .stale
        case .cancelled: self = .cancelled
        default: self = .store(error)
        }
    }

    /// The same, for a caller that knows the store's errors only.
    var storeError: StoreError {
        switch self {
        case .store(let error): error
        case .stale: StoreError(.preconditionFailed, "the object that unchanged bytes come from was replaced")
        case .noSpace: StoreError(.localDiskFull, "the disk of the cache directory is full")
        case .io(let detail), .tooManyFiles(let detail): StoreError(.rejected, detail)
        case .tooLarge: StoreError(.tooLarge)
        case .invalid, .unsupported, .noData: StoreError(.rejected, "\(self)")
        case .cancelled: StoreError(.cancelled)
        }
    }
}
