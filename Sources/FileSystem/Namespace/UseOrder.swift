/// Inodes in the order of their last use: a list whose links are in the inodes.
///
/// Who keeps it owns the inodes in it.
struct UseOrder {
    /// The one that was not used for the longest time.
    private(set) var oldest: Inode?
    private var newest: Inode?
    private(set) var count = 0
    /// Counts what came to the new end.
    private var clock: UInt32 = 0
    /// What came to the new end among the last so many stays where it is.
    private let slack: UInt32

    /// - Parameter slack: how many may be out of order, which spares moving what is used all the time.
    init(slack: Int) { self.slack = UInt32(clamping: slack) }

    /// Puts an inode at the new end, which must not be in the order.
    mutating func add(_ inode: Inode) {
        inode.older = newest
        newest?.newer = inode
        newest = inode
        if oldest == nil { oldest = inode }
        count += 1
        clock &+= 1
        inode.usedAt = clock
    }

    /// Notes that an inode is used, if it is in the order.
    mutating func use(_ inode: Inode) {
        if clock &- inode.usedAt >= slack { renew(inode) }
    }

    /// Moves an inode to the new end, if it is in the order.
    mutating func renew(_ inode: Inode) {
        guard inode !== newest, contains(inode) else { return }
        remove(inode)
        add(inode)
    }

    private func contains(_ inode: Inode) -> Bool { inode === oldest || inode.older != nil }

    /// Takes an inode out, if it is in.
    mutating func remove(_ inode: Inode) {
        guard contains(inode) else { return }
        if let older = inode.older { older.newer = inode.newer } else { oldest = inode.newer }
        if let newer = inode.newer { newer.older = inode.older } else { newest = inode.older }
        inode.older = nil
        inode.newer = nil
        count -= 1
    }
}
