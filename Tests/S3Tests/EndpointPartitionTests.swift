import Testing

@testable import S3

/// AWS's partitions against botocore's table of them.
@Suite("Partitions")
struct EndpointPartitionTests {
    private struct Content: Decodable {
        struct Vector: Decodable {
            var region: String
            var name: String
            var domain: String
            var dualstackDomain: String
            var globalRegion: String
            var supportsFIPS: Bool
            var supportsDualstack: Bool
        }

        var vectors: [Vector]
    }

    @Test("Every region is in the partition that botocore has it in")
    func matchesBotocore() throws {
        let vectors = try Vectors.load("endpoint-partitions", as: Content.self).vectors
        #expect(vectors.count >= 150)
        #expect(Set(vectors.map(\.name)) == Set(Partition.all.map(\.name)))
        for vector in vectors {
            let partition = Partition.of(region: vector.region)
            #expect(partition.name == vector.name, "\(vector)")
            #expect(partition.domain == vector.domain, "\(vector)")
            #expect(partition.dualstackDomain == vector.dualstackDomain, "\(vector)")
            #expect(partition.globalRegion == vector.globalRegion, "\(vector)")
            #expect(partition.supportsFIPS == vector.supportsFIPS, "\(vector)")
            #expect(partition.supportsDualstack == vector.supportsDualstack, "\(vector)")
        }
    }
}
