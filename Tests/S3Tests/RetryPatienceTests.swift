import Synchronization
import Testing

@testable import S3

/// Waits for what somebody else brings end with the caller's patience, and with nobody else's.
@Suite("Waits for others", .timeLimit(.minutes(1)))
struct RetryPatienceTests {
    /// Says nothing before it is let.
    private struct Slow: CredentialProvider {
        let name = "slow"
        let gate: TransferSignal
        let calls: TransferTally

        func credentials() async throws(CredentialError) -> Credentials? {
            calls.add(1)
            await gate.wait()
            return Credentials(accessKeyID: "A", secretAccessKey: "s")
        }
    }

    private struct World {
        let gate = TransferSignal()
        let calls = TransferTally()
        let client: S3Client

        init(_ answers: [ScriptedTransport.Answer], configure: (inout ClientConfiguration) -> Void = { _ in }) throws {
            var configuration = ClientConfiguration()
            configuration.endpointURL = "http://127.0.0.1:9"
            configure(&configuration)
            let transport = ScriptedTransport(answers)
            client = S3Client(
                transport: transport,
                pipeline: try RequestPipeline(
                    configuration: configuration, credentials: CredentialSource(Slow(gate: gate, calls: calls)),
                    transport: transport))
        }

        func put() async throws(S3Error) -> PutObjectOutput {
            try await client.putObject(PutObjectInput(bucket: "b", key: "k", body: BytesBody([1])))
        }
    }

    private func isDeadline(_ error: S3Error?) -> Bool {
        if case .deadline = error?.kind { true } else { false }
    }

    @Test("A deadline ends the wait for credentials of its caller alone")
    func credentials() async throws {
        let world = try World([ScriptedClient.ok()])
        let patient = Task { try await world.put() }
        let error = await #expect(throws: S3Error.self) {
            try await withDeadline(.milliseconds(20)) { () async throws(S3Error) in try await world.put() }
        }
        #expect(isDeadline(error) && error?.operation == "PutObject")
        // Nothing was sent.
        #expect(error?.attempts == 0 && error?.mayHaveHappened == false)
        world.gate.send()
        #expect(try await patient.value.eTag == "\"e\"")
        #expect(world.calls.sum == 1)
    }

    @Test("A cancellation ends the wait for credentials of its caller alone")
    func cancellation() async throws {
        let world = try World([ScriptedClient.ok()])
        let patient = Task { try await world.put() }
        let other = Task { try await world.put() }
        other.cancel()
        let error = await #expect(throws: S3Error.self) { try await other.value }
        guard case .cancelled? = error?.kind else {
            Issue.record("\(String(describing: error))")
            return
        }
        world.gate.send()
        #expect(try await patient.value.eTag == "\"e\"")
    }

    @Test("A cancellation ends the wait for credentials of an upload in parts, which removes nothing then")
    func upload() async throws {
        let world = try World([])
        var config = TransferConfig()
        config.multipartThreshold = 1
        let upload = Task { [config] in
            try await world.client.uploadFileObject(BytesBody([1]), bucket: "b", key: "k", config: config)
        }
        upload.cancel()
        let error = await #expect(throws: S3Error.self) { try await upload.value }
        #expect(error?.code == "Cancelled" && world.client.counters.snapshot.isEmpty)
        world.gate.send()
    }

    @Test("The configuration's bound holds for credentials, too, and for those of a URL")
    func configured() async throws {
        let world = try World([]) { $0.operationTimeout = 0.02 }
        #expect(isDeadline(await #expect(throws: S3Error.self) { try await world.put() }))
        let error = await #expect(throws: S3Error.self) {
            try await world.client.presignedURL(GetObjectInput(bucket: "b", key: "k"))
        }
        #expect(isDeadline(error))
        world.gate.send()
    }

    @Test("Whoever begins a load lends it neither deadline nor bandwidth, and may leave it to others")
    func lent() async throws {
        let sessions = ExpressSessions()
        let gate = TransferSignal()
        let seen = Mutex<[Bool]>([])
        let parent = Credentials(accessKeyID: "P", secretAccessKey: "p")
        let made = Credentials(accessKeyID: "S", secretAccessKey: "s")
        let create: @Sendable () async throws(S3Error) -> Credentials = { () async throws(S3Error) in
            seen.withLock { $0.append(Deadline.current == nil && BandwidthLimiter.share == nil) }
            await gate.wait()
            return made
        }
        let error = await #expect(throws: S3Error.self) {
            try await withDeadline(.milliseconds(20)) {
                try await BandwidthLimiter.$share.withValue(1) {
                    try await sessions.session(
                        of: "b", parent: parent, now: 0, until: Deadline.current, for: "GetObject", create: create)
                }
            }
        }
        #expect(isDeadline(error) && error?.operation == "GetObject")
        async let second = sessions.session(of: "b", parent: parent, now: 0, create: create)
        gate.send()
        #expect(try await second == made)
        #expect(seen.withLock { $0 } == [true])
    }

    @Test("A deadline ends the wait for the attributes that another task loads")
    func attributes() async throws {
        let value = LazyValue<Int>()
        let (begun, gate) = (TransferSignal(), TransferSignal())
        let loader = Task {
            try await value.get("HeadObject") { () throws(S3Error) in
                begun.send()
                await gate.wait()
                return 1
            }
        }
        await begun.wait()
        let error = await #expect(throws: S3Error.self) {
            try await withDeadline(.milliseconds(20)) { () async throws(S3Error) in
                try await value.get("HeadObject") { () throws(S3Error) in 2 }
            }
        }
        #expect(isDeadline(error))
        gate.send()
        #expect(try await loader.value == 1)
        #expect(value.known == 1)
    }

    @Test("Waiting that would end after the deadline does not begin: of a bandwidth, and of a waiter")
    func pointless() async throws {
        let clock = ManualClock()
        var config = TransferConfig()
        config.maxBandwidth = 10
        let limiter = try #require(BandwidthLimiter(config, clock: clock))
        func move() async throws(S3Error) {
            try await BandwidthLimiter.pace(limiter, 50, isAlone: true, "PutObject") { () async throws(S3Error) in }
        }
        let error = await #expect(throws: S3Error.self) {
            try await withDeadline(.seconds(3), clock: clock) { () async throws(S3Error) in
                try await move()
                // Its turn is in five seconds.
                try await move()
            }
        }
        #expect(isDeadline(error))
        let scripted = try ScriptedClient([ScriptedClient.error(404, "NotFound")], clock: clock)
        let missing = await #expect(throws: WaiterError.self) {
            try await withDeadline(.seconds(3), clock: clock) { () async throws(WaiterError) in
                try await scripted.client.waitUntilObjectExists(HeadObjectInput(bucket: "b", key: "k"))
            }
        }
        #expect(isDeadline(missing?.lastError) && missing?.attempts == 1)
        #expect(clock.slept.isEmpty)
    }
}
