import Testing

@testable import S3

@Suite struct TransferPlanTests {
    private static let mebi: Int64 = 1 << 20

    @Test("Parts cover every size without gap or overlap, within the service's limits")
    func coverage() throws {
        let edges: [Int64] = [0, 1, 5, 8, 16, 50_000, 80_000, 80_001, 1 << 20, 51_200_000 - 1, 51_200_000]
        let chunks: [Int64] = [1, 4 * Self.mebi, 8 * Self.mebi, 100 * Self.mebi, 5 << 30, 6 << 30]
        for mebis in edges {
            for size in [mebis * Self.mebi - 1, mebis * Self.mebi, mebis * Self.mebi + 1] where size >= 0 {
                for chunk in chunks where size <= 10_000 * (5 << 30) {
                    let plan = try PartPlan(size: size, chunk: chunk, operation: "t")
                    #expect(plan.count >= 1 && plan.count <= 10_000)
                    #expect((5 * Self.mebi...5 << 30).contains(plan.partSize))
                    var next: Int64 = 0
                    for number in [1, 2, plan.count / 2, plan.count - 1, plan.count] where number >= 1 {
                        let range = plan.range(of: min(number, plan.count))
                        #expect(range.lowerBound == Int64(min(number, plan.count) - 1) * plan.partSize)
                        #expect(range.upperBound <= size && (size == 0 || !range.isEmpty))
                        next = range.upperBound
                    }
                    #expect(next == size)
                }
            }
        }
    }

    @Test("Every part of small plans follows the one before")
    func exhaustive() {
        for size in Int64(0)...40 {
            for part in Int64(1)...12 {
                let plan = PartPlan(size: size, partSize: part)
                var next: Int64 = 0
                for number in 1...plan.count {
                    let range = plan.range(of: number)
                    #expect(range.lowerBound == next && Int64(range.count) <= part)
                    next = range.upperBound
                }
                #expect(next == size)
            }
        }
    }

    @Test("Part sizes are those of s3transfer's ChunksizeAdjuster")
    func adjusted() throws {
        // python3 -c "from s3transfer.utils import ChunksizeAdjuster as C; print(C().adjust_chunksize(CHUNK, SIZE))"
        let table: [(chunk: Int64, size: Int64, part: Int64)] = [
            (8_388_608, 8_388_608, 8_388_608), (8_388_608, 83_886_080_000, 8_388_608),
            (8_388_608, 83_886_080_001, 16_777_216), (8_388_608, 1 << 40, 134_217_728),
            (8_388_608, 5 << 40, 1_073_741_824), (1_048_576, 4_194_304, 5_242_880),
            (6 << 30, 1 << 40, 5 << 30), (3 << 30, 48 << 40, 5 << 30),
        ]
        for row in table {
            #expect(try PartPlan(size: row.size, chunk: row.chunk, operation: "t").partSize == row.part, "\(row)")
        }
    }

    @Test("More than 10,000 parts of 5 GiB are refused")
    func tooLarge() {
        #expect(throws: S3Error.self) {
            try PartPlan(size: 10_000 * (5 << 30) + 1, chunk: 8 << 20, operation: "t")
        }
    }

    @Test("Parts of a stream grow so that 16 TiB fit, and not before they must")
    func growing() throws {
        var parts = try GrowingParts(chunk: 8 << 20, expected: nil, operation: "t")
        var last: Int64 = 0
        for number in 1...10_000 {
            let size = parts.next
            #expect(size >= last && size <= 5 << 30)
            if number <= 1000 { #expect(size == 8 << 20) }
            try parts.add(size, operation: "t")
            last = size
        }
        #expect(parts.total > 16 << 40)
        #expect(throws: S3Error.self) { try parts.add(1, operation: "t") }
    }

    @Test("A stream of an expected length has equal parts")
    func expected() throws {
        var parts = try GrowingParts(chunk: 8 << 20, expected: 48 << 40, operation: "t")
        #expect(parts.next == 5 << 30)
        for _ in 1...9_831 { try parts.add(parts.next, operation: "t") }
        #expect(parts.total >= 48 << 40)
    }

    @Test("Numbers of a configuration must be above zero")
    func configuration() {
        let changes: [(inout TransferConfig) -> Void] = [
            { $0.multipartThreshold = 0 }, { $0.multipartChunkSize = -1 }, { $0.maxConcurrency = 0 },
            { $0.maxBandwidth = 0 }, { $0.ioChunkSize = 0 }, { $0.maxIOQueue = 0 },
        ]
        for change in changes {
            var config = TransferConfig()
            change(&config)
            #expect(throws: S3Error.self) { try config.validate(for: "t") }
        }
    }
}
