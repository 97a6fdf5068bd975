import Testing

@testable import S3

@Suite("The default session", .serialized)
struct SessionDefaultTests {
    @Test("Another session can be made the default, and clients come from it")
    func replacing() async throws {
        defer { DefaultSession.replace(by: nil) }
        try setUpDefaultSession(region: "eu-west-1", anonymous: true, environment: [:], homeDirectory: "/nonexistent")
        #expect(try DefaultSession.current().regionName == "eu-west-1")
        #expect(try await DefaultSession.current().getCredentials() == nil)
        let client = try S3.client()
        #expect(client.configuration.region == "eu-west-1")
        client.shutdown()
        #expect(throws: ConfigurationError.self) { try S3.client(endpointURL: "nothing") }
        #expect(throws: ConfigurationError.self) { try S3.client(accessKeyID: "half") }
        #expect(throws: ConfigurationError.self) {
            try setUpDefaultSession(profile: "none", environment: [:], homeDirectory: "/nonexistent")
        }
        #expect(try DefaultSession.current().regionName == "eu-west-1")
    }

    @Test("The documentation's example runs")
    func example() throws {
        defer { DefaultSession.replace(by: nil) }
        let (environment, homeDirectory) = (["AWS_RETRY_MODE": "adaptive"], "/nonexistent")
        // begin set-up-default-session
        try setUpDefaultSession(region: "eu-west-1", environment: environment, homeDirectory: homeDirectory)
        let client = try S3.client()
        // end set-up-default-session
        #expect(client.configuration.region == "eu-west-1" && client.configuration.retryMode == .adaptive)
    }

    @Test("However many ask at first, one session is made")
    func once() async throws {
        defer { DefaultSession.replace(by: nil) }
        DefaultSession.replace(by: nil)
        let sources = await withTaskGroup(of: ObjectIdentifier?.self) { group in
            for _ in 0..<100 {
                group.addTask { (try? DefaultSession.current()).map { ObjectIdentifier($0.credentials) } }
            }
            return await group.reduce(into: Set<ObjectIdentifier?>()) { $0.insert($1) }
        }
        #expect(sources.count == 1)
    }

    @Test("A session knows the profiles of both files")
    func profiles() throws {
        let home = try SessionHome()
        try home.write("[default]\n[profile b]\n[services s]\n[sso-session t]\n", to: ".aws/config")
        try home.write("[c]\n[a]\n[b]\n", to: ".aws/credentials")
        let session = try Session(environment: [:], homeDirectory: home.path)
        #expect(session.availableProfiles == ["a", "b", "c", "default"])
        #expect(session.profileName == "default")
        #expect("\(session)" == "Session(regionName: nil, profileName: \"default\")")
    }

    @Test("A session knows AWS's partitions and regions as botocore does")
    func regions() throws {
        struct Content: Decodable {
            struct Partition: Decodable {
                var name: String
                var regions: [String]
            }

            struct Region: Decodable {
                var region: String
                var partition: String?
            }

            var partitions: [Partition]
            var regions: [Region]
        }

        let content = try Vectors.load("sessions", as: Content.self)
        let session = try Session(environment: [:], homeDirectory: "/nonexistent")
        #expect(session.availablePartitions == content.partitions.map(\.name))
        for partition in content.partitions {
            #expect(session.availableRegions(inPartition: partition.name) == partition.regions)
        }
        #expect(session.availableRegions().contains("us-east-1"))
        #expect(session.availableRegions(inPartition: "none") == [])
        #expect(content.regions.count >= 60)
        for region in content.regions {
            #expect(session.partition(forRegion: region.region) == region.partition, "\(region.region)")
        }
    }

    @Test("A client may have credentials of its own")
    func credentials() async throws {
        let session = try Session(
            accessKeyID: "A", secretAccessKey: "b", region: "eu-west-1", environment: [:],
            homeDirectory: "/nonexistent")
        #expect(try await session.getCredentials() == Credentials(accessKeyID: "A", secretAccessKey: "b"))
        let other = try session.client(
            Config(connectTimeout: 3), region: "eu-west-2", accessKeyID: "C", secretAccessKey: "d")
        #expect(other.configuration.region == "eu-west-2")
        #expect(other.configuration.connectTimeout == 3)
        other.shutdown()
        try session.client(anonymous: true).shutdown()
        #expect(throws: ConfigurationError.self) { try session.client(secretAccessKey: "d") }
        #expect(throws: ConfigurationError.self) { try session.client(Config(region: "a b")) }
    }
}
