import Testing

@testable import S3

@Suite("Config")
struct ConfigTests {
    private func session(_ environment: [String: String] = [:]) throws -> Session {
        try Session(environment: environment, homeDirectory: "/nonexistent")
    }

    @Test("The other's options go on top, each whole")
    func merge() {
        let one = Config(
            region: "a", connectTimeout: 1, s3: Config.S3Options(addressingStyle: .path, useARNRegion: false))
        let other = Config(region: "b", readTimeout: 2, s3: Config.S3Options(addressingStyle: .virtual))
        let merged = one.merge(other)
        #expect(merged.region == "b")
        #expect(merged.connectTimeout == 1)
        #expect(merged.readTimeout == 2)
        #expect(merged.s3 == Config.S3Options(addressingStyle: .virtual))
        #expect(one.merge(Config()) == one)
        #expect(Config().merge(one) == one)
    }

    @Test("Every option survives merging, from either side")
    func mergeOfEverything() {
        let all = Config(
            region: "r", signatureVersion: .v2, userAgent: "u", userAgentExtra: "e", userAgentAppID: "i",
            connectTimeout: 1, readTimeout: 2, operationTimeout: 9, maxPoolConnections: 3,
            proxies: ClientConfiguration.Proxies(http: "p"),
            proxiesConfig: Config.ProxiesConfig(caBundle: "c"), s3: Config.S3Options(useARNRegion: true),
            retries: Config.Retries(mode: .adaptive), clientCert: Config.ClientCertificate("c", key: "k"),
            useDualstackEndpoint: true, useFIPSEndpoint: true, ignoreConfiguredEndpointURLs: true, tcpKeepalive: true,
            requestChecksumCalculation: .whenRequired, responseChecksumValidation: .whenRequired,
            sigv4aSigningRegionSet: ["*"], authSchemePreference: ["sigv4"], defaultsMode: .mobile)
        #expect(Mirror(reflecting: all).children.allSatisfy { "\($0.value)" != "nil" })
        #expect(all.merge(Config()) == all)
        #expect(Config().merge(all) == all)
    }

    @Test("AWS_REGION is read too")
    func region() throws {
        #expect(try session(["AWS_REGION": "eu-west-1"]).configuration().region == "eu-west-1")
        #expect(try session().configuration().region == "us-east-1")
    }

    @Test("Without TLS AWS is spoken to in plain HTTP, and another server as its URL says")
    func useSSL() throws {
        let request = EndpointRequest(bucket: "bucket", key: nil)
        let aws = try session().configuration(useSSL: false)
        #expect(try EndpointResolver(configuration: aws).resolve(request, region: "us-east-1").scheme == "http")
        let other = try session().configuration(endpointURL: "https://h", useSSL: false)
        #expect(try EndpointResolver(configuration: other).resolve(request, region: "us-east-1").scheme == "https")
        let usual = try session().configuration()
        #expect(try EndpointResolver(configuration: usual).resolve(request, region: "us-east-1").scheme == "https")
    }

    @Test("An empty variable counts as none")
    func empty() throws {
        let names = [
            "AWS_ENDPOINT_URL", "AWS_REGION", "AWS_MAX_ATTEMPTS", "AWS_RETRY_MODE", "AWS_CA_BUNDLE", "https_proxy",
            "AWS_S3_DISABLE_EXPRESS_SESSION_AUTH", "AWS_DEFAULTS_MODE",
        ]
        let settled = try session(Dictionary(uniqueKeysWithValues: names.map { ($0, "") })).configuration()
        #expect(settled.endpointURL == nil)
        #expect(settled.maxAttempts == 5)
        #expect(settled.caBundle == nil)
        #expect(settled.proxies == ClientConfiguration.Proxies())
    }

