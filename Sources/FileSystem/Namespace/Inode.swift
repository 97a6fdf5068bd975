import FUSE
import ObjectStore
import Synchronization

/// A file or directory that the mount knows.
///
/// There are no hard links, so an inode has one dentry, and holds it: its parent and its name.
/// There may be millions: what few of them have is kept beside them (`details`, `directory`, `content`).
/// `@unchecked Sendable`: every variable is guarded by the namespace's lock, but `content`, which has its own.
final class Inode: @unchecked Sendable {
    let id: InodeID
    /// The number that the kernel is told: `id`, or the last that `Namespace.divert` gave.
    var kernelID: InodeID
    /// S_IFMT; a kind never changes, another kind is another inode.
    let kind: UInt32

    /// Nil for the root and for what has left the tree.
    var parent: Inode?
    var name: EntryName
    /// What this adds to the keys below it, or to make its own: a component, with `/` for a directory.
    var keyPart: [UInt8]
    /// A directory that stands for the first bytes of long components (`KeyMapping`).
    let isContinuation: Bool
    /// Kernel references.
    var lookupCount: UInt64 = 0
    /// No longer in the tree: unlinked, replaced, gone from the bucket, or forgotten.
    var isDetached = false
    /// It left the tree for want of room alone (`Namespace+Forgetting`): the bucket has it still.
    var isForgotten = false
    /// The kernel was asked to let go of it, and has not been told of it since.
    var isUnwanted = false
    /// Until when an operation may have it in hand, in seconds of `Namespace.seconds`.
    var keptUntil: UInt32 = 0
    /// The listing that has shown it in passing, where its directory is too large to be kept.
    var passed: UInt32 = 0
    /// Neighbours in the order of use, which alone sets them (`UseOrder`).
    ///
    /// Not owned: the tree owns what is in the order.
    unowned var older: Inode?
    unowned var newer: Inode?
    var usedAt: UInt32 = 0

    /// What the bucket has of a file.
    var etag: ETag?
    var size: Int64 = 0
    var lastModified: FileTime
    private var details: InodeDetails?
    /// Whether the object is in the bucket.
    ///
    /// A directory's marker counts as its object.
    var isPublished = true
    /// The last of our own changes (`Namespace.State.sequence`): older listings do not undo it.
    var changeSequence: UInt64 = 0
    /// When the request left whose answer is what is known of the object: answers to earlier ones do not undo it.
    var answeredAt: UInt64 = 0
    /// Until when the dentry and the attributes are believed.
    var expiry: ContinuousClock.Instant

    /// What only a directory has.
    let directory: DirectoryState?
    /// Made when it is first needed.
    private let used = AtomicLazyReference<FileContent>()

    init(
        id: InodeID, kind: UInt32, parent: Inode?, name: EntryName, keyPart: [UInt8], isContinuation: Bool = false,
        lastModified: FileTime, expiry: ContinuousClock.Instant
    ) {
        self.id = id
        kernelID = id
        self.kind = kind
        self.parent = parent
        self.name = name
        self.keyPart = keyPart
        self.isContinuation = isContinuation
        self.lastModified = lastModified
        self.expiry = expiry
        directory = kind == FileMode.directory ? DirectoryState() : nil
    }

    /// What only an open file has; also orders changes of the object.
    var content: FileContent { used.load() ?? used.storeIfNil(FileContent()) }
    /// The content, if the file was ever opened or changed here.
    var contentIfUsed: FileContent? { used.load() }
    /// Whether a change of ours is on its way to the bucket: `FileContent.State.isBeingStored`.
    var isBeingStored: Bool { contentIfUsed?.state.withLock { $0.isBeingStored } ?? false }
    /// Whether it was written to through this mount, and is open still: it is what was written, whatever the bucket has.
    var isWritten: Bool { contentIfUsed?.staged != nil }
    /// Whether it stays when the bucket has it no longer: what is written to it, or below it, is not to be lost unseen.
    var isKept: Bool {
        if let directory { return directory.children.values.contains { !$0.isPublished || $0.isKept } }
        return contentIfUsed?.state.withLock { $0.staged != nil || $0.writerCount > 0 } ?? false
    }
    /// Whether we have changed it since that moment, or a request that left later has told of it.
    func isNewer(than moment: UInt64) -> Bool { changeSequence > moment || answeredAt > moment }
    /// Whether a handle is open.
    var isOpen: Bool { contentIfUsed?.isOpen ?? false }

