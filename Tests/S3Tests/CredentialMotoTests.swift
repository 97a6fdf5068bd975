import Foundation
import Testing

@testable import S3

/// The calls of STS against moto's, which `Tests/Servers/moto.sh` starts.
@Suite("Roles of moto's STS", .enabled(if: ProcessInfo.processInfo.environment["PAIL_TEST_MOTO"] != nil))
struct CredentialMotoTests {
    private let endpoint = ProcessInfo.processInfo.environment["PAIL_TEST_MOTO"] ?? ""

    private func session(_ home: SessionHome, _ config: String, _ environment: [String: String] = [:]) throws -> Session
    {
        try home.write(config, to: ".aws/config")
        let fixed = ["AWS_EC2_METADATA_DISABLED": "true", "AWS_ENDPOINT_URL_STS": endpoint, "AWS_REGION": "eu-west-1"]
        return try Session(environment: fixed.merging(environment) { $1 }, homeDirectory: home.path)
    }

    private func check(_ credentials: Credentials?) throws {
        let credentials = try #require(credentials)
        #expect(credentials.accessKeyID.hasPrefix("ASIA"))
        #expect(credentials.sessionToken != nil)
        #expect(try #require(credentials.expiration) > Int64(Date().timeIntervalSince1970))
    }

    private static let keys = "[profile keys]\naws_access_key_id = AKIA\naws_secret_access_key = secret\n"
    private static let arn = "arn:aws:iam::123456789012:role/"

    @Test("A role")
    func role() async throws {
        let home = try SessionHome()
        let config = """
            [default]
            role_arn = \(Self.arn)a
            source_profile = keys
            role_session_name = tests
            external_id = external
            duration_seconds = 900
            \(Self.keys)
            """
        try check(try await session(home, config).credentials.current())
    }

    @Test("A role by a role by a role")
    func chain() async throws {
        let home = try SessionHome()
        let config = """
            [default]
            role_arn = \(Self.arn)a
            source_profile = b
            [profile b]
            role_arn = \(Self.arn)b
            source_profile = c
            [profile c]
            role_arn = \(Self.arn)c
            source_profile = keys
            \(Self.keys)
            """
        try check(try await session(home, config).credentials.current())
    }

    @Test("A web identity")
    func webIdentity() async throws {
        let home = try SessionHome()
        try home.write("a.web.token", to: "token")
        let environment = [
            "AWS_WEB_IDENTITY_TOKEN_FILE": home.path + "/token", "AWS_ROLE_ARN": Self.arn + "web",
            "AWS_ROLE_SESSION_NAME": "tests",
        ]
        try check(try await session(home, "", environment).credentials.current())
    }

    @Test("A hundred callers, one role")
    func oneRefresh() async throws {
        let home = try SessionHome()
        let source = try session(
            home, "[default]\nrole_arn = \(Self.arn)a\nsource_profile = keys\n\(Self.keys)"
        ).credentials
        let ids = try await withThrowingTaskGroup(of: String?.self) { group in
            for _ in 0..<100 { group.addTask { try await source.current()?.accessKeyID } }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        // moto makes another key for each call.
        #expect(ids.count == 1)
    }

    @Test("What STS refuses is said")
    func refused() async throws {
        let home = try SessionHome()
        let name = String(repeating: "n", count: 65)
        let source = try session(
            home,
            "[default]\nrole_arn = \(Self.arn)a\nsource_profile = keys\nrole_session_name = \(name)\n\(Self.keys)"
        ).credentials
        let error = try #require(await #expect(throws: CredentialError.self) { try await source.current() })
        #expect(error.message.contains("ValidationError"), "\(error)")
    }
}