    @Test(
        "A setting that cannot be used is named with its place and with what to write",
        arguments: [
            ("AWS_RETRY_MODE", "x", ["AWS_RETRY_MODE", "'x'", "legacy, standard or adaptive"]),
            ("AWS_MAX_ATTEMPTS", "x", ["AWS_MAX_ATTEMPTS", "'x'", "1 or more"]),
            ("AWS_S3_DISABLE_EXPRESS_SESSION_AUTH", "x", ["AWS_S3_DISABLE_EXPRESS_SESSION_AUTH", "true or false"]),
            ("AWS_DEFAULTS_MODE", "x", ["AWS_DEFAULTS_MODE", "cross-region, mobile or auto"]),
            ("AWS_REGION", "a b", ["'a b'", "AWS_REGION", "us-east-1"]),
        ])
    func messages(variable: String, value: String, parts: [String]) throws {
        let session = try session([variable: value])
        let error = try #require(throws: ConfigurationError.self) { try session.configuration() }
        for part in parts { #expect(error.message.contains(part), "\(error.message)") }
    }

    @Test("A file's setting that cannot be used is named with profile and file")
    func fileMessages() throws {
        let home = try SessionHome()
        for (text, parts) in [
            ("[profile w]\ns3 =\n  addressing_style = up\n", ["'up'", "addressing_style", "auto, path or virtual"]),
            ("[profile w]\ns3 = path\n", ["'s3 = path'", "indented"]),
            ("[profile w]\nservices = mine\n", ["services = mine", "[services mine]"]),
            ("[profile w]\ns3 =\n  signature_version = s4\n", ["'s4'", "s3v4, s3v4a, or s3"]),
        ] {
            try home.write(text, to: ".aws/config")
            let session = try Session(profile: "w", environment: [:], homeDirectory: home.path)
            let error = try #require(throws: ConfigurationError.self) { try session.configuration() }
            for part in parts + ["profile 'w'", home.path] {
                #expect(error.message.contains(part), "\(error.message)")
            }
        }
    }

    @Test("Numbers of the caller must be above nought")
    func numbers() throws {
        let session = try session()
        let bad = [
            Config(connectTimeout: 0), Config(connectTimeout: .nan), Config(readTimeout: -1),
            Config(operationTimeout: 0),
            Config(maxPoolConnections: 0), Config(retries: Config.Retries(maxAttempts: -1)),
            Config(retries: Config.Retries(totalMaxAttempts: 0)),
        ]
        for config in bad { #expect(throws: ConfigurationError.self) { try session.configuration(config) } }
        let most = Config(retries: Config.Retries(maxAttempts: .max))
        #expect(try session.configuration(most).maxAttempts == .max)
    }

    @Test("A proxy's password does not print")
    func secrecy() throws {
        let session = try session(["https_proxy": "http://u:topsecret@p:1", "http_proxy": "u:topsecret@q:1"])
        let configuration = try session.configuration()
        #expect(configuration.proxies.https == "http://u:topsecret@p:1")
        #expect(configuration.proxies.http == "http://u:topsecret@q:1")
        var dumped = "\(configuration) \(String(reflecting: configuration)) \(session)"
        dump(configuration, to: &dumped)
        dump(session, to: &dumped)
        #expect(!dumped.contains("topsecret"))
        #expect(dumped.contains("http://****@p:1"))
    }

    @Test("Exceptions stand for a name and all below it")
    func exceptions() {
        func direct(_ host: String, _ port: Int?, _ exceptions: String...) -> Bool {
            ClientConfiguration.Proxies(https: "p", exceptions: exceptions)
                .proxy(scheme: "https", host: host, port: port) == nil
        }
        #expect(direct("a.example.com", nil, "example.com"))
        #expect(direct("a.example.com", nil, ".Example.com"))
        #expect(direct("example.com", 80, "example.com:80"))
        #expect(!direct("example.com", 81, "example.com:80"))
        #expect(!direct("anexample.com", nil, "example.com"))
        #expect(direct("anything", nil, "*"))
        #expect(!direct("anything", nil, "*", "x"))
        #expect(!direct("anything", nil, "."))
    }
}
