import Testing

@testable import FileSystem

@Suite("RangeSet") struct RangeSetTests {
    static let width = 8

    static func set(_ mask: Int) -> RangeSet {
        var set = RangeSet()
        for bit in 0..<width where mask & (1 << bit) != 0 { set.insert(Int64(bit)..<Int64(bit + 1)) }
        return set
    }

    static func mask(_ ranges: [Range<Int64>]) -> Int {
        ranges.reduce(0) { mask, range in range.reduce(mask) { $0 | (1 << Int($1)) } }
    }

    /// Sorted, disjoint, not touching, none empty.
    static func isCanonical(_ set: RangeSet) -> Bool {
        set.ranges.allSatisfy { !$0.isEmpty }
            && zip(set.ranges, set.ranges.dropFirst()).allSatisfy { $0.upperBound < $1.lowerBound }
    }

    @Test("every change and every question on every set of eight bytes agrees with a bitmap")
    func exhaustive() {
        var wrong: [String] = []
        for mask in 0..<(1 << Self.width) {
            let set = Self.set(mask)
            if !Self.isCanonical(set) || Self.mask(set.ranges) != mask { wrong.append("set \(mask)") }
            for lower in 0...Self.width {
                for upper in lower...Self.width {
                    let range = Int64(lower)..<Int64(upper)
                    let bits = ((1 << upper) - 1) & ~((1 << lower) - 1)
                    var inserted = set
                    inserted.insert(range)
                    var removed = set
                    removed.remove(range)
                    let isRight =
                        Self.isCanonical(inserted) && Self.mask(inserted.ranges) == mask | bits
                        && Self.isCanonical(removed) && Self.mask(removed.ranges) == mask & ~bits
                        && set.contains(range) == (mask & bits == bits)
                        && set.intersects(range) == (mask & bits != 0)
                        && Self.mask(set.intersection(range)) == mask & bits
                        && Self.mask(set.gaps(in: range)) == bits & ~mask
                        && set.intersection(range) == Self.set(mask & bits).ranges
                        && set.gaps(in: range) == Self.set(bits & ~mask).ranges
                    if !isRight { wrong.append("\(mask) \(range)") }
                }
                let above = mask >> lower
                let next = above == 0 ? nil : Int64(lower + above.trailingZeroBitCount)
                if set.next(from: Int64(lower)) != next { wrong.append("next \(mask) \(lower)") }
                let isIn = lower < Self.width && mask & (1 << lower) != 0
                if (set.range(containing: Int64(lower)) != nil) != isIn { wrong.append("range \(mask) \(lower)") }
            }
        }
        #expect(wrong.isEmpty, "\(wrong.prefix(5))")
    }
}
