import FUSE
import LocalStore
import ObjectStore
import Synchronization

/// A file of the disk cache that the kernel reads by itself: the bytes of one version, until something is written to the
/// object through this mount.
final class PassthroughFile: Sendable {
    let etag: ETag
    let backing: BackingID
    /// Keeps the file as it is.
    private let file: WholeBlockFile
    private let notifier: Notifier
    /// Takes the file out of the cache, under whatever key it is there.
    private let disown: @Sendable () -> Void
    private let changed = Atomic(false)

    init(
        _ file: WholeBlockFile, _ etag: ETag, _ backing: BackingID, _ notifier: Notifier,
        disown: @escaping @Sendable () -> Void
    ) {
        self.file = file
        self.etag = etag
        self.backing = backing
        self.notifier = notifier
        self.disown = disown
    }

    /// Whether it has other bytes by now than the version.
    var isChanged: Bool { changed.load(ordering: .acquiring) }

    /// Makes a change of the open file here too, so that who reads it in the kernel sees it.
    func change(_ body: (CInt) -> Void) {
        if !changed.exchange(true, ordering: .acquiringAndReleasing) { disown() }
        // When the disk is full such readers go on with what they have: it is the version that they opened.
        _ = file.change(body)
    }

    deinit { notifier.closeBacking(backing) }
}
