import Synchronization
import Testing

@testable import S3

@Suite("Sessions of directory buckets") struct RetryExpressTests {
    private let parent = Credentials(accessKeyID: "P", secretAccessKey: "p")

    private func session(_ number: Int, until end: Int64) -> Credentials {
        Credentials(accessKeyID: "S\(number)", secretAccessKey: "s", sessionToken: "t", expiration: end)
    }

    /// Makes sessions that last five minutes, and counts them.
    private final class Maker: Sendable {
        let made = Mutex(0)
        func make(now: Int64) -> Credentials {
            let number = made.withLock { made in
                made += 1
                return made
            }
            return Credentials(accessKeyID: "S\(number)", secretAccessKey: "s", expiration: now + 300)
        }
    }

    @Test("A session is kept, renewed ahead of its end by one caller, and waited for at its end")
    func life() async throws {
        let sessions = ExpressSessions()
        let maker = Maker()
        func ask(_ now: Int64) async throws(S3Error) -> String {
            try await sessions.session(of: "b", parent: parent, now: now) { () async throws(S3Error) in
                maker.make(now: now)
            }.accessKeyID
        }
        #expect(try await ask(0) == "S1")
        #expect(try await ask(200) == "S1")
        #expect(maker.made.withLock { $0 } == 1)
        // Within the last ten seconds everybody waits for the next.
        #expect(try await ask(295) == "S2")
        #expect(try await ask(400) == "S2")
        // In the advisory time the old one is used at once, and the new one comes meanwhile.
        #expect(try await ask(560) == "S2")
        #expect(try await ask(700) == "S3")
        #expect(maker.made.withLock { $0 } == 3)
    }

    @Test("Other buckets, other credentials and rejected sessions each have a new one")
    func others() async throws {
        let sessions = ExpressSessions()
        let maker = Maker()
        func ask(_ bucket: String, _ parent: Credentials) async throws(S3Error) -> Credentials {
            try await sessions.session(of: bucket, parent: parent, now: 0) { () async throws(S3Error) in
                maker.make(now: 0)
            }
        }
        let first = try await ask("a", parent)
        #expect(try await ask("b", parent) != first)
        #expect(try await ask("a", parent) == first)
        let other = Credentials(accessKeyID: "Q", secretAccessKey: "q")
        #expect(try await ask("a", other) != first)
        let latest = try await ask("a", other)
        sessions.forget(latest, of: "a")
        #expect(try await ask("a", other) != latest)
    }

