import ObjectStore
import Synchronization

/// What an open has confirmed that is answered with ESTALE because the file has another number: for the open that the same
/// thread makes then, within the same open(2).
struct Handover {
    /// The version that the bucket has.
    let etag: ETag?
    /// Reads it, where the open has begun to.
    let cursor: ReadCursor?
    let made = ContinuousClock.now

    /// How long after it an open may go by it: the thread comes at once, if it comes.
    static let lifetime = Duration.seconds(1)

    var isFresh: Bool { made + Self.lifetime > .now }
}

extension Inode {
    /// Whether an open of a thread's is about to be made again.
    func hasHandover(for thread: Int32) -> Bool {
        contentIfUsed?.state.withLock { $0.handovers[thread]?.isFresh } ?? false
    }
}
