import Testing

@testable import FileSystem

@Suite("PartPlan") struct PublishPartPlanTests {
    static func fault(_ plan: PartPlan, size: Int64, copyable: RangeSet, limits: PartPlan.Limits) -> String? {
        var position: Int64 = 0
        for (index, part) in plan.parts.enumerated() {
            if part.number != index + 1 { return "number" }
            if part.range.lowerBound != position || part.range.isEmpty { return "gap" }
            position = part.range.upperBound
            if position < size, Int64(part.range.count) < limits.minimum { return "too small" }
            if Int64(part.range.count) > limits.maximum { return "too large" }
            if part.isCopy, !copyable.contains(part.range) { return "copies what changed" }
        }
        if position != size { return "end" }
        if plan.parts.count > limits.count { return "too many" }
        return nil
    }

    @Test(
        "every pattern of changes in every small file has a plan within the limits",
        arguments: [
            PartPlan.Limits(minimum: 1, maximum: 2, count: 12, uploadSize: 1, copySize: 2),
            PartPlan.Limits(minimum: 2, maximum: 4, count: 12, uploadSize: 3, copySize: 4),
            PartPlan.Limits(minimum: 2, maximum: 8, count: 3, uploadSize: 2, copySize: 8),
            PartPlan.Limits(minimum: 3, maximum: 7, count: 4, uploadSize: 4, copySize: 6),
            PartPlan.Limits(minimum: 4, maximum: 8, count: 2, uploadSize: 4, copySize: 4),
        ])
    func exhaustive(_ limits: PartPlan.Limits) {
        var wrong: [String] = []
        for size in 1...11 {
            for mask in 0..<(1 << size) {
                var copyable = RangeSet()
                for bit in 0..<size where mask & (1 << bit) != 0 { copyable.insert(Int64(bit)..<Int64(bit + 1)) }
                let plan = PartPlan(size: Int64(size), copyable: copyable, limits: limits)
                guard let plan else {
                    if Int64(size) <= limits.maximumSize { wrong.append("\(size) \(mask): none") }
                    continue
                }
                if Int64(size) > limits.maximumSize { wrong.append("\(size): one too large") }
                if let fault = Self.fault(plan, size: Int64(size), copyable: copyable, limits: limits) {
                    wrong.append("\(size) \(mask): \(fault)")
                }
                if mask == (1 << size) - 1, plan.parts.contains(where: { !$0.isCopy }) {
                    wrong.append("\(size): sends what is unchanged")
                }
            }
        }
        #expect(wrong.isEmpty, "\(wrong.count): \(wrong.prefix(5))")
    }

    static let amazon = PartPlan.Limits(minimum: 5 << 20, maximum: 5 << 30, uploadSize: 16 << 20, copySize: 256 << 20)

    @Test("ten thousand parts reach the largest object, and no byte more")
    func largest() throws {
        let size = Self.amazon.maximumSize
        #expect(size == 10_000 * (5 << 30))
        for size in [size, size - 1, 9_999 * (5 << 30) + 1] as [Int64] {
            let plan = try #require(PartPlan(size: size, copyable: RangeSet(), limits: Self.amazon))
            #expect(Self.fault(plan, size: size, copyable: RangeSet(), limits: Self.amazon) == nil)
        }
        #expect(PartPlan(size: size + 1, copyable: RangeSet(), limits: Self.amazon) == nil)
        var copyable = RangeSet(0..<size)
        copyable.remove(size / 2..<size / 2 + 1)
        let plan = try #require(PartPlan(size: size, copyable: copyable, limits: Self.amazon))
        #expect(Self.fault(plan, size: size, copyable: copyable, limits: Self.amazon) == nil)
        #expect(plan.parts.count(where: { !$0.isCopy }) <= 2)
    }

    @Test("one byte changed in a large object is one part of the smallest size; the rest is copied")
    func oneByte() throws {
        let size: Int64 = 100 << 20
        let positions: [Int64] = [0, 1, 5 << 20, 50 << 20, size - (5 << 20), size - 1]
        for position in positions {
            var copyable = RangeSet(0..<size)
            copyable.remove(position..<position + 1)
            let plan = try #require(PartPlan(size: size, copyable: copyable, limits: Self.amazon))
            #expect(Self.fault(plan, size: size, copyable: copyable, limits: Self.amazon) == nil)
            let sent = plan.parts.filter { !$0.isCopy }
            #expect(sent.count == 1)
            #expect(sent.reduce(0) { $0 + Int64($1.range.count) } <= 10 << 20)
        }
    }

    @Test("changes everywhere in a huge object keep to the number of parts")
    func scattered() throws {
        let size: Int64 = 1 << 40
        var copyable = RangeSet(0..<size)
        for index in 0..<Int64(20_000) { copyable.remove(index * (50 << 20)..<index * (50 << 20) + 4096) }
        let plan = try #require(PartPlan(size: size, copyable: copyable, limits: Self.amazon))
        #expect(Self.fault(plan, size: size, copyable: copyable, limits: Self.amazon) == nil)
    }
}
