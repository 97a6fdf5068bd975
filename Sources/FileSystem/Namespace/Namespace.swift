import FUSE
import LocalStore
import ObjectStore
import Synchronization

/// The tree of names: what the mount knows of the bucket's keys, and for how long it believes it.
///
/// Knows no requests: listings and answers are applied to it, questions are answered from it.
final class Namespace: Sendable {
    struct State {
        /// Every inode in the tree, or referenced by the kernel, by number.
        var inodes: [InodeID: Inode] = [:]
        /// Files under the further numbers that the kernel knows them by.
        var aliases: [InodeID: Alias] = [:]
        /// Counts our own changes and the requests whose answers tell of others': which came first.
        var sequence: UInt64 = 1
        /// Files unlinked while open, by the key of the object that is in the bucket still and no longer in the tree.
        var pendingDeletes: [ObjectKey: Inode] = [:]
        /// The files of `inodes`, and its directories, in the order of their last use.
        var files: UseOrder
        var directories: UseOrder
        /// What forgets names when there are too many.
        var forgetting = Forgetting()
        /// Counts the listings of directories that are too large to be kept.
        var passings: UInt32 = 0
        /// Listings of whole subtrees, for walks.
        var sweeps: [SubtreeSweep] = []
        /// How many of their requests are under way.
        var sweepRequests = 0
        /// Directories that lost names of ours meanwhile.
        var bereft: [Inode] = []

        /// The moment of a request that leaves now: what changes after it, or is told by a later request, wins over the answer.
        mutating func beginRequest() -> UInt64 {
            sequence += 1
            return sequence
        }
    }

    /// The first lock of all: taken before a file's content, a listing, a version's blocks.
    let state: Mutex<State>
    let root: Inode
    let configuration: FileSystemConfiguration
    let remembered: AttributeMemory
    let start = ContinuousClock.now

    init(configuration: FileSystemConfiguration, remembered: AttributeMemory) {
        self.configuration = configuration
        self.remembered = remembered
        let root = Inode(
            id: .root, kind: FileMode.directory, parent: nil, name: EntryName(""),
            keyPart: configuration.prefix.bytes, lastModified: .now, expiry: ContinuousClock.now
        )
        root.lookupCount = 1
        self.root = root
        let slack = configuration.inodesKept / 4
        state = Mutex(
            State(inodes: [.root: root], files: UseOrder(slack: slack), directories: UseOrder(slack: slack)))
        // The root is in no order of use: it is never forgotten.
    }

    /// The inode that the kernel means; nil when it is none of ours, which the kernel never sends.
    func inode(_ id: InodeID) -> Inode? {
        state.withLock { $0.find(id) }
    }

    /// Runs `body` with the tree to itself.
    func locked<Value: Sendable>(_ body: (inout State) -> Value) -> Value {
        state.withLock { body(&$0) }
    }

    /// An instant that answers given now are believed until.
    var nextExpiry: ContinuousClock.Instant { ContinuousClock.now + configuration.metadataTTL }

    /// How many inodes are forgotten under one lock: there may be tens of thousands at once.
    private static let forgottenAtOnce = 256

    /// forget: drops kernel references, and with the last the inodes that have left the tree, or that are too many.
    func forget(_ inodes: [ForgottenInode]) {
        for start in stride(from: 0, to: inodes.count, by: Self.forgottenAtOnce) {
            locked { state in
                for forgotten in inodes[start..<min(start + Self.forgottenAtOnce, inodes.count)] {
                    forget(forgotten, &state)
                }
            }
        }
    }

    /// Drops kernel references.
    ///
    /// Call with the lock held.
    func forget(_ forgotten: ForgottenInode, _ state: inout State) {
        let (id, count) = (forgotten.inode, forgotten.count)
        guard let inode = state.find(id) else { return }
        precondition(inode.lookupCount >= count, "forgetting \(count) of \(inode.lookupCount) lookups of \(id)")
        inode.lookupCount -= count
        state.forgetAlias(id, count: count)
        guard inode.lookupCount == 0 else { return }
        if inode.isDetached {
            state.remove(inode)
        } else if inode.isUnwanted {
            state.want(inode)
            if !isNeeded(inode, state) { drop(inode, &state) }
        }
    }

    /// What stat(2) tells of an inode.
    ///
    /// Call with the lock held.
    ///
    /// - Parameter number: the one that the kernel asks by: what is open by it tells of the version that it was opened in,
    ///   since the kernel cuts what is read at this size.
    func attributes(of inode: Inode, as number: InodeID? = nil) -> FileAttributes {
        let open = inode.contentIfUsed?.state.withLock { ($0.staged?.size, $0.modified) } ?? (nil, nil)
        let opened = number.flatMap { inode.contentIfUsed?.otherVersion(than: inode.etag, at: $0) }
        var modified = opened?.modified ?? open.1 ?? inode.stored.modified ?? inode.lastModified
        let written = open.1 ?? modified
        var changed = inode.stored.changed ?? written
        // A time that was set may be one to come, and says nothing of when the file has changed.
        if written > changed, written <= .now { changed = written }
        if let touched = inode.directory?.touched {
            modified = max(modified, touched)
            changed = max(changed, touched)
        }
        var size = opened?.size ?? open.0 ?? inode.size
        if inode.kind == FileMode.symbolicLink, let target = inode.linkTarget { size = Int64(target.count) }
        if inode.isDirectory { size = 4096 }
        var result = FileAttributes(
            inode: inode.id, mode: FileMode(rawValue: inode.kind | permissions(of: inode)),
            user: inode.stored.user ?? configuration.user, group: group(of: inode),
            size: size, accessed: inode.stored.accessed ?? modified, modified: modified, changed: changed
        )
        if inode.isDetached {
            result.links = 0
        } else if let directory = inode.directory, directory.completeUntil != nil {
            // Its own `.`, its name, and the `..` of each directory in it. One, where that is not known: `find` and
            // others take two for "no directory is in here".
            result.links = UInt32(clamping: 2 + directory.directoryCount)
        }
        result.blockSize = 1 << 20
        return result
    }

