import Testing

@testable import S3

@Suite("Waiters") struct WaiterTests {
    private static func head(_ status: Int) -> ScriptedTransport.Answer { .response(HTTPResponse(status: status)) }

    @Test("An object is waited for with five seconds between the requests")
    func objectExists() async throws {
        let scripted = try ScriptedClient([Self.head(404), Self.head(404), Self.head(200)])
        try await scripted.client.waitUntilObjectExists(HeadObjectInput(bucket: "b", key: "k"))
        #expect(scripted.clock.slept == [5, 5])
        #expect(scripted.transport.requests.allSatisfy { $0.method == "HEAD" })
    }

    @Test("A bucket that may not be used is there", arguments: [200, 403])
    func bucketExists(_ status: Int) async throws {
        let scripted = try ScriptedClient([Self.head(404), Self.head(status)])
        try await scripted.client.waitUntilBucketExists(HeadBucketInput(bucket: "b"), delay: 0.5)
        #expect(scripted.clock.slept == [0.5])
    }

    @Test("What goes away is waited for as long as it is there")
    func notExists() async throws {
        let scripted = try ScriptedClient([
            Self.head(200), Self.head(200), Self.head(404), Self.head(200), Self.head(404),
        ])
        try await scripted.client.waitUntilObjectNotExists(HeadObjectInput(bucket: "b", key: "k"))
        try await scripted.client.waitUntilBucketNotExists(HeadBucketInput(bucket: "b"))
        #expect(scripted.clock.slept == [5, 5, 5])
    }

    @Test("After all attempts the wait fails")
    func exhausted() async throws {
        let scripted = try ScriptedClient([Self.head(404), Self.head(404), Self.head(404)])
        let error = await #expect(throws: WaiterError.self) {
            try await scripted.client.waitUntilObjectExists(
                HeadObjectInput(bucket: "b", key: "k"), delay: 1, maxAttempts: 3)
        }
        #expect(error?.attempts == 3 && error?.lastError?.status == 404)
        #expect(scripted.clock.slept == [1, 1])
    }

    @Test("Another error ends the wait at once")
    func otherError() async throws {
        let scripted = try ScriptedClient([Self.head(405)])
        let error = await #expect(throws: WaiterError.self) {
            try await scripted.client.waitUntilObjectExists(HeadObjectInput(bucket: "b", key: "k"))
        }
        #expect(error?.lastError?.status == 405)
        #expect(scripted.clock.slept.isEmpty)
    }
}
