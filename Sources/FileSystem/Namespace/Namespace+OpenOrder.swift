import FUSE
import ObjectStore
import Synchronization

extension Namespace {
    /// How often the order of a directory is made anew at most, when its entries keep changing.
    private static let orderLifetime = Duration.seconds(1)

    /// The files that are likely to be opened after this one, whose contents are worth fetching now.
    ///
    /// Call with the lock held.
    func likelyNext(after inode: Inode) -> [Inode] {
        guard let parent = inode.parent, let directory = parent.directory, !inode.isDetached else { return [] }
        let now = ContinuousClock.now
        guard let until = directory.completeUntil, until > now else { return [] }
        // One open alone says nothing; so most directories are never put in order.
        guard directory.lastOpened != nil else {
            directory.lastOpened = inode.id
            return []
        }
        if directory.order == nil || (directory.isOrderOld && directory.orderMade + Self.orderLifetime < now) {
            directory.order = directory.children.values.filter(\.isRegular)
                .sorted { $0.name.bytes.lexicographicallyPrecedes($1.name.bytes) }
            directory.orderMade = now
            directory.isOrderOld = false
        }
        guard let order = directory.order, let index = Self.index(of: inode, in: order) else { return [] }
        directory.lastOpened = inode.id
        return order[directory.opens.opened(index, of: order.count)].filter { candidate in
            candidate.parent === parent && !candidate.isDetached && candidate.isPublished && candidate.etag != nil
                && candidate.size > 0 && candidate.contentIfUsed?.state.withLock({ $0.kernelPages != nil }) != true
        }
    }

    private static func index(of inode: Inode, in order: [Inode]) -> Int? {
        var (low, high) = (0, order.count)
        while low < high {
            let middle = (low + high) / 2
            if order[middle].name.bytes.lexicographicallyPrecedes(inode.name.bytes) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low < order.count && order[low] === inode ? low : nil
    }
}
