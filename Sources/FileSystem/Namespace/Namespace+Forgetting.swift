import FUSE
import ObjectStore

/// How far the forgetting of names has come, when there are too many: decisions only.
struct Forgetting {
    /// Begins to ask for names to forget (`Namespace.nextToForget`) on another thread; false when it cannot.
    ///
    /// Called with the namespace's lock held.
    var begin: (@Sendable () -> Bool)?
    var isUnderWay = false
    /// How many inodes may be looked at before it ends, whatever it found.
    var visitsLeft = 0
    /// Beyond so many it begins again: more than the limit when those that are left could not be forgotten.
    var beginsAt = 0
    /// Inodes that the kernel was asked to let go of, and still holds.
    ///
    /// What it keeps of them is in use, and comes on top of the limit.
    var unwanted = 0
}

extension Namespace {
    /// How many inodes are looked at under one lock, and how many the kernel is asked about at once.
    private static let visitsAtOnce = 1024
    private static let askedAtOnce = 512

    /// Begins to forget the names that were not used for the longest time, if there are too many.
    ///
    /// Call with the lock held.
    func relieve(_ state: inout State) {
        guard !state.forgetting.isUnderWay, state.inodes.count > configuration.inodesKept,
            state.countWanted > max(configuration.inodesKept, state.forgetting.beginsAt),
            let begin = state.forgetting.begin
        else { return }
        state.forgetting.isUnderWay = true
        state.forgetting.visitsLeft = state.inodes.count
        if !begin() { endForgetting(&state) }
    }

    /// Forgets names that the kernel does not hold, and chooses some that it is to be asked to let go of.
    ///
    /// - Returns: nil when there are few enough, or all that is left is in use.
    func nextToForget() -> [HeldName]? {
        locked { state in
            var held: [HeldName] = []
            // A sixteenth less than the limit, lest every new name begins anew.
            let enough = configuration.inodesKept - configuration.inodesKept / 16
            for _ in 0..<Self.visitsAtOnce where held.count < Self.askedAtOnce {
                guard state.countWanted > enough, state.forgetting.visitsLeft > 0, let oldest = leastUsed(state) else {
                    endForgetting(&state)
                    return held.isEmpty ? nil : held
                }
                state.forgetting.visitsLeft -= 1
                state.want(oldest)
                if oldest.isDirectory { state.directories.renew(oldest) } else { state.files.renew(oldest) }
                if isNeeded(oldest, state) { continue }
                if oldest.lookupCount == 0 {
                    drop(oldest, &state)
                } else {
                    oldest.isUnwanted = true
                    state.forgetting.unwanted += 1
                    held += state.heldNumbers(of: oldest).map { number in
                        HeldName(
                            inode: number, parent: oldest.parent?.kernelID ?? .root, name: oldest.name,
                            isDirectory: oldest.isDirectory)
                    }
                }
            }
            return held
        }
    }

    private func endForgetting(_ state: inout State) {
        state.forgetting.isUnderWay = false
        state.forgetting.beginsAt = state.countWanted + configuration.inodesKept / 16
    }

    /// Directories are kept rather than files, because a walk comes back to those that it has listed: they go when they
    /// are half of all there may be, and then by turns, because those with files in them cannot go before these.
    private func leastUsed(_ state: borrowing State) -> Inode? {
        let isManyDirectories = state.directories.count > configuration.inodesKept / 2
        if isManyDirectories, state.forgetting.visitsLeft % 2 == 0 { return state.directories.oldest }
        return state.files.oldest ?? state.directories.oldest
    }

    /// How long an operation that has found a name may go on before it has told the kernel, or opened it.
    private static let inHand: UInt32 = 10

    /// Notes that an operation has just found an inode, and has it in hand: it is not forgotten for a while.
    ///
    /// Call with the lock held. What was forgotten between the two comes back.
    ///
    /// - Returns: false where that cannot be: the name has another inode by now.
    @discardableResult
    func keep(_ inode: Inode, _ state: inout State) -> Bool {
        inode.keptUntil = seconds + Self.inHand
        guard inode.isForgotten else { return true }
        guard let parent = inode.parent, !parent.isDetached, state.inodes[inode.id] == nil,
            parent.directory?.children[inode.name] == nil
        else { return false }
        inode.isForgotten = false
        inode.isDetached = false
        state.add(inode)
        parent.directory?.put(inode, inode.name)
        return true
    }

    /// Seconds since the mount.
    private var seconds: UInt32 { UInt32(clamping: (ContinuousClock.now - start).components.seconds) }

    /// Whether an inode must not be lost, or cannot be, whatever the kernel holds.
    ///
    /// Call with the lock held.
    func isNeeded(_ inode: Inode, _ state: borrowing State) -> Bool {
        if !inode.isPublished || inode.keptUntil > seconds { return true }
        if let content = inode.contentIfUsed, content.isOpen || content.staged != nil { return true }
        if let directory = inode.directory,
            !directory.children.isEmpty || directory.fetch != nil || directory.requestsUnderWay > 0
                || directory.readers > 0
        {
            return true
        }
        // An answer that is older than our own change is still to come, and would undo it.
        return inode.changeSequence > 0
            && (inode.parent?.directory?.requestsUnderWay ?? 0 > 0 || state.sweepRequests > 0)
    }

    /// Forgets a name that neither the kernel nor the tree needs.
    ///
    /// Call with the lock held.
    func drop(_ inode: Inode, _ state: inout State) {
        if !inode.isDetached { inode.isForgotten = true }
        inode.isDetached = true
        if let directory = inode.parent?.directory, directory.take(inode, inode.name) {
            state.sequence += 1
            directory.forgottenAt = state.sequence
            directory.completeUntil = nil
            directory.order = nil
        }
        state.remove(inode)
    }
}

extension Namespace.State {
    /// How many inodes there are that the kernel was not asked to let go of.
    var countWanted: Int { inodes.count - forgetting.unwanted }

    /// Takes a new inode in.
    mutating func add(_ inode: Inode) {
        inodes[inode.id] = inode
        if inode.isDirectory { directories.add(inode) } else { files.add(inode) }
    }

    /// Notes that an inode is used: shown by a listing, or told to the kernel.
    mutating func use(_ inode: Inode) {
        want(inode)
        if inode.isDirectory { directories.use(inode) } else { files.use(inode) }
    }

    /// Takes back that the kernel was asked to let go of an inode.
    mutating func want(_ inode: Inode) {
        guard inode.isUnwanted else { return }
        inode.isUnwanted = false
        forgetting.unwanted -= 1
    }
}
