import FUSE

/// Files that the kernel knows by more than one number.
///
/// An inode of the kernel is read either through its page cache or straight from a file of the local disk, and not from
/// two of those, as long as any handle of it is open. A handle that needs the other way gets another inode: the file
/// has a new number from then on, and the kernel is told to look its name up again. stat(2) shows the first one always.
extension Namespace {
    /// Numbers above are never made of a key.
    private static let firstAlias: UInt64 = 1 << 63

    /// Gives a file a new number, if `number` is the one it has.
    func divert(_ inode: Inode, from number: InodeID) {
        locked { state in
            guard inode.kernelID == number else { return }
            var next = Self.firstAlias | inode.id.rawValue
            while state.aliases[InodeID(rawValue: next)] != nil { next = Self.firstAlias | (next &+ 1) }
            let alias = InodeID(rawValue: next)
            state.aliases[alias] = inode
            inode.kernelID = alias
        }
    }
}

extension Namespace.State {
    /// The inode of a number.
    func find(_ id: InodeID) -> Inode? { inodes[id] ?? aliases[id] }

    /// Forgets an inode, under all its numbers.
    mutating func remove(_ inode: Inode) {
        inodes[inode.id] = nil
        if inode.kernelID != inode.id { aliases = aliases.filter { $0.value !== inode } }
    }
}
