import S3
import Testing

@Suite("Examples: credentials")
struct CredentialExamples: ExampleSuite {
    let world: ExampleWorld

    init() throws { world = try ExampleWorld() }

    /// The access key that a session of the world finds.
    private func found(_ profile: String, _ more: [String: String] = [:]) async throws -> String? {
        let config = try Documentation.file("credential-config").replacing("/home/me", with: world.home)
        try world.write(config.utf8, to: ".aws/config")
        let environment = world.environment.merging(more) { $1 }
        let homeDirectory = world.home
        // begin which-credentials
        let session = try Session(profile: profile, environment: environment, homeDirectory: homeDirectory)
        let credentials = try await session.getCredentials()
        // end which-credentials
        return credentials?.accessKeyID
    }

    @Test("Explicit credentials")
    func explicit() async throws {
        // begin explicit-credentials
        let session = try Session(accessKeyID: "AKIAEXAMPLE", secretAccessKey: "secret", sessionToken: "token")
        // end explicit-credentials
        #expect(try await session.getCredentials()?.accessKeyID == "AKIAEXAMPLE")
    }

    @Test("Environment")
    func environment() async throws {
        let environment = ["AWS_ACCESS_KEY_ID": "AKIAENV", "AWS_SECRET_ACCESS_KEY": "secret", "HOME": world.home]
        let session = try Session(environment: environment)
        #expect(try await session.getCredentials()?.accessKeyID == "AKIAENV")
    }

    @Test("Anonymous")
    func anonymous() async throws {
        // begin anonymous
        let session = try Session(anonymous: true)
        // end anonymous
        #expect(try await session.getCredentials() == nil)
    }

    @Test("A role, and a chain of roles", arguments: [("deploy", "role-deploy"), ("audit", "role-audit")])
    func roles(_ profile: String, _ key: String) async throws {
        #expect(try await found(profile) == key)
        #expect(world.server.requests.allSatisfy { $0.path == "/" })
        #expect(world.server.requests.first?.text.contains("ExternalId=4711") == true)
    }

    @Test("A role for the instance's credentials")
    func roleOfInstance() async throws {
        #expect(try await found("instance-role") == "role-reader")
    }

    @Test("A web identity")
    func webIdentity() async throws {
        try world.write("a.web.token".utf8, to: "token")
        #expect(try await found("pod") == "role-pod")
        #expect(world.server.requests.first?.text.contains("WebIdentityToken=a.web.token") == true)
    }

    @Test("IAM Identity Center", arguments: [("sso", "corp"), ("sso-legacy", "https://corp.awsapps.com/start")])
    func identityCenter(_ profile: String, _ session: String) async throws {
        // The SHA-1 of the session's name, or of the start URL.
        let name =
            session == "corp" ? "ee0bfd2552fbd840c02cc48b6e823320543c450f" : "a51746d4aa793ae07b25e90c3a5db96fc7832bd7"
        try world.write(
            #"{"accessToken": "t", "expiresAt": "2099-01-01T00:00:00Z"}"#.utf8, to: ".aws/sso/cache/\(name).json")
        #expect(try await found(profile) == "sso-Reader")
    }

    @Test("A login")
    func login() async throws {
        // The SHA-256 of the session's name.
        let name = "286187707741fc2ccb93cf9e56dbd0ee0a16208feed5fbc8ae1baa86d44c283f"
        try world.write(
            """
            {"accessToken": {"accessKeyId": "AKIALOGIN", "secretAccessKey": "s", "sessionToken": "t",
            "accountId": "123456789012", "expiresAt": "2099-01-01T00:00:00Z"},
            "refreshToken": "r", "clientId": "c", "dpopKey": "k"}
            """.utf8, to: ".aws/login/cache/\(name).json")
        #expect(try await found("login") == "AKIALOGIN")
    }

    @Test("A program that prints credentials")
    func process() async throws {
        #expect(try await found("process") == "AKIAPROCESS")
    }

    @Test("The shared file and the config file")
    func files() async throws {
        try world.write(Documentation.file("profile-credentials").utf8, to: ".aws/credentials")
        #expect(try await found("backup") == "AKIABACKUP")
        #expect(try await found("plain") == "AKIAPLAIN")
    }

    @Test("A container's role")
    func container() async throws {
        let environment = world.environment.merging(
            ["AWS_CONTAINER_CREDENTIALS_FULL_URI": world.server.url + "/container-credentials"]) { $1 }
        let session = try Session(environment: environment)
        #expect(try await session.getCredentials()?.accessKeyID == "container")
    }

    @Test("An instance's role")
    func instance() async throws {
        let session = try Session(environment: world.environment)
        #expect(try await session.getCredentials()?.accessKeyID == "instance")
    }

    @Test("A provider of one's own")
    func provider() async throws {
        // begin own-provider
        struct Vault: CredentialProvider {
            let name = "vault"

            func credentials() async throws(CredentialError) -> Credentials? {
                Credentials(accessKeyID: "AKIAVAULT", secretAccessKey: "secret", expiration: 4_070_908_800)
            }
        }

        let client = try S3Client(configuration: ClientConfiguration(), credentials: CredentialSource(Vault()))
        // end own-provider
        #expect(client.configuration.region == "us-east-1")
        #expect(try await CredentialSource(Vault()).current()?.accessKeyID == "AKIAVAULT")
    }

    @Test("No credentials")
    func none() async throws {
        let (environment, homeDirectory) = (["AWS_EC2_METADATA_DISABLED": "true"], world.home)
        // begin no-credentials
        let session = try Session(environment: environment, homeDirectory: homeDirectory)
        do {
            _ = try await session.getCredentials()
        } catch {
            print(error.provider, error.message)  // CredentialError: where it looked, and what to do
        }
        // end no-credentials
        #expect(world.printed.count == 1)
    }

    @Test("Secrets do not print")
    func secrecy() throws {
        // begin secrecy
        let credentials = Credentials(accessKeyID: "AKIAEXAMPLE", secretAccessKey: "secret")
        print(credentials.secretAccessKey)  // ****
        // end secrecy
        #expect(world.printed == ["****"])
    }
}
