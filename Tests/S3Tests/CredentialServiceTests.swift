import Foundation
import Synchronization
import Testing

@testable import S3

/// The providers over sockets, against servers that answer as the services' documentation says.
@Suite("Providers and their services")
struct CredentialServiceTests {
    /// One home directory, and the chain in it.
    private struct World {
        let home: SessionHome
        let clock: Clock
        var environment: [String: String]

        init(_ config: String, _ environment: [String: String] = [:]) throws {
            home = try SessionHome()
            clock = Clock()
            try home.write(config, to: ".aws/config")
            // Whatever a test does, the address of a real instance is not asked.
            self.environment = ["AWS_EC2_METADATA_DISABLED": "true", "AWS_REGION": "eu-west-1", "HOME": home.path]
            for (name, value) in environment { self.environment[name] = value.replacing("{home}", with: home.path) }
            self.environment["BOTO_CONFIG"] = home.path + "/none"
        }

        var context: CredentialContext {
            CredentialContext(
                profile: "default", isProfileExplicit: false, environment: environment, homeDirectory: home.path,
                paths: SharedConfiguration.Paths(environment: environment, homeDirectory: home.path),
                region: environment["AWS_REGION"],
                http: CurlCredentialHTTP(caBundle: nil, proxies: ClientConfiguration.Proxies()), clock: clock
            )
        }

        var chain: CredentialProviderChain { CredentialChain.providers(context) }

        var source: CredentialSource {
            let clock = clock
            return CredentialSource(chain, watching: [], advice: "no credentials", now: { clock.now() })
        }

        func failure() async throws -> CredentialError {
            try #require(await #expect(throws: CredentialError.self) { try await chain.credentials() })
        }
    }

    /// Time that the test moves; waits are over at once.
    private final class Clock: Timekeeper {
        private let seconds = Mutex<Int64>(1_800_000_000)
        func now() -> Int64 { seconds.withLock { $0 } }
        func elapsed() -> Double { 0 }
        func sleep(seconds: Double) async {}
        func jitter() -> Double { 0 }
        func advance(_ count: Int64) { seconds.withLock { $0 += count } }
    }

    private func http(_ body: String, status: String = "200 OK", headers: String = "") -> String {
        "HTTP/1.1 \(status)\r\nconnection: close\r\n\(headers)content-length: \(body.utf8.count)\r\n\r\n\(body)"
    }

    private func role(_ id: String, action: String = "AssumeRole", end: Int64) -> String {
        """
        <\(action)Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><\(action)Result><Credentials>
        <AccessKeyId>\(id)</AccessKeyId><SecretAccessKey>topsecret</SecretAccessKey><SessionToken>toptoken</SessionToken>
        <Expiration>\(ISO8601.text(secondsSince1970: end))</Expiration></Credentials></\(action)Result></\(action)Response>
        """
    }

    private static let roleConfig = """
        [default]
        role_arn = arn:aws:iam::123456789012:role/a
        source_profile = keys
        external_id = ext
        [profile keys]
        aws_access_key_id = KEYS
        aws_secret_access_key = topsecret

        """

