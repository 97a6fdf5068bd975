import FUSE

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
    /// Those inodes, some of them more than once, and some that have gone or are wanted since.
    private var asked: [InodeID] = []
    /// Those of them that are still to be asked about once more.
    private var again: [InodeID] = []
    /// How long the next asking again is put off, and what waits for it.
    private(set) var pause = Self.shortestPause
    private var retry: Task<Void, Never>?

    private static let shortestPause: Duration = .seconds(1)
    private static let longestPause: Duration = .seconds(600)

    /// Notes that the kernel is asked to let go of an inode.
    mutating func ask(_ inode: Inode) {
        inode.isUnwanted = true
        unwanted += 1
        asked.append(inode.id)
    }

    /// Has what was asked for in vain asked for once more after a while, each time after twice as long.
    ///
    /// By time, since nothing tells when the last process lets go of a name: the kernel keeps it all the same.
    mutating func putOff(_ askAgain: @escaping @Sendable () -> Void) {
        guard retry == nil else { return }
        retry = Task { [pause] in
            // Only `stop` cancels it: then nothing is to be asked.
            guard (try? await Task.sleep(for: pause)) != nil else { return }
            askAgain()
        }
        pause = min(pause * 2, Self.longestPause)
    }

    /// Begins to ask once more.
    mutating func askAgain() {
        retry = nil
        again = Array(Set(again).union(asked))
        asked = []
    }

    /// The next one that is to be asked about once more.
    mutating func nextAgain() -> InodeID? { again.popLast() }

    /// Leaves the rest as it was: there are few enough.
    mutating func satisfied() {
        pause = Self.shortestPause
        asked += again
        again = []
    }

    /// Drops from the list what is not asked for any more, when that is most of it.
    mutating func compact(_ isUnwanted: (InodeID) -> Bool) {
        if asked.count > 2 * unwanted + 1024 { asked = Array(Set(asked.filter(isUnwanted))) }
    }

    /// Asks for nothing more.
    mutating func stop() {
        begin = nil
        retry?.cancel()
        retry = nil
    }
}