    var versionID: String? {
        get { details?.versionID }
        set { change(newValue != nil) { $0.versionID = newValue } }
    }
    /// The object's attributes as far as this host has learned them; nil when it has not.
    var attributes: ObjectAttributes? {
        get { details?.attributes }
        set { change(newValue != nil) { $0.attributes = newValue } }
    }
    /// `attributes` read, with changes of ours that are not in the bucket yet.
    var stored: StoredAttributes {
        get { details?.stored ?? StoredAttributes() }
        set { change(newValue != StoredAttributes()) { $0.stored = newValue } }
    }
    /// The further numbers that the kernel may know it by, `kernelID` among them (`Namespace.divert`).
    var aliases: [InodeID] {
        get { details?.aliases ?? [] }
        set { change(!newValue.isEmpty) { $0.aliases = newValue } }
    }
    /// The target of a symbolic link, once read.
    var linkTarget: [UInt8]? {
        get { details?.linkTarget }
        set { change(newValue != nil) { $0.linkTarget = newValue } }
    }

    /// Changes the details; they are made only for what is not their default.
    private func change(_ isNeeded: Bool, _ body: (InodeDetails) -> Void) {
        if details == nil {
            guard isNeeded else { return }
            details = InodeDetails()
        }
        if let details { body(details) }
    }

    var isDirectory: Bool { kind == FileMode.directory }
    var isRegular: Bool { kind == FileMode.regular }

    /// The key of a file's object, of a directory's marker, or the prefix of a continuation.
    var key: ObjectKey {
        var parts: [[UInt8]] = []
        var inode: Inode? = self
        while let current = inode {
            parts.append(current.keyPart)
            inode = current.parent
        }
        return ObjectKey(parts.reversed().joined())
    }
}

/// What is known of few inodes.
///
/// Guarded as its inode is.
private final class InodeDetails {
    var versionID: String?
    var attributes: ObjectAttributes?
    var stored = StoredAttributes()
    var aliases: [InodeID] = []
    var linkTarget: [UInt8]?
}

/// What the mount knows of a directory's entries.
///
/// Guarded as its inode is.
final class DirectoryState {
    /// The entries known, by name; `put` and `take` change them.
    private(set) var children: [EntryName: Inode] = [:]
    /// How many of them are directories.
    private(set) var directoryCount = 0
    /// When this mount last made, removed or renamed an entry; nil when it did not since the directory's time was set.
    ///
    /// Kept here alone: a request for the marker with each new file would be too dear.
    var touched: FileTime?
    /// Until when `children` is all there is; nil when it never was, or no longer is.
    var completeUntil: ContinuousClock.Instant?
    /// Whether the marker object exists; nil when nobody knows.
    var hasMarker: Bool?
    /// Names asked for and not found, until when that is believed (only in directories not known completely).
    private(set) var missing: [EntryName: ContinuousClock.Instant] = [:]
    /// The listing under way.
    var fetch: DirectoryFetch?
    /// Names of ours that went away, by sequence, while a request that may still show them is under way.
    var removed: [EntryName: UInt64] = [:]
    /// When the last name was forgotten, by sequence: a listing that began before does not show all there is.
    var forgottenAt: UInt64 = 0
    /// How many handles read this directory.
    var readers = 0
    /// The page of names under way that a lookup has asked for, from a key on.
    var pageAhead: (start: [UInt8], arrival: DirectoryFetch)?
    /// Requests under way whose answer is applied to this directory.
    var requestsUnderWay = 0
    /// The entries in the order of names, made for a reader and kept until something changes.
    var snapshot: DirectoryFetch?
    /// Keys under this directory that are not shown (`--names hide`).
    var hiddenCount = 0
    /// Two pages did not hold the whole directory: names are asked for one by one.
    var isLarge = false

    /// The last file opened, and in which order files are: for fetching ahead.
    var lastOpened: InodeID?
    var opens = OpenOrder()
    /// The files in the order of their names, as of `orderMade`.
    var order: [Inode]?
    var orderMade = ContinuousClock.now
    var isOrderOld = false
    /// Which directories in this one were read of late.
    var walk = WalkTrace()

    /// The most names that are known to be missing.
    private static let missingKept = 10_000

    /// Notes that there is no such name, or that there is one.
    func note(missing name: EntryName, until: ContinuousClock.Instant?) {
        if until == nil, missing.isEmpty { return }
        if until != nil, missing.count >= Self.missingKept {
            let now = ContinuousClock.now
            missing = missing.filter { $0.value > now }
            if missing.count >= Self.missingKept { missing = [:] }
        }
        missing[name] = until
    }

    /// Notes that all there is is known.
    func forgetMissing() { missing = [:] }

    /// Gives an entry a name that is free.
    func put(_ inode: Inode, _ name: EntryName) {
        children[name] = inode
        if inode.isDirectory { directoryCount += 1 }
        changed()
    }

    /// Takes a name away, if it is the inode's.
    ///
    /// - Returns: whether it was.
    @discardableResult
    func take(_ inode: Inode, _ name: EntryName) -> Bool {
        guard children[name] === inode else { return false }
        children[name] = nil
        if inode.isDirectory { directoryCount -= 1 }
        changed()
        return true
    }

    /// Notes that the entries changed.
    func changed() {
        snapshot = nil
        isOrderOld = true
    }
}