    @Test("AssumeRole is one signed form")
    func assumeRole() async throws {
        let server = try CannedServer([http(role("ASIA", end: 1_800_003_600))])
        let world = try World(Self.roleConfig, ["AWS_ENDPOINT_URL_STS": "http://127.0.0.1:\(server.port)"])
        let found = try #require(try await world.chain.answer())
        #expect(found.provider == "assume-role")
        #expect(found.credentials.accessKeyID == "ASIA")
        #expect(found.credentials.sessionToken?.value == "toptoken")
        #expect(found.credentials.expiration == 1_800_003_600)
        let request = try #require(server.requests.first)
        #expect(request.hasPrefix("POST / HTTP/1.1\r\n"))
        #expect(request.contains("Credential=KEYS/20270115/eu-west-1/sts/aws4_request"))
        #expect(request.contains("content-type: application/x-www-form-urlencoded"))
        #expect(
            request.contains("\r\n\r\nAction=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012"))
        #expect(request.hasSuffix("&RoleSessionName=pail-session-1800000000&ExternalId=ext"))
        #expect(!request.contains("topsecret"))
    }

    @Test("AssumeRoleWithWebIdentity is not signed, and reads its token anew")
    func webIdentity() async throws {
        let action = "AssumeRoleWithWebIdentity"
        let server = try CannedServer([
            http(role("ONE", action: action, end: 1_800_003_600)),
            http(role("TWO", action: action, end: 1_800_007_200)),
        ])
        let world = try World(
            "",
            [
                "AWS_WEB_IDENTITY_TOKEN_FILE": "{home}/token", "AWS_ROLE_ARN": "arn:aws:iam::1:role/web",
                "AWS_ENDPOINT_URL_STS": "http://127.0.0.1:\(server.port)",
            ])
        let source = world.source
        try world.home.write("first.token", to: "token")
        #expect(try await source.current()?.accessKeyID == "ONE")
        try world.home.write("second.token", to: "token")
        world.clock.advance(3_601)
        #expect(try await source.current()?.accessKeyID == "TWO")
        #expect(server.requests.count == 2)
        #expect(server.requests[0].hasSuffix("&WebIdentityToken=first.token"))
        #expect(server.requests[1].hasSuffix("&WebIdentityToken=second.token"))
        #expect(!server.requests[0].lowercased().contains("authorization"))
    }

    @Test("A hundred callers make one request of the service, and one more when the credentials end")
    func oneRequest() async throws {
        let server = try CannedServer([
            http(role("ONE", end: 1_800_003_600)), http(role("TWO", end: 1_800_007_200)),
        ])
        let world = try World(Self.roleConfig, ["AWS_ENDPOINT_URL_STS": "http://127.0.0.1:\(server.port)"])
        let source = world.source
        for (id, count) in [("ONE", 1), ("TWO", 2)] {
            let ids = try await withThrowingTaskGroup(of: String?.self) { group in
                for _ in 0..<100 { group.addTask { try await source.current()?.accessKeyID } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(ids == [String?](repeating: id, count: 100))
            #expect(server.requests.count == count)
            world.clock.advance(3_600)
        }
    }

    @Test("IAM Identity Center renews its token and gives the role's credentials")
    func identityCenter() async throws {
        let token = #"{"accessToken":"FRESH","expiresIn":28800,"tokenType":"Bearer","refreshToken":"topsecret2"}"#
        let credentials =
            #"{"roleCredentials":{"accessKeyId":"SSO","secretAccessKey":"topsecret","sessionToken":"t","expiration":1800003600000}}"#
        let server = try CannedServer([http(token), http(credentials)])
        let world = try World(
            """
            [default]
            sso_session = corp
            sso_account_id = 000123456789
            sso_role_name = Reader
            [sso-session corp]
            sso_start_url = https://start.example
            sso_region = eu-west-3

            """, ["AWS_ENDPOINT_URL": "http://127.0.0.1:\(server.port)"])
        let file = world.home.path + "/.aws/sso/cache/\(TokenCache.sha1("corp")).json"
        try FileManager.default.createDirectory(
            atPath: world.home.path + "/.aws/sso/cache", withIntermediateDirectories: true)
        try world.home.write(
            """
            {"accessToken":"OLD","expiresAt":"2027-01-15T08:00:00Z","clientId":"client","clientSecret":"topsecret1",
             "refreshToken":"topsecret0","registrationExpiresAt":"2027-02-01T00:00:00Z"}
            """, to: ".aws/sso/cache/\(TokenCache.sha1("corp")).json")
        let found = try #require(try await world.chain.answer())
        #expect(found.provider == "sso")
        #expect(found.credentials.accessKeyID == "SSO")
        #expect(found.credentials.expiration == 1_800_003_600)
        #expect(server.requests[0].hasPrefix("POST /token HTTP/1.1\r\n"))
        #expect(server.requests[0].contains("\"grantType\":\"refresh_token\""))
        let second = server.requests[1]
        #expect(second.hasPrefix("GET /federation/credentials?role_name=Reader&account_id=000123456789 HTTP/1.1\r\n"))
        #expect(second.contains("x-amz-sso_bearer_token: FRESH\r\n"))
        let kept = try #require(JSONValue(Array(try Data(contentsOf: URL(filePath: file))))?.object)
        #expect(kept["accessToken"] == .string("FRESH"))
        #expect(kept["refreshToken"] == .string("topsecret2"))
        #expect(kept["expiresAt"] == .string("2027-01-15T16:00:00Z"))
        let names = try FileManager.default.contentsOfDirectory(atPath: world.home.path + "/.aws/sso/cache")
        #expect(names == [TokenCache.sha1("corp") + ".json"])
    }

    @Test("A login session proves itself and keeps what it gets, for however long", arguments: ["900", "9e18"])
    func login(seconds: String) async throws {
        struct Content: Decodable { var key: String }
        let key = try Vectors.load("credentials", as: Content.self).key.replacing("\n", with: "\\n")
        let answer =
            #"{"accessToken":{"accessKeyId":"NEW","secretAccessKey":"topsecret","sessionToken":"t"},"tokenType":"aws_sigv4","#
            + #""expiresIn":\#(seconds),"refreshToken":"topsecret1"}"#
        let server = try CannedServer([http(answer)])
        let world = try World(
            "[default]\nlogin_session = me\n",
            [
                "AWS_ENDPOINT_URL_SIGNIN": "http://127.0.0.1:\(server.port)",
                "AWS_LOGIN_CACHE_DIRECTORY": "{home}/.aws",
            ])
        try world.home.write(
            """
            {"accessToken":{"accessKeyId":"OLD","secretAccessKey":"topsecret","sessionToken":"t","accountId":"1",
             "expiresAt":"2027-01-15T08:01:00Z"},"clientId":"client","refreshToken":"topsecret0","dpopKey":"\(key)"}
            """, to: ".aws/\(TokenCache.sha256("me")).json")
        let source = world.source
        #expect(try await source.current()?.accessKeyID == "NEW")
        #expect(server.requests[0].hasPrefix("POST /v1/token HTTP/1.1\r\n"))
        #expect(server.requests[0].contains("\r\ndpop: ey"))
        // What it keeps is found by whoever comes next, without a request.
        #expect(try await world.source.current()?.accessKeyID == "NEW")
        #expect(server.requests.count == 1)
    }

    @Test("A container's endpoint is shown the token of its file")
    func container() async throws {
        let body =
            #"{"AccessKeyId":"ECS","SecretAccessKey":"topsecret","Token":"t","Expiration":"2027-01-15T09:00:00Z"}"#
        let server = try CannedServer([http("later", status: "503 Busy"), http(body)])
        let world = try World(
            "",
            [
                "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://127.0.0.1:\(server.port)/v1/credentials?a=%2F",
                "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "{home}/token",
            ])
        try world.home.write("Bearer topsecret3", to: "token")
        let found = try #require(try await world.chain.answer())
        #expect(found.provider == "container-role")
        #expect(found.credentials.expiration == 1_800_003_600)
        #expect(server.requests.count == 2)
        #expect(server.requests[1].hasPrefix("GET /v1/credentials?a=%2F HTTP/1.1\r\n"))
        #expect(server.requests[1].contains("authorization: Bearer topsecret3\r\n"))
    }

    @Test("An instance is asked for a session token, its role, and the role's credentials")
    func instanceMetadata() async throws {
        let body =
            #"{"Code":"Success","AccessKeyId":"EC2","SecretAccessKey":"topsecret","Token":"t","Expiration":"2027-01-15T14:00:00Z"}"#
        let server = try CannedServer([http("SESSION=="), http("machine"), http(body)])
        let world = try World(
            "",
            [
                "AWS_EC2_METADATA_DISABLED": "false",
                "AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://127.0.0.1:\(server.port)",
            ])
        let found = try #require(try await world.chain.answer())
        #expect(found.provider == "iam-role")
        #expect(found.credentials.accessKeyID == "EC2")
        #expect(found.credentials.expiration == 1_800_021_600)
        #expect(server.requests[0].hasPrefix("PUT /latest/api/token HTTP/1.1\r\n"))
        #expect(server.requests[0].contains("x-aws-ec2-metadata-token-ttl-seconds: 21600\r\n"))
        #expect(server.requests[1].hasPrefix("GET /latest/meta-data/iam/security-credentials/ HTTP/1.1\r\n"))
        #expect(server.requests[2].hasPrefix("GET /latest/meta-data/iam/security-credentials/machine HTTP/1.1\r\n"))
        #expect(server.requests[2].contains("x-aws-ec2-metadata-token: SESSION==\r\n"))
    }

    @Test("The first version of the instance's protocol is spoken only when asked for")
    func firstVersion() async throws {
        let body =
            #"{"AccessKeyId":"EC2","SecretAccessKey":"topsecret","Token":"t","Expiration":"2027-01-15T14:00:00Z"}"#
        let refusing = try CannedServer([http("", status: "404 Not Found")])
        var world = try World(
            "",
            [
                "AWS_EC2_METADATA_DISABLED": "false",
                "AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://127.0.0.1:\(refusing.port)",
            ])
        let error = try await world.failure()
        #expect(error.provider == "iam-role")
        #expect(error.message.contains("AWS_EC2_METADATA_V1_DISABLED=false"))
        #expect(refusing.requests.count == 1)

        let old = try CannedServer([http("", status: "404 Not Found"), http("machine"), http(body)])
        world.environment["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = "http://127.0.0.1:\(old.port)"
        world.environment["AWS_EC2_METADATA_V1_DISABLED"] = "false"
        #expect(try await world.chain.credentials()?.accessKeyID == "EC2")
        #expect(old.requests.count == 3)
        #expect(!old.requests[1].contains("x-aws-ec2-metadata-token"))
    }

    @Test("Where nothing is there the instance's provider has nothing, and says nothing")
    func noInstance() async throws {
        // Accepts, and closes without a word.
        let server = try CannedServer(["", ""])
        let world = try World(
            "",
            [
                "AWS_EC2_METADATA_DISABLED": "false", "AWS_METADATA_SERVICE_NUM_ATTEMPTS": "2",
                "AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://127.0.0.1:\(server.port)",
            ])
        #expect(try await world.chain.credentials() == nil)
        #expect(server.requests.count == 2)
    }

    @Test("A service that fails is named with what it said, and no secret is")
    func failures() async throws {
        let refusal =
            "<ErrorResponse><Error><Code>AccessDenied</Code><Message>not you</Message></Error></ErrorResponse>"
        let denied = try CannedServer([http(refusal, status: "403 Forbidden")])
        var world = try World(Self.roleConfig, ["AWS_ENDPOINT_URL_STS": "http://127.0.0.1:\(denied.port)"])
        var error = try await world.failure()
        #expect(error.provider == "assume-role")
        for part in ["127.0.0.1:\(denied.port)", "role/a", "AccessDenied", "not you"] {
            #expect(error.message.contains(part), "\(error)")
        }
        #expect(!"\(error)".contains("topsecret"))

        // Five attempts, each of them closed.
        let closing = try CannedServer([String](repeating: "", count: ServiceCall.attempts))
        world.environment["AWS_ENDPOINT_URL_STS"] = "http://127.0.0.1:\(closing.port)"
        error = try await world.failure()
        #expect(error.message.contains("gave no answer"))
        #expect(closing.requests.count == ServiceCall.attempts)

        let odd = try CannedServer([http("<html><b>topsecret</b></html>")])
        world.environment["AWS_ENDPOINT_URL_STS"] = "http://127.0.0.1:\(odd.port)"
        error = try await world.failure()
        #expect(error.message.contains("has no credentials in it"))
        #expect(!"\(error)".contains("topsecret"))
    }

    @Test("Credentials that the service refuses to renew are used until they end, and then the reason is given")
    func renewalRefused() async throws {
        let refusal = "<ErrorResponse><Error><Code>ExpiredToken</Code></Error></ErrorResponse>"
        let server = try CannedServer(
            [http(role("ONE", end: 1_800_003_600))]
                + [String](repeating: http(refusal, status: "403 Forbidden"), count: 2))
        let world = try World(Self.roleConfig, ["AWS_ENDPOINT_URL_STS": "http://127.0.0.1:\(server.port)"])
        let source = world.source
        #expect(try await source.current()?.accessKeyID == "ONE")
        world.clock.advance(3_300)
        #expect(try await source.current()?.accessKeyID == "ONE")
        #expect(server.requests.count == 2)
        world.clock.advance(300)
        let error = try #require(await #expect(throws: CredentialError.self) { try await source.current() })
        #expect(error.message.contains("ExpiredToken"))
    }

    @Test("Credentials that have ended are not given out")
    func ended() async throws {
        let server = try CannedServer([http(role("OLD", end: 1_799_999_999))])
        let world = try World(Self.roleConfig, ["AWS_ENDPOINT_URL_STS": "http://127.0.0.1:\(server.port)"])
        let error = try await world.failure()
        #expect(error.message.contains("2027-01-15T07:59:59Z"))
    }

    @Test("No provider prints what it knows")
    func secrecy() throws {
        let world = try World(Self.roleConfig, ["AWS_SECRET_ACCESS_KEY": "topsecret"])
        var dumped = ""
        dump(world.chain, to: &dumped)
        #expect(!dumped.contains("topsecret"))
        #expect(!"\(world.chain) \(String(reflecting: world.context))".contains("topsecret"))
    }
}
