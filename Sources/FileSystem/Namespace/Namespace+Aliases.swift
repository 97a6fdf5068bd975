import FUSE
import Synchronization

/// A further number of a file.
struct Alias {
    let inode: Inode
    /// Kernel references by this number; they count in those of the inode, too.
    var lookupCount: UInt64 = 0
}

/// Files that the kernel knows by more than one number.
///
/// An inode of the kernel has one size, the pages of one version, and is read either through its page cache or straight
/// from a file of the local disk, as long as any handle of it is open. So a number stands for one version, but for what is
/// changed through this mount: what another client has made, and a handle that needs the other way, gets another inode.
/// The file has a new number from then on, and the kernel is told to look its name up again. stat(2) shows the first one
/// always. `docs/decisions/0015-a-number-for-each-version.md` says what goes wrong otherwise.
extension Namespace {
    /// Numbers above are never made of a key.
    private static let firstAlias: UInt64 = 1 << 63

    /// Gives a file a new number, if `number` is the one it has.
    func divert(_ inode: Inode, from number: InodeID) {
        locked { state in
            if inode.kernelID == number { divert(inode, &state) }
        }
    }

    /// Gives a file that another client has replaced a new number, if the kernel may know the one that it has.
    ///
    /// Call with the lock held.
    func supersede(_ inode: Inode, _ state: inout State) {
        let number = inode.kernelID
        guard inode.isRegular else { return }
        let isUsed = inode.contentIfUsed?.state.withLock { $0.uses[number] != nil } ?? false
        if isUsed || state.isHeld(number, of: inode) { divert(inode, &state) }
    }

    /// Gives a file a new number, of which the kernel has no pages.
    ///
    /// Call with the lock held.
    func divert(_ inode: Inode, _ state: inout State) {
        var next = Self.firstAlias | inode.id.rawValue
        while state.aliases[InodeID(rawValue: next)] != nil { next = Self.firstAlias | (next &+ 1) }
        let alias = InodeID(rawValue: next)
        state.aliases[alias] = Alias(inode: inode)
        inode.aliases.append(alias)
        let old = inode.kernelID
        inode.kernelID = alias
        state.dropAlias(old)
        inode.contentIfUsed?.state.withLock { $0.kernelPages = nil }
    }
}

extension Namespace.State {
    /// The inode of a number.
    func find(_ id: InodeID) -> Inode? { inodes[id] ?? aliases[id]?.inode }

    /// Counts kernel references by a number out, where it is a further one.
    mutating func forgetAlias(_ id: InodeID, count: UInt64) {
        guard aliases[id] != nil else { return }
        aliases[id]?.lookupCount -= count
        dropAlias(id)
    }

    /// Drops a further number that the kernel does not know and is not going to be told.
    fileprivate mutating func dropAlias(_ id: InodeID) {
        guard let alias = aliases[id], alias.lookupCount == 0, alias.inode.kernelID != id else { return }
        aliases[id] = nil
        alias.inode.aliases.removeAll { $0 == id }
    }

    /// Whether the kernel has references to an inode by one of its numbers.
    func isHeld(_ number: InodeID, of inode: Inode) -> Bool {
        if number != inode.id { return aliases[number]?.lookupCount ?? 0 > 0 }
        return inode.lookupCount > inode.aliases.reduce(0) { $0 + (aliases[$1]?.lookupCount ?? 0) }
    }

    /// The numbers that the kernel knows an inode by.
    func heldNumbers(of inode: Inode) -> [InodeID] {
        ([inode.id] + inode.aliases).filter { isHeld($0, of: inode) }
    }

    /// Forgets an inode, under all its numbers.
    mutating func remove(_ inode: Inode) {
        guard inodes[inode.id] === inode else { return }
        inodes[inode.id] = nil
        want(inode)
        if inode.isDirectory { directories.remove(inode) } else { files.remove(inode) }
        for alias in inode.aliases { aliases[alias] = nil }
        inode.aliases = []
        // It may come back (`Namespace.keep`).
        inode.kernelID = inode.id
    }
}