    /// The permissions that show.
    ///
    /// Call with the lock held.
    func permissions(of inode: Inode) -> UInt32 {
        inode.stored.mode?.permissions ?? configuration.permissions(isDirectory: inode.isDirectory)
    }

    /// The group that shows.
    ///
    /// Call with the lock held.
    func group(of inode: Inode) -> UInt32 { inode.stored.group ?? configuration.group }

    /// A dentry's answer, counting one lookup.
    ///
    /// Call with the lock held.
    ///
    /// - Parameter number: the one that an open goes by, where it may have been replaced meanwhile.
    func entry(_ inode: Inode, as number: InodeID? = nil, _ state: inout State) -> Entry {
        inode.lookupCount += 1
        state.use(inode)
        let left = max(.zero, ContinuousClock.now.duration(to: inode.expiry))
        let id = number ?? inode.kernelID
        state.aliases[id]?.lookupCount += 1
        return Entry(
            inode: id, attributes: attributes(of: inode, as: id), entryTimeout: left,
            attributeTimeout: max(left, Self.toldWithName))
    }

    /// A number for a new inode: made of its key, so that it stays the same when the inode is forgotten and found again.
    private static func makeID(
        _ prefix: [UInt8], _ part: [UInt8], kind: UInt32, _ state: borrowing State
    ) -> InodeID {
        var id = number(of: prefix[...], part[...], kind: kind)
        while state.inodes[id] != nil { id = InodeID(rawValue: max(16, (id.rawValue &+ 1) & 0x7fff_ffff_ffff_ffff)) }
        return id
    }

    /// The number that an inode of this key has, unless another one has it already.
    static func number(of key: ArraySlice<UInt8>, _ part: ArraySlice<UInt8> = [], kind: UInt32) -> InodeID {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325 ^ UInt64(kind)
        for byte in key { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        for byte in part { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        hash ^= hash >> 29
        return InodeID(rawValue: max(16, hash & 0x7fff_ffff_ffff_ffff))
    }

    /// Makes an inode and its dentry.
    ///
    /// Call with the lock held; the name must be free.
    ///
    /// - Parameter prefix: the key of `parent`, where the caller has it at hand.
    func insert(
        _ name: EntryName, keyPart: [UInt8], kind: UInt32, isContinuation: Bool = false, in parent: Inode,
        prefix: [UInt8]? = nil, _ state: inout State
    ) -> Inode {
        let id = Self.makeID(prefix ?? parent.key.bytes, keyPart, kind: kind, state)
        let inode = Inode(
            id: id, kind: kind, parent: parent, name: name, keyPart: keyPart, isContinuation: isContinuation,
            lastModified: .now, expiry: nextExpiry
        )
        state.add(inode)
        relieve(&state)
        parent.directory?.put(inode, name)
        parent.directory?.note(missing: name, until: nil)
        return inode
    }

    /// Takes an inode out of the tree.
    ///
    /// Call with the lock held.
    ///
    /// - Parameter isOurs: we removed it, so that listings under way must not bring it back.
    func detach(_ inode: Inode, isOurs: Bool, _ state: inout State) {
        guard !inode.isDetached else {
            // Somebody has asked for it while we removed it, and has heard first that it is gone.
            if isOurs, let parent = inode.parent, parent.directory?.children[inode.name] == nil {
                state.sequence += 1
                parent.directory?.touched = .now
                noteRemoval(of: inode.name, from: parent, &state)
            }
            return
        }
        inode.isDetached = true
        if let parent = inode.parent, parent.directory?.take(inode, inode.name) == true {
            state.sequence += 1
            if isOurs {
                parent.directory?.touched = .now
                noteRemoval(of: inode.name, from: parent, &state)
            }
        }
        // The key stays readable through open handles: keep the chain of parents for it.
        if inode.lookupCount == 0 { state.remove(inode) }
        for child in inode.directory?.children.values.map({ $0 }) ?? [] { detach(child, isOurs: false, &state) }
    }

    /// Takes an inode out of the tree that the answer to a request of `moment` has shown to be gone.
    ///
    /// Call with the lock held.
    func lose(_ inode: Inode, _ moment: UInt64, _ state: inout State) {
        detach(inode, isOurs: false, &state)
        if let parent = inode.parent { noteRemoval(of: inode.name, from: parent, at: moment, &state) }
    }

    /// Moves an inode to another dentry.
    ///
    /// Call with the lock held; the new name must be free, but for what a listing has shown of the move already.
    func move(_ inode: Inode, to parent: Inode, _ name: EntryName, keyPart: [UInt8], _ state: inout State) {
        state.sequence += 1
        inode.changeSequence = state.sequence
        if let old = inode.parent {
            old.directory?.take(inode, inode.name)
            old.directory?.touched = .now
            noteRemoval(of: inode.name, from: old, &state)
        }
        if let shown = parent.directory?.children[name], shown !== inode { detach(shown, isOurs: false, &state) }
        inode.parent = parent
        inode.name = name
        inode.keyPart = keyPart
        inode.expiry = nextExpiry
        inode.stored.changed = .now
        parent.directory?.put(inode, name)
        parent.directory?.note(missing: name, until: nil)
        parent.directory?.removed[name] = nil
        parent.directory?.touched = .now
    }
}

extension FileTime: Comparable {
    static func < (left: FileTime, right: FileTime) -> Bool {
        (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
    }
}
