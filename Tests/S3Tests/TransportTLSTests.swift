import Foundation
import Testing

@testable import S3

/// Trust, over real TLS on loopback: which settings make a server trusted, and what its absence looks like.
@Suite("TLS", .timeLimit(.minutes(5)))
struct TransportTLSTests {
    private let world: TLSWorld
    private let home: SessionHome

    init() async throws {
        world = try await TLSWorld()
        home = try SessionHome()
    }

    private static let input = HeadObjectInput(bucket: "b", key: "k")

    /// A client of one of the servers, with settings as a user has them.
    private func client(
        _ server: String, _ config: Config = Config(), environment: [String: String] = [:],
        verify: TLSVerification? = nil, attempts: Int = 1
    ) throws -> S3Client {
        let session = try Session(
            accessKeyID: "a", secretAccessKey: "s", region: "us-east-1", environment: environment,
            homeDirectory: home.path)
        var config = config
        // What can heal is not waited for.
        config.retries = Config.Retries(totalMaxAttempts: attempts)
        return try session.client(config, endpointURL: world.url(server), verify: verify)
    }

    /// The error of a transport that did not come about.
    private func failure(of client: S3Client) async throws -> (error: S3Error, transport: TransportError) {
        let error = try #require(await #expect(throws: S3Error.self) { try await client.headObject(Self.input) })
        guard case .transport(let transport) = error.kind else { throw error }
        return (error, transport)
    }

    @Test("A certificate of nobody known is an error that names host and reason, and is not tried again")
    func untrusted() async throws {
        let (error, transport) = try await failure(of: client("named", attempts: 5))
        #expect(transport.code == .certificate)
        #expect(error.attempts == 1 && error.retryClass == .never && !error.mayHaveHappened)
        #expect(error.description.contains("127.0.0.1:\(world.ports["named"] ?? 0)"))
        #expect(error.description.contains("certificate"))
        // The two that libcurl tells apart: what kind of failure, and which.
        #expect(error.description.contains("unable to get local issuer certificate"), "\(error)")
    }

    @Test("A CA bundle is taken from the client, the environment and the profile, as boto3 takes it")
    func bundles() async throws {
        let bundle = world.file("ca.pem")
        #expect(try await client("named", verify: .caBundle(bundle)).headObject(Self.input).eTag == "\"e\"")
        for variable in ["AWS_CA_BUNDLE", "REQUESTS_CA_BUNDLE"] {
            let client = try client("named", environment: [variable: bundle])
            #expect(try await client.headObject(Self.input).eTag == "\"e\"", "\(variable)")
        }
        try home.write("[default]\nca_bundle = \(bundle)\n", to: ".aws/config")
        #expect(try await client("named").headObject(Self.input).eTag == "\"e\"")
        // The client's word goes before the profile's.
        #expect(try await failure(of: client("named", verify: .system)).transport.code == .certificate)
    }

    @Test("A bundle that is not there, or of another authority, makes nobody trusted")
    func wrongBundles() async throws {
        for file in ["missing.pem", "proxy-ca.pem"] {
            let client = try client("named", verify: .caBundle(world.file(file)))
            #expect(try await failure(of: client).transport.code == .certificate, "\(file)")
        }
    }

    @Test("A certificate for another host is an error, unless nothing is verified")
    func hostName() async throws {
        let bundle = TLSVerification.caBundle(world.file("ca.pem"))
        let (error, transport) = try await failure(of: client("misnamed", verify: bundle))
        #expect(transport.code == .certificate && error.attempts == 1)
        for server in ["misnamed", "named"] {
            #expect(try await client(server, verify: .disabled).headObject(Self.input).eTag == "\"e\"")
        }
    }

