/// The entries of a very large directory beyond the first.
///
/// Only so many pages stay in memory; an earlier one is listed again when a reader goes back to it.
struct DirectoryTail {
    private struct Page {
        let start: Int
        let count: Int
        /// The page begins after this key.
        let after: [UInt8]
        var entries: [Inode]?
    }

    /// How many pages stay in memory.
    static let pagesKept = 32
    /// How many entries may have come that no reader has reached.
    static let entriesAhead = 8_000

    private var pages: [Page] = []
    private var loaded: [Int] = []
    /// The position after the last entry.
    private(set) var end: Int
    private let start: Int

    /// - Parameter start: how many entries come before.
    init(start: Int) {
        self.start = start
        end = start
    }

    /// What is at a position.
    enum Found {
        /// In this page, at this place.
        case entries([Inode], Int)
        /// It was there and must be listed again, after this key.
        case dropped(page: Int, after: [UInt8])
        /// It has not come yet.
        case absent
    }

    func find(_ position: Int) -> Found {
        guard position < end, let index = pages.lastIndex(where: { $0.start <= position }) else { return .absent }
        let page = pages[index]
        guard let entries = page.entries else { return .dropped(page: index, after: page.after) }
        return .entries(entries, position - page.start)
    }

    /// Adds a page that has come.
    mutating func append(_ entries: [Inode], after: [UInt8]) {
        guard !entries.isEmpty else { return }
        pages.append(Page(start: end, count: entries.count, after: after))
        end += entries.count
        load(entries, page: pages.count - 1)
    }

    /// Puts entries that were listed again into their place.
    ///
    /// Others may have changed the directory meanwhile: a place without an entry of its own repeats the last one, which
    /// readdir(3) leaves open for names that come and go.
    mutating func load(_ entries: [Inode], page index: Int) {
        let count = pages[index].count
        var entries = Array(entries.prefix(count))
        while entries.count < count, let last = entries.last { entries.append(last) }
        guard entries.count == count else { return }
        pages[index].entries = entries
        loaded.append(index)
        if loaded.count > Self.pagesKept { pages[loaded.removeFirst()].entries = nil }
    }
}
