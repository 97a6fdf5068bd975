import S3
import Testing

@Suite("Examples: sessions and configuration")
struct SessionExamples: ExampleSuite {
    let world: ExampleWorld

    init() throws { world = try ExampleWorld() }

    @Test("The default session")
    func standard() throws {
        // begin default-client
        let client = try S3.client(region: "eu-west-1")
        // end default-client
        #expect(client.configuration.region == "eu-west-1")
    }

    @Test("A session of one's own")
    func own() throws {
        // begin own-session
        let session = try Session(
            accessKeyID: "AKIAEXAMPLE", secretAccessKey: "a secret does not print", region: "eu-central-1")
        let frankfurt = try session.client()
        let dublin = try session.client(region: "eu-west-1")
        // end own-session
        #expect(frankfurt.configuration.region == "eu-central-1")
        #expect(dublin.configuration.region == "eu-west-1")
        #expect(!"\(session)".contains("secret"))
    }

    @Test("A profile, with a sub-section and a service section")
    func profile() throws {
        try world.write(Documentation.file("profile-config").utf8, to: ".aws/config")
        try world.write(Documentation.file("profile-credentials").utf8, to: ".aws/credentials")
        let (environment, homeDirectory) = (["AWS_MAX_ATTEMPTS": "2"], world.home)
        // begin profile
        let session = try Session(profile: "backup", environment: environment, homeDirectory: homeDirectory)
        print(session.availableProfiles, session.regionName ?? "no region")

        let client = try session.client()
        print(client.configuration.endpointURL ?? "AWS", client.configuration.addressingStyle)
        print(client.configuration.retryMode, client.configuration.maxAttempts)
        // end profile
        #expect(
            world.printed == [
                "[\"backup\", \"default\"] eu-west-1", "https://s3.example.com virtual", "adaptive 2",
            ])
    }

    @Test("Options of a client")
    func options() throws {
        let session = try Session(anonymous: true, environment: [:], homeDirectory: world.home)
        // begin client-options
        let client = try session.client(
            Config(
                signatureVersion: .v4,
                userAgentExtra: "nightly/1.0",
                connectTimeout: 5,
                readTimeout: 60,
                maxPoolConnections: 32,
                proxies: ClientConfiguration.Proxies(https: "http://proxy.example.com:3128"),
                s3: Config.S3Options(addressingStyle: .path, payloadSigningEnabled: true),
                retries: Config.Retries(mode: .adaptive, totalMaxAttempts: 8),
                useDualstackEndpoint: true
            ),
            region: "us-west-2", verify: .caBundle("/etc/ssl/certs/ca-certificates.crt"))
        // end client-options
        let configuration = client.configuration
        #expect(configuration.maxAttempts == 8 && configuration.retryMode == .adaptive)
        #expect(configuration.maxConnections == 32 && configuration.connectTimeout == 5)
        #expect(configuration.proxies.https == "http://proxy.example.com:3128")
        #expect(configuration.usesDualstackEndpoint && configuration.caBundle != nil)
    }

    @Test("Options merge")
    func merging() throws {
        // begin merge
        let common = Config(connectTimeout: 5, retries: Config.Retries(mode: .standard))
        let patient = common.merge(Config(readTimeout: 300))
        // end merge
        #expect(patient.connectTimeout == 5 && patient.readTimeout == 300)
    }

    @Test("A setting that cannot be used")
    func mistake() throws {
        let session = try Session(anonymous: true, environment: [:], homeDirectory: world.home)
        // begin configuration-error
        do {
            _ = try session.client(endpointURL: "localhost:9000")
        } catch {
            print(error.message)  // ConfigurationError: what is wrong, and where it was written
        }
        // end configuration-error
        #expect(world.printed.count == 1)
    }

    @Test("Regions and partitions")
    func regions() throws {
        let session = try Session(anonymous: true, environment: [:], homeDirectory: world.home)
        // begin regions
        let regions = session.availableRegions(inPartition: "aws-cn")
        let partition = session.partition(forRegion: "eu-west-1")
        // end regions
        #expect(regions == ["cn-north-1", "cn-northwest-1"] && partition == "aws")
    }
}
