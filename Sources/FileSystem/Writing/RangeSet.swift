/// Sorted, disjoint, non-adjacent ranges of a file's bytes.
///
/// Each change costs a binary search and a move of what lies behind it.
struct RangeSet: Hashable, Sendable {
    /// In ascending order; none empty, none touching the next.
    private(set) var ranges: [Range<Int64>] = []

    init() {}

    init(_ range: Range<Int64>) {
        if !range.isEmpty { ranges = [range] }
    }

    var isEmpty: Bool { ranges.isEmpty }

    /// The index of the first range that ends after `offset`.
    private func firstIndex(endingAfter offset: Int64) -> Int {
        var low = 0
        var high = ranges.count
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound > offset { high = middle } else { low = middle + 1 }
        }
        return low
    }

    /// Adds every byte of `range`.
    mutating func insert(_ range: Range<Int64>) {
        guard !range.isEmpty else { return }
        // A range that ends exactly where this one begins is joined with it.
        let first = firstIndex(endingAfter: range.lowerBound - 1)
        var last = first
        var lower = range.lowerBound
        var upper = range.upperBound
        while last < ranges.count, ranges[last].lowerBound <= range.upperBound {
            lower = min(lower, ranges[last].lowerBound)
            upper = max(upper, ranges[last].upperBound)
            last += 1
        }
        if last == first + 1 {
            ranges[first] = lower..<upper
        } else {
            ranges.replaceSubrange(first..<last, with: CollectionOfOne(lower..<upper))
        }
    }

    /// Takes every byte of `range` out.
    mutating func remove(_ range: Range<Int64>) {
        guard !range.isEmpty else { return }
        let first = firstIndex(endingAfter: range.lowerBound)
        var last = first
        while last < ranges.count, ranges[last].lowerBound < range.upperBound { last += 1 }
        guard first < last else { return }
        let head = ranges[first].lowerBound..<max(ranges[first].lowerBound, range.lowerBound)
        let tail = min(ranges[last - 1].upperBound, range.upperBound)..<ranges[last - 1].upperBound
        switch (head.isEmpty, tail.isEmpty) {
        case (true, true): ranges.removeSubrange(first..<last)
        case (false, true): ranges.replaceSubrange(first..<last, with: CollectionOfOne(head))
        case (true, false): ranges.replaceSubrange(first..<last, with: CollectionOfOne(tail))
        case (false, false): ranges.replaceSubrange(first..<last, with: [head, tail])
        }
    }

    /// The range that holds the byte at `offset`.
    func range(containing offset: Int64) -> Range<Int64>? {
        let index = firstIndex(endingAfter: offset)
        guard index < ranges.count, ranges[index].contains(offset) else { return nil }
        return ranges[index]
    }

    /// The first byte at or after `offset` that is in the set.
    func next(from offset: Int64) -> Int64? {
        let index = firstIndex(endingAfter: offset)
        return index < ranges.count ? max(offset, ranges[index].lowerBound) : nil
    }

    /// Whether every byte of `range` is in the set; true for an empty range.
    func contains(_ range: Range<Int64>) -> Bool {
        guard !range.isEmpty else { return true }
        guard let holder = self.range(containing: range.lowerBound) else { return false }
        return holder.upperBound >= range.upperBound
    }

    /// Whether any byte of `range` is in the set.
    func intersects(_ range: Range<Int64>) -> Bool {
        guard let next = next(from: range.lowerBound) else { return false }
        return next < range.upperBound
    }

    /// What the set has of `range`, in ascending order.
    func intersection(_ range: Range<Int64>) -> [Range<Int64>] {
        guard !range.isEmpty else { return [] }
        var result: [Range<Int64>] = []
        var index = firstIndex(endingAfter: range.lowerBound)
        while index < ranges.count, ranges[index].lowerBound < range.upperBound {
            result.append(ranges[index].clamped(to: range))
            index += 1
        }
        return result
    }

    /// What the set lacks of `range`, in ascending order.
    func gaps(in range: Range<Int64>) -> [Range<Int64>] {
        guard !range.isEmpty else { return [] }
        var result: [Range<Int64>] = []
        var position = range.lowerBound
        for present in intersection(range) {
            if position < present.lowerBound { result.append(position..<present.lowerBound) }
            position = present.upperBound
        }
        if position < range.upperBound { result.append(position..<range.upperBound) }
        return result
    }
}
