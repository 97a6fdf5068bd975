import Foundation
import Testing

@testable import S3

@Suite("Configurations")
struct ConfigurationScenarioTests {
    private struct Content: Decodable {
        var scenarios: [Scenario]
        var worlds: [Scenario]
    }

    private struct Scenario: Decodable {
        var name: String
        var environment: [String: String]
        var config: String?
        var credentials: String?
        var options: ConfigurationOptions
        var arguments: Arguments
        var expected: Expected
    }

    private struct Arguments: Decodable {
        var profile: String?
        var region: String?
        var endpointURL: String?
        var verify: Verify?
    }

    /// `true`, `false` or a path.
    private struct Verify: Decodable {
        var verification: TLSVerification

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let flag = try? container.decode(Bool.self) {
                verification = flag ? .system : .disabled
            } else {
                verification = .caBundle(try container.decode(String.self))
            }
        }
    }

    /// What botocore made of it; nil for a default.
    private struct Expected: Decodable {
        var error: String?
        var region: String?
        var endpointURL: String?
        var fips: Bool?
        var dualstack: Bool?
        var accelerate: Bool?
        var arnRegion: Bool?
        var noMRAP: Bool?
        var noExpress: Bool?
        var style: String?
        var usEast1: String?
        var payloadSigning: Bool?
        var signature: String?
        var regionSet: String?
        var schemes: String?
        var requestChecksum: String?
        var responseChecksum: String?
        var mode: String?
        var attempts: Int?
        var connectTimeout: Double?
        var readTimeout: Double?
        var connections: Int?
        var keepalive: Bool?
        var verify: String?
        var clientCert: [String?]?
        var proxy: String?
        var proxyCA: String?
        var proxyCert: [String?]?
        var userAgent: String?
    }

    @Test("Every option comes from where botocore takes it, one setting and one place at a time")
    func scenarios() throws {
        let scenarios = try Vectors.load("configurations", as: Content.self).scenarios
        #expect(scenarios.count >= 600)
        for scenario in scenarios { try check(scenario) }
    }

    @Test("Every option comes from where botocore takes it, in random small worlds")
    func worlds() throws {
        let worlds = try Vectors.load("configurations", as: Content.self).worlds
        #expect(worlds.count >= 400)
        for world in worlds { try check(world) }
    }

    private func check(_ scenario: Scenario) throws {
        let home = try SessionHome()
        try home.write(scenario.config, to: ".aws/config")
        try home.write(scenario.credentials, to: ".aws/credentials")
        let name = Comment(rawValue: scenario.name)
        let settled: ClientConfiguration
        do {
            let session = try Session(
                profile: scenario.arguments.profile, environment: scenario.environment, homeDirectory: home.path)
            settled = try session.configuration(
                scenario.options.config, region: scenario.arguments.region,
                endpointURL: scenario.arguments.endpointURL, verify: scenario.arguments.verify?.verification)
            if let url = settled.endpointURL { _ = try EndpointURL(url) }
        } catch {
            #expect(scenario.expected.error != nil, "\(scenario.name): \(error)")
            #expect(error is ConfigurationError, name)
            return
        }
        try #require(scenario.expected.error == nil, name)
        compare(settled, scenario.expected, name)
    }

    private func compare(_ settled: ClientConfiguration, _ expected: Expected, _ name: Comment) {
        #expect(settled.region == expected.region, name)
        #expect(settled.endpointURL == expected.endpointURL, name)
        #expect(settled.usesFIPSEndpoint == expected.fips, name)
        #expect(settled.usesDualstackEndpoint == expected.dualstack, name)
        #expect(settled.usesAccelerateEndpoint == expected.accelerate, name)
        #expect(settled.usesARNRegion == expected.arnRegion, name)
        #expect(settled.disablesMultiRegionAccessPoints == expected.noMRAP, name)
        #expect(settled.disablesS3ExpressSessionAuth == expected.noExpress, name)
        #expect(settled.addressingStyle.rawValue == expected.style ?? "auto", name)
        #expect(settled.usEast1Endpoint.rawValue == expected.usEast1 ?? "regional", name)
        #expect(settled.payloadSigningEnabled == expected.payloadSigning, name)
        #expect(settled.signatureVersion?.rawValue == expected.signature, name)
        #expect(settled.sigV4aSigningRegionSet == expected.regionSet?.split(separator: ",").map(String.init), name)
        #expect(settled.authSchemePreference == (expected.schemes ?? "").split(separator: ",").map(String.init), name)
        #expect(settled.requestChecksumCalculation.rawValue == expected.requestChecksum, name)
        #expect(settled.responseChecksumValidation.rawValue == expected.responseChecksum, name)
        #expect(settled.retryMode.rawValue == expected.mode, name)
        #expect(settled.maxAttempts == expected.attempts ?? 5, name)
        #expect(settled.connectTimeout == expected.connectTimeout ?? 10, name)
        #expect(settled.readTimeout == expected.readTimeout ?? 30, name)
        #expect(settled.maxConnections == expected.connections ?? 64, name)
        #expect(settled.keepsTCPAlive == expected.keepalive, name)
        #expect(settled.verifiesTLS == (expected.verify != "False"), name)
        #expect(settled.caBundle == (settled.verifiesTLS ? expected.verify : nil), name)
        #expect([settled.clientCertificate, settled.clientKey] == expected.clientCert, name)
        #expect([settled.proxies.clientCertificate, settled.proxies.clientKey] == expected.proxyCert, name)
        #expect(settled.proxies.caBundle == expected.proxyCA, name)
        #expect(settled.userAgent == expected.userAgent, name)
        // botocore asks the exceptions once, about the host of the service.
        let url = URL(string: settled.endpointURL ?? "https://s3.\(settled.region).amazonaws.com")
        let proxy = settled.proxies.proxy(scheme: url?.scheme ?? "", host: url?.host() ?? "", port: url?.port)
        #expect(proxy == expected.proxy, name)
    }
}

