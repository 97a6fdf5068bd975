import Glibc
import ObjectStore

/// Why a file's content could not be read, changed or kept. Closed: the errno table switches over it without a default.
enum WriteError: Error, Hashable, Sendable {
    /// The bucket did not give the bytes that are missing here.
    case store(StoreError)
    /// The bucket has other content by now under the key that this file's bytes come from. ESTALE.
    case stale
    /// The local disk is full. ENOSPC.
    case noSpace
    /// The local disk's quota is used up. EDQUOT.
    case quotaExceeded
    /// The local disk failed with this errno. EIO.
    case io(errno: Int32)
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
        case ENOSPC: self = .noSpace
        case EDQUOT: self = .quotaExceeded
        case EFBIG: self = .tooLarge
        case EOPNOTSUPP: self = .unsupported
        default: self = .io(errno: errno)
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
        case .noSpace, .quotaExceeded: StoreError(.quotaExceeded, "the local disk is full")
        case .io(let errno): StoreError(.rejected, "the local disk failed with errno \(errno)")
        case .tooLarge: StoreError(.tooLarge)
        case .invalid, .unsupported, .noData: StoreError(.rejected, "\(self)")
        case .cancelled: StoreError(.cancelled)
        }
    }
}