    @Test("A server that asks for it gets the client's certificate, with its key beside it or in the same file")
    func clientCertificate() async throws {
        let bundle = TLSVerification.caBundle(world.file("ca.pem"))
        var config = Config()
        config.clientCert = Config.ClientCertificate(world.file("client.pem"), key: world.file("client.key"))
        #expect(
            try await client("mutual", config, verify: bundle).headObject(Self.input).metadata["client"] == "client")
        let both = try ["client.pem", "client.key"].map { try String(contentsOfFile: world.file($0), encoding: .utf8) }
        try both.joined().write(toFile: world.file("both.pem"), atomically: true, encoding: .utf8)
        config.clientCert = Config.ClientCertificate(world.file("both.pem"))
        #expect(
            try await client("mutual", config, verify: bundle).headObject(Self.input).metadata["client"] == "client")
    }

    @Test("A server that refuses the client's certificate, or misses it, is not asked again")
    func refusedClient() async throws {
        let bundle = TLSVerification.caBundle(world.file("ca.pem"))
        var stranger = Config()
        stranger.clientCert = Config.ClientCertificate(world.file("stranger.pem"), key: world.file("stranger.key"))
        for (config, alert) in [(Config(), "certificate required"), (stranger, "unknown ca")] {
            let (error, transport) = try await failure(of: client("mutual", config, verify: bundle, attempts: 5))
            #expect(transport.code == .certificate, "\(transport)")
            #expect(error.attempts == 1 && error.retryClass == .never && !error.mayHaveHappened)
            #expect(transport.message.contains("alert \(alert)"), "\(transport)")
        }
    }

    @Test("A proxy that speaks TLS is trusted by a bundle of its own, and tunnels to the server")
    func proxy() async throws {
        let bundle = TLSVerification.caBundle(world.file("ca.pem"))
        let proxy = "https://127.0.0.1:\(world.ports["proxy"] ?? 0)"
        var config = Config()
        config.proxies = ClientConfiguration.Proxies(https: proxy)
        config.proxiesConfig = Config.ProxiesConfig(caBundle: world.file("proxy-ca.pem"))
        let head = try await client("named", config, verify: bundle).headObject(Self.input)
        #expect(head.metadata["tunnels"] == "1")
        // The server's authority does not vouch for the proxy.
        config.proxiesConfig = nil
        #expect(try await failure(of: client("named", config, verify: bundle)).transport.code == .certificate)
        // Nor the proxy's for the server.
        config.proxiesConfig = Config.ProxiesConfig(caBundle: world.file("proxy-ca.pem"))
        for verify in [nil, TLSVerification.caBundle(world.file("proxy-ca.pem"))] {
            let (error, transport) = try await failure(of: client("named", config, verify: verify, attempts: 5))
            #expect(transport.code == .certificate && error.attempts == 1, "\(transport)")
        }
        // The proxy's answer to CONNECT is no answer of the server's: neither to a body's receiver nor after a failure.
        let object = try await client("named", config, verify: bundle).getObject(GetObjectInput(bucket: "b", key: "k"))
        #expect(try await object.body.collect(upTo: 1 << 10).count == object.contentLength.map { Int($0) })
        let refused = try await failure(of: client("mutual", config, verify: bundle)).transport
        #expect(refused.code == .certificate, "\(refused)")
    }

    @Test("What gives credentials over TLS is trusted by the same bundles")
    func credentials() async throws {
        func session(_ environment: [String: String]) throws -> Session {
            let fixed = [
                "AWS_CONTAINER_CREDENTIALS_FULL_URI": world.url("named") + "/credentials",
                "AWS_EC2_METADATA_DISABLED": "true", "BOTO_CONFIG": world.file("none"),
            ]
            return try Session(environment: fixed.merging(environment) { $1 }, homeDirectory: home.path)
        }
        for variable in ["AWS_CA_BUNDLE", "REQUESTS_CA_BUNDLE"] {
            let found = try await session([variable: world.file("ca.pem")]).getCredentials()
            #expect(found?.accessKeyID == "TLS", "\(variable)")
        }
        let error = await #expect(throws: CredentialError.self) { try await session([:]).getCredentials() }
        #expect(error?.message.contains("certificate") == true)
    }
}
