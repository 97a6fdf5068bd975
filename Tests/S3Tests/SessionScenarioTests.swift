import Foundation
import Testing

@testable import S3

@Suite("Sessions")
struct SessionScenarioTests {
    private struct Content: Decodable {
        struct Scenario: Decodable {
            var name: String
            var environment: [String: String]
            var config: String?
            var credentials: String?
            var profile: String?
            var keys: [String?]?
            var files: [String: String]
            var expected: Expected
        }

        struct Expected: Decodable {
            var error: String?
            var profile: String?
            var region: String?
            var endpointURL: String?
            var style: String?
            var caBundle: String?
            var credentials: [String?]?
        }

        var scenarios: [Scenario]
    }

    @Test("Every setting comes from where botocore takes it")
    func matchesBotocore() async throws {
        let scenarios = try Vectors.load("sessions", as: Content.self).scenarios
        #expect(scenarios.count >= 30)
        for scenario in scenarios {
            let home = try SessionHome()
            try home.write(scenario.config, to: ".aws/config")
            try home.write(scenario.credentials, to: ".aws/credentials")
            for (path, text) in scenario.files { try home.write(text, to: path) }
            var environment = scenario.environment.mapValues { $0.replacing("{home}", with: home.path) }
            environment["HOME"] = home.path
            environment["AWS_EC2_METADATA_DISABLED"] = "true"
            environment["PATH"] = ProcessInfo.processInfo.environment["PATH"]
            let expected = scenario.expected
            let name = Comment(rawValue: scenario.name)
            do {
                let session = try Session(
                    accessKeyID: scenario.keys?[0], secretAccessKey: (scenario.keys?[1]).map { Secret($0) },
                    sessionToken: (scenario.keys?[2]).map { Secret($0) }, profile: scenario.profile,
                    environment: environment
                )
                let configuration = try session.configuration()
                let found = try await found(session.credentials, name)
                #expect(expected.error == nil, name)
                #expect(found == expected.credentials, name)
                #expect(session.profileName == expected.profile, name)
                #expect(session.regionName == expected.region, name)
                #expect(configuration.endpointURL == expected.endpointURL, name)
                #expect(configuration.addressingStyle.rawValue == expected.style ?? "auto", name)
                #expect(configuration.caBundle == expected.caBundle?.replacing("{home}", with: home.path), name)
            } catch {
                #expect(expected.error != nil, "\(scenario.name): \(error)")
                #expect(error is ConfigurationError || error is CredentialError, name)
                #expect(!"\(error)".contains("secret\"") && !"\(error)".contains("worksecret"), name)
            }
        }
    }

    /// The credentials as botocore's answer has them; nil when there are none anywhere.
    private func found(_ source: CredentialSource, _ name: Comment) async throws -> [String?]? {
        do {
            let credentials = try await source.current()
            return credentials.map { [$0.accessKeyID, $0.secretAccessKey.value, $0.sessionToken?.value] }
        } catch {
            guard error.message.hasPrefix("no credentials") else { throw error }
            for part in ["AWS_ACCESS_KEY_ID", "--profile", "--anonymous"] {
                #expect(error.message.contains(part), name)
            }
            return nil
        }
    }

    @Test("AWS_REGION goes before AWS_DEFAULT_REGION, and the argument before both")
    func regions() throws {
        let both = ["AWS_REGION": "eu-west-1", "AWS_DEFAULT_REGION": "eu-west-2"]
        #expect(try Session(environment: both, homeDirectory: "/nonexistent").regionName == "eu-west-1")
        #expect(try Session(region: "x", environment: both, homeDirectory: "/nonexistent").regionName == "x")
        #expect(try Session(environment: [:], homeDirectory: "/nonexistent").configuration().region == "us-east-1")
    }

    @Test("A missing profile names the files and the profiles that exist")
    func missingProfile() throws {
        let home = try SessionHome()
        try home.write("[default]\n[profile work]\n", to: ".aws/config")
        try home.write("[play]\n", to: ".aws/credentials")
        let error = try #require(throws: ConfigurationError.self) {
            try Session(profile: "wrok", environment: [:], homeDirectory: home.path)
        }
        for part in ["'wrok'", "\(home.path)/.aws/config", "\(home.path)/.aws/credentials", "'work'", "'play'"] {
            #expect(error.message.contains(part), "\(error.message)")
        }
    }

    @Test("An anonymous session has no credentials and looks for none")
    func anonymous() async throws {
        let environment = ["AWS_ACCESS_KEY_ID": "A", "AWS_SECRET_ACCESS_KEY": "b"]
        let session = try Session(anonymous: true, environment: environment, homeDirectory: "/nonexistent")
        #expect(try await session.credentials.current() == nil)
    }

    @Test("Half of an explicit key is refused")
    func halfKeys() {
        for (key, secret) in [("A", nil), (nil, "b"), ("", "b"), ("A", "")] as [(String?, String?)] {
            #expect(throws: ConfigurationError.self) {
                try Session(
                    accessKeyID: key, secretAccessKey: secret.map { Secret($0) }, environment: [:],
                    homeDirectory: "/nonexistent"
                )
            }
        }
    }

    @Test("A file that cannot be read is an error, and one that is not there is not")
    func unreadable() throws {
        let home = try SessionHome()
        try home.write(Data([0x5B, 0xFF, 0x5D]), to: ".aws/config")
        let error = try #require(throws: ConfigurationError.self) {
            try Session(environment: [:], homeDirectory: home.path)
        }
        #expect(error.message.contains("\(home.path)/.aws/config"))
    }
}

/// A home directory of its own, removed at the end.
final class SessionHome {
    let path: String

    init() throws {
        let name = "pail-session-\(UInt64.random(in: 0 ... .max))"
        path = FileManager.default.temporaryDirectory.appending(path: name).path
        try FileManager.default.createDirectory(atPath: path + "/.aws", withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ text: String?, to name: String) throws {
        guard let text else { return }
        try write(Data(text.replacing("{home}", with: path).utf8), to: name)
    }

    func write(_ data: Data, to name: String) throws {
        try data.write(to: URL(filePath: path + "/" + name))
    }
}
