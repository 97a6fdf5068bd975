import FUSE
import ObjectStore

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
                if state.inodes.count <= enough { state.forgetting.satisfied() }
                let inode: Inode
                if let id = state.forgetting.nextAgain() {
                    guard let asked = state.inodes[id], asked.isUnwanted else { continue }
                    inode = asked
                } else if state.countWanted > enough, state.forgetting.visitsLeft > 0, let oldest = leastUsed(state) {
                    state.forgetting.visitsLeft -= 1
                    inode = oldest
                } else {
                    endForgetting(&state)
                    return held.isEmpty ? nil : held
                }
                state.want(inode)
                if inode.isDirectory { state.directories.renew(inode) } else { state.files.renew(inode) }
                if isNeeded(inode, state) { continue }
                if inode.lookupCount == 0 {
                    drop(inode, &state)
                } else {
                    state.forgetting.ask(inode)
                    held += state.heldNumbers(of: inode).map { number in
                        HeldName(
                            inode: number, parent: inode.parent?.kernelID ?? .root, name: inode.name,
                            isDirectory: inode.isDirectory)
                    }
                }
            }
            return held
        }
    }

    private func endForgetting(_ state: inout State) {
        state.forgetting.isUnderWay = false
        state.forgetting.beginsAt = state.countWanted + configuration.inodesKept / 16
        let inodes = state.inodes
        state.forgetting.compact { inodes[$0]?.isUnwanted ?? false }
        if state.inodes.count > configuration.inodesKept, state.forgetting.begin != nil {
            state.forgetting.putOff { [self] in askAgain() }
        }
    }

    /// Asks once more for what the kernel has not let go of, if there are too many still: it was in use then.
    private func askAgain() {
        locked { state in
            state.forgetting.askAgain()
            // What is under way comes to them.
            guard !state.forgetting.isUnderWay else { return }
            guard state.inodes.count > configuration.inodesKept, let begin = state.forgetting.begin else {
                return state.forgetting.satisfied()
            }
            state.forgetting.isUnderWay = true
            state.forgetting.visitsLeft = state.inodes.count
            if !begin() { endForgetting(&state) }
        }
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
        if state.inodes.count == configuration.inodesKept { state.forgetting.satisfied() }
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
