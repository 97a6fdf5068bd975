import Synchronization

/// Lets the rename of a directory be alone in its subtree: it copies keys one by one, and what another operation stores or
/// removes among them meanwhile would be left behind, or come back.
///
/// Not a lock: it is held across requests, by tasks. Taken before any `FileContent.gate`, once by each operation, and by
/// turns: who comes waits for those before him that are in his way, so that nobody waits for ever.
final class TreeGate: Sendable {
    /// What an operation changes: objects at inodes, or everything from an inode down.
    struct Claim: Sendable {
        var inodes: [Inode]
        /// The directory that is renamed.
        var subtree: Inode?
    }

    private struct Waiter {
        let claim: Claim
        let continuation: CheckedContinuation<Void, Never>
    }

    private struct State {
        var next = 0
        /// Who is in.
        var holders: [Int: Claim] = [:]
        /// Who waits, in order of arrival.
        var waiters: [(number: Int, waiter: Waiter)] = []
        /// How many of both are renames of directories: without one nobody is in anybody's way.
        var subtrees = 0
    }

    private let namespace: Namespace
    /// Taken after the namespace's lock, which guards the chains of parents.
    private let state = Mutex(State())

    init(_ namespace: Namespace) { self.namespace = namespace }

    /// Waits until nothing that is in the way is under way; every `enter` is followed by one `leave` of its number.
    func enter(_ claim: Claim) async -> Int {
        var number = 0
        await withCheckedContinuation { continuation in
            let isIn = namespace.locked { _ in
                state.withLock { state in
                    number = state.next
                    state.next += 1
                    if claim.subtree != nil { state.subtrees += 1 }
                    let isFree =
                        state.subtrees == 0
                        || !(state.holders.values.contains { Self.isInTheWay($0, of: claim) }
                            || state.waiters.contains { Self.isInTheWay($0.waiter.claim, of: claim) })
                    if isFree {
                        state.holders[number] = claim
                    } else {
                        state.waiters.append((number, Waiter(claim: claim, continuation: continuation)))
                    }
                    return isFree
                }
            }
            if isIn { continuation.resume() }
        }
        return number
    }

    /// Lets those in that waited for this one.
    func leave(_ number: Int) {
        let admitted: [CheckedContinuation<Void, Never>] = namespace.locked { _ in
            state.withLock { state in
                if state.holders.removeValue(forKey: number)?.subtree != nil { state.subtrees -= 1 }
                var admitted: [CheckedContinuation<Void, Never>] = []
                var left: [(number: Int, waiter: Waiter)] = []
                for entry in state.waiters {
                    let claim = entry.waiter.claim
                    if state.holders.values.contains(where: { Self.isInTheWay($0, of: claim) })
                        || left.contains(where: { Self.isInTheWay($0.waiter.claim, of: claim) })
                    {
                        left.append(entry)
                    } else {
                        state.holders[entry.number] = claim
                        admitted.append(entry.waiter.continuation)
                    }
                }
                state.waiters = left
                return admitted
            }
        }
        for continuation in admitted { continuation.resume() }
    }

    /// Whether one of the two renames a directory that something of the other is in.
    ///
    /// Call with the namespace locked.
    private static func isInTheWay(_ one: Claim, of other: Claim) -> Bool {
        covers(one.subtree, other) || covers(other.subtree, one)
    }

    private static func covers(_ subtree: Inode?, _ claim: Claim) -> Bool {
        guard let subtree else { return false }
        return claim.inodes.contains { $0.isWithin(subtree) } || (claim.subtree?.isWithin(subtree) ?? false)
    }
}

extension Inode {
    /// Whether this is `ancestor`, or somewhere below it.
    ///
    /// Call with the namespace locked.
    func isWithin(_ ancestor: Inode) -> Bool {
        var place: Inode? = self
        while let current = place {
            if current === ancestor { return true }
            place = current.parent
        }
        return false
    }
}
