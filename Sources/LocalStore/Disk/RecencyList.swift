/// Slots in the order of their last use; every change in constant time.
struct RecencyList: Sendable {
    private struct Links {
        var older: Int32
        var newer: Int32
    }

    private static let none: Int32 = -1
    private var links: [Links] = []
    private(set) var oldestSlot = RecencyList.none
    private var newestSlot = RecencyList.none

    /// The slot that was not used for the longest time.
    var oldest: Int32? { oldestSlot == Self.none ? nil : oldestSlot }

    /// Puts a slot that is not in the list at the newest end.
    mutating func append(_ slot: Int32) {
        while links.count <= Int(slot) { links.append(Links(older: Self.none, newer: Self.none)) }
        links[Int(slot)] = Links(older: newestSlot, newer: Self.none)
        if newestSlot == Self.none { oldestSlot = slot } else { links[Int(newestSlot)].newer = slot }
        newestSlot = slot
    }

    mutating func remove(_ slot: Int32) {
        let link = links[Int(slot)]
        if link.older == Self.none { oldestSlot = link.newer } else { links[Int(link.older)].newer = link.newer }
        if link.newer == Self.none { newestSlot = link.older } else { links[Int(link.newer)].older = link.older }
    }

    /// Makes a slot the newest.
    mutating func touch(_ slot: Int32) {
        guard slot != newestSlot else { return }
        remove(slot)
        append(slot)
    }
}