/// botocore's keyword arguments as `Config`.
struct ConfigurationOptions: Decodable {
    struct Retries: Decodable {
        var mode: String?
        var max_attempts: Int?
        var total_max_attempts: Int?
    }

    struct S3Options: Decodable {
        var use_dualstack_endpoint: Bool?
        var use_accelerate_endpoint: Bool?
        var payload_signing_enabled: Bool?
        var addressing_style: String?
        var use_arn_region: Bool?
        var us_east_1_regional_endpoint: String?
        var s3_disable_multiregion_access_points: Bool?
        var disable_s3_express_session_auth: Bool?
    }

    struct Proxies: Decodable {
        var http: String?
        var https: String?
    }

    struct ProxiesConfig: Decodable {
        var proxy_ca_bundle: String?
        var proxy_client_cert: Certificate?
    }

    /// One path, or two.
    struct Certificate: Decodable {
        var certificate: Config.ClientCertificate

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let both = try? container.decode([String].self) {
                certificate = Config.ClientCertificate(both[0], key: both[1])
            } else {
                certificate = Config.ClientCertificate(try container.decode(String.self))
            }
        }
    }

    var region_name: String?
    var signature_version: String?
    var user_agent: String?
    var user_agent_extra: String?
    var user_agent_appid: String?
    var connect_timeout: Double?
    var read_timeout: Double?
    var max_pool_connections: Int?
    var proxies: Proxies?
    var proxies_config: ProxiesConfig?
    var s3: S3Options?
    var retries: Retries?
    var client_cert: Certificate?
    var use_dualstack_endpoint: Bool?
    var use_fips_endpoint: Bool?
    var ignore_configured_endpoint_urls: Bool?
    var tcp_keepalive: Bool?
    var request_checksum_calculation: String?
    var response_checksum_validation: String?
    var sigv4a_signing_region_set: String?
    var auth_scheme_preference: String?
    var defaults_mode: String?

    var config: Config {
        get throws {
            func list(_ text: String?) -> [String]? {
                text.map { $0.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) } }
            }
            func word<Value: RawRepresentable<String>>(_ text: String?) throws -> Value? {
                try text.map { try #require(Value(rawValue: $0), "\($0)") }
            }
            return Config(
                region: region_name, signatureVersion: try word(signature_version), userAgent: user_agent,
                userAgentExtra: user_agent_extra, userAgentAppID: user_agent_appid, connectTimeout: connect_timeout,
                readTimeout: read_timeout, maxPoolConnections: max_pool_connections,
                proxies: proxies.map { ClientConfiguration.Proxies(http: $0.http, https: $0.https) },
                proxiesConfig: proxies_config.map {
                    Config.ProxiesConfig(caBundle: $0.proxy_ca_bundle, clientCert: $0.proxy_client_cert?.certificate)
                },
                s3: try s3.map {
                    Config.S3Options(
                        addressingStyle: try word($0.addressing_style),
                        payloadSigningEnabled: $0.payload_signing_enabled,
                        useAccelerateEndpoint: $0.use_accelerate_endpoint,
                        useDualstackEndpoint: $0.use_dualstack_endpoint, useARNRegion: $0.use_arn_region,
                        usEast1RegionalEndpoint: try word($0.us_east_1_regional_endpoint),
                        disableMultiRegionAccessPoints: $0.s3_disable_multiregion_access_points,
                        disableS3ExpressSessionAuth: $0.disable_s3_express_session_auth)
                },
                retries: try retries.map {
                    Config.Retries(
                        mode: try word($0.mode), maxAttempts: $0.max_attempts, totalMaxAttempts: $0.total_max_attempts)
                },
                clientCert: client_cert?.certificate, useDualstackEndpoint: use_dualstack_endpoint,
                useFIPSEndpoint: use_fips_endpoint, ignoreConfiguredEndpointURLs: ignore_configured_endpoint_urls,
                tcpKeepalive: tcp_keepalive, requestChecksumCalculation: try word(request_checksum_calculation),
                responseChecksumValidation: try word(response_checksum_validation),
                sigv4aSigningRegionSet: list(sigv4a_signing_region_set),
                authSchemePreference: list(auth_scheme_preference)?.filter { !$0.isEmpty },
                defaultsMode: try word(defaults_mode))
        }
    }
}