    @Test("A renewal that fails leaves a session that is still good")
    func failure() async throws {
        let sessions = ExpressSessions()
        let good = session(1, until: 300)
        let kept = try await sessions.session(of: "b", parent: parent, now: 0) { () async throws(S3Error) in good }
        #expect(kept == good)
        let failing: @Sendable () async throws(S3Error) -> Credentials = { () async throws(S3Error) in
            throw S3Error(.service, code: "AccessDenied", message: "", operation: "CreateSession", status: 403)
        }
        #expect(try await sessions.session(of: "b", parent: parent, now: 295, create: failing) == good)
        await #expect(throws: S3Error.self) {
            try await sessions.session(of: "b", parent: parent, now: 301, create: failing)
        }
    }

    @Test("A hundred callers ask for one session")
    func concurrent() async throws {
        let sessions = ExpressSessions()
        let maker = Maker()
        let parent = parent
        let keys = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<100 {
                group.addTask {
                    try await sessions.session(of: "b", parent: parent, now: 0) { () async throws(S3Error) in
                        await Task.yield()
                        return maker.make(now: 0)
                    }.accessKeyID
                }
            }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(keys == ["S1"])
    }

    private static let bucket = "x--usw2-az1--x-s3"

    private static func created(_ key: String) -> ScriptedTransport.Answer {
        ScriptedClient.ok(
            [],
            body: "<CreateSessionResult><Credentials><SessionToken>T</SessionToken>"
                + "<SecretAccessKey>s</SecretAccessKey><AccessKeyId>\(key)</AccessKeyId>"
                + "<Expiration>2033-05-18T03:33:20Z</Expiration></Credentials></CreateSessionResult>")
    }

    private static func client(
        _ answers: [ScriptedTransport.Answer], maxAttempts: Int = 5
    ) throws -> ScriptedClient {
        try ScriptedClient(answers) {
            $0.maxAttempts = maxAttempts
            $0.endpointURL = nil
            $0.addressingStyle = .auto
            $0.region = "us-west-2"
        }
    }

    @Test("A URL for an object of a directory bucket is signed by its session, as boto3 signs it")
    func presigned() async throws {
        let scripted = try Self.client([Self.created("SESSION1")])
        var get = GetObjectInput(bucket: Self.bucket, key: "a b")
        get.versionID = "v"
        let host = "https://x--usw2-az1--x-s3.s3express-usw2-az1.us-west-2.amazonaws.com"
        let signed =
            "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=SESSION1%2F20231114%2Fus-west-2%2Fs3express%2Faws4_request"
            + "&X-Amz-Date=20231114T221320Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host&X-Amz-S3session-Token=T"
            + "&X-Amz-Signature="
        // By botocore 1.43.11 with these keys at this time.
        #expect(
            try await scripted.client.presignedURL(get, expiresIn: 60).url
                == "\(host)/a%20b?versionId=v&\(signed)9c5bd4a7d19f0bff62c918e0f422027b7f4ffdce8982818f4d9f4dffb46da7a0"
        )
        let put = PutObjectInput(bucket: Self.bucket, key: "k")
        #expect(
            try await scripted.client.presignedURL(put, expiresIn: 60).url
                == "\(host)/k?\(signed)de1a11019adc05c7b42745d651dbba2729c706f086502793516fb38b1350cc7d")
        let form = try await scripted.client.presignedPost(bucket: Self.bucket, key: "k")
        #expect(form["X-Amz-S3session-Token"] == "T" && form["x-amz-security-token"] == nil)
        // One session for all of them.
        #expect(scripted.transport.requests.count == 1)
    }

    @Test("A session that cannot be made is tried as often as any request, and not anew for each attempt of another")
    func unmade() async throws {
        let scripted = try Self.client(
            [ScriptedTransport.Answer](repeating: ScriptedClient.error(503, "SlowDown"), count: 9), maxAttempts: 3)
        let error = await #expect(throws: S3Error.self) {
            try await scripted.client.headObject(HeadObjectInput(bucket: Self.bucket, key: "k"))
        }
        #expect(error?.operation == "CreateSession" && error?.attempts == 3 && error?.mayHaveHappened == false)
        #expect(scripted.transport.requests.count == 3)
        #expect(scripted.client.counters["HeadObject"].requests == 0)
    }

    @Test("A request to a directory bucket has a session made and is signed by it, also after one is refused")
    func requests() async throws {
        let scripted = try Self.client([
            Self.created("SESSION1"), ScriptedClient.ok(), ScriptedClient.ok(),
            ScriptedClient.error(400, "ExpiredToken"), Self.created("SESSION2"), ScriptedClient.ok(),
        ])
        for _ in 0..<3 { _ = try await scripted.client.headObject(HeadObjectInput(bucket: Self.bucket, key: "k")) }
        let signed = scripted.transport.requests.map { request in
            let field = request.headers.first { $0.name == "authorization" }?.value ?? ""
            return String(field.drop { $0 != "=" }.dropFirst().prefix { $0 != "/" })
        }
        #expect(signed == ["KEY1", "SESSION1", "SESSION1", "SESSION1", "KEY1", "SESSION2"])
        #expect(scripted.transport.requests[0].query.map { $0.name } == [Array("session".utf8)])
        #expect(scripted.client.counters["CreateSession"].requests == 2)
        let token = scripted.transport.requests[1].headers.first { $0.name == "x-amz-s3session-token" }
        #expect(token?.value == "T")
    }
}
