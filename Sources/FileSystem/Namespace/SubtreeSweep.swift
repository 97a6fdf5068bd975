import FUSE
import ObjectStore

/// A listing without delimiter that serves a walk: each page shows whole directories, in the order of their keys.
///
/// Begun when a second directory of the same parent is read. It goes on while readers wait for what comes, and a few
/// pages ahead of them; it is given up when a reader would have to wait for too many pages of somebody else's keys.
/// `@unchecked Sendable`: every variable is guarded by the namespace's lock.
final class SubtreeSweep: @unchecked Sendable {
    /// A directory whose keys are passing by.
    struct Passing {
        /// The keys of the directory begin with this.
        let prefix: [UInt8]
        /// Nil when what is below is not shown here (hidden, removed meanwhile, or in pieces by the length of a name).
        let inode: Inode?
        /// When the first page left that shows it: changes of ours after it win.
        let moment: UInt64
        var shown: Set<InodeID> = []
        /// Whether its marker has passed.
        var hasMarker = false
    }

    /// How many entries may have come that nobody has read yet, before the next page waits for a reader.
    static let entriesAhead = 4_000
    /// The most pages that a reader waits for.
    static let maximumPatience = 16

    /// The parent of the directories that are swept; itself it is listed already.
    let root: Inode
    let rootPrefix: [UInt8]
    /// How many pages may pass without an answer to a reader.
    let patience: Int
    private let order: KeyOrder
    /// The directory whose marker object is left out, if it has one.
    let withoutMarker: [UInt8]?
    /// The next page; its continuation is set by the page before.
    var request: ListRequest
    /// The last key that has passed.
    private(set) var position: [UInt8]
    /// The directories whose keys are passing, the outermost first.
    var path: [Passing] = []
    /// Who waits for a directory's entries.
    var waiting: [InodeID: (directory: Inode, fetch: DirectoryFetch)] = [:]
    /// Directories that are complete and that nobody has read yet, with how many entries they have.
    private var ahead: [InodeID: Int] = [:]
    private var entriesAhead = 0
    /// Pages since a reader was answered.
    private var pagesWaited = 0
    /// A page is on its way.
    var isFetching = false
    /// There are no more pages, or nobody wants them.
    var isOver = false
    var lastUse = ContinuousClock.now

    /// - Parameter first: the directory in `root` to begin with.
    init(root: Inode, first: Inode, patience: Int, order: KeyOrder) {
        self.root = root
        self.patience = patience
        self.order = order
        rootPrefix = root.key.bytes
        request = ListRequest(prefix: ObjectKey(rootPrefix))
        // Before the directory's first key, its marker. A server that keeps keys in directories passes over all of
        // a directory that it starts after, so there the marker itself is left out.
        position = order == .bytes ? Array(first.key.bytes.dropLast()) : first.key.bytes
        withoutMarker = order == .bytes ? nil : position
        request.startAfter = ObjectKey(position)
    }

    /// Whether the directory's keys are still to come, or passing now.
    func isComing(_ prefix: [UInt8]) -> Bool {
        position.starts(with: prefix) || !order.precedes(prefix, position)
    }

    /// Notes a key that passes.
    func pass(_ key: [UInt8]) { position = key }

    /// Notes a directory that is complete, for a reader still to come.
    func note(_ directory: Inode) {
        let count = directory.directory?.children.count ?? 0
        if ahead.updateValue(count, forKey: directory.id) == nil { entriesAhead += count }
    }

    /// Notes that a directory is read.
    ///
    /// - Returns: whether it was one of those fetched ahead.
    func read(_ directory: InodeID) -> Bool {
        guard let count = ahead.removeValue(forKey: directory) else { return false }
        entriesAhead -= count
        lastUse = .now
        return true
    }

    /// Notes that a page has been applied.
    func pageApplied(answered: Bool) {
        pagesWaited = answered || waiting.isEmpty ? 0 : pagesWaited + 1
    }

    /// Whether readers have waited long enough for this sweep.
    var isHopeless: Bool { !waiting.isEmpty && pagesWaited >= patience }

    /// Whether another page is worth its request now.
    var wantsPage: Bool { !isOver && (!waiting.isEmpty || entriesAhead < Self.entriesAhead) }
}

/// The order in which a server lists keys.
enum KeyOrder: Sendable {
    /// By their bytes, as S3 does.
    case bytes
    /// Component by component, as servers do that keep keys in directories.
    case components

    /// Whether one key comes before another.
    func precedes(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        switch self {
        case .bytes: left.lexicographicallyPrecedes(right)
        case .components: left.lexicographicallyPrecedes(right) { Self.rank($0) < Self.rank($1) }
        }
    }

    /// The slash comes first, so that what is in a directory stands before the directory's longer-named siblings.
    private static func rank(_ byte: UInt8) -> UInt16 { byte == UInt8(ascii: "/") ? 0 : UInt16(byte) + 1 }
}

/// Signs of a walk: which directories of one parent are read, one after another.
struct WalkTrace {
    private(set) var visits = 0
    private var last: InodeID?
    private var lastVisit = ContinuousClock.now
    /// No sweep before so many visits: the last one was given up.
    private var resumesAt = 2

    /// Notes that a child directory is read.
    ///
    /// - Returns: how many pages a sweep may take before it has to answer; nil for no sweep.
    mutating func visit(_ child: InodeID, timeToLive: Duration) -> Int? {
        let now = ContinuousClock.now
        if lastVisit + timeToLive < now { self = WalkTrace() }
        lastVisit = now
        guard last != child else { return nil }
        last = child
        visits += 1
        guard visits >= resumesAt else { return nil }
        return min(SubtreeSweep.maximumPatience, visits)
    }

    /// A sweep was given up: the next needs twice the signs.
    mutating func disappointed() { resumesAt = visits * 2 }
}
