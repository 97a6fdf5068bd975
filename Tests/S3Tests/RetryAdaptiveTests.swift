import Testing

@testable import S3

@Suite("The adaptive and legacy modes") struct RetryAdaptiveTests {
    private func put(_ scripted: ScriptedClient) async throws(S3Error) -> PutObjectOutput {
        try await scripted.client.putObject(PutObjectInput(bucket: "b", key: "k", body: BytesBody([1])))
    }

    @Test("After throttling requests wait for their turn, and without it none does")
    func waits() async throws {
        let calm = try ScriptedClient([ScriptedTransport.Answer](repeating: ScriptedClient.ok(), count: 50)) {
            $0.retryMode = .adaptive
        }
        for _ in 0..<50 { _ = try await put(calm) }
        #expect(calm.clock.slept.isEmpty)

        var answers = [ScriptedTransport.Answer](repeating: .slow(0.1, ScriptedClient.ok()), count: 20)
        answers[0] = .slow(0.1, ScriptedClient.error(503, "SlowDown"))
        let throttled = try ScriptedClient(answers, clock: ManualClock(jitter: 0)) { $0.retryMode = .adaptive }
        for _ in 0..<19 { _ = try await put(throttled) }
        #expect(throttled.transport.requests.count == 20)
        #expect(throttled.clock.slept.contains { $0 > 0 })
    }

    @Test("A wait for leave ends with the deadline")
    func deadline() async throws {
        let scripted = try ScriptedClient(
            [ScriptedClient.error(400, "SlowDown"), ScriptedClient.ok()], clock: ManualClock(jitter: 0)
        ) {
            $0.retryMode = .adaptive
            $0.operationTimeout = 1
        }
        let error = await #expect(throws: S3Error.self) { try await put(scripted) }
        #expect(error?.code == "Deadline" && error?.attempts == 1)
    }

    @Test("The legacy mode has no quota, no cap, and repeats a bad digest as often as the rest")
    func legacy() async throws {
        let answers = [ScriptedTransport.Answer](repeating: ScriptedClient.error(400, "BadDigest"), count: 9)
        let scripted = try ScriptedClient(answers + [ScriptedClient.ok()]) {
            $0.retryMode = .legacy
            $0.maxAttempts = 10
        }
        _ = try await put(scripted)
        #expect(scripted.clock.slept == [1, 2, 4, 8, 16, 32, 64, 128, 256])
        #expect(scripted.pipeline.quota.available == RetryQuota.capacity)
        let refused = try ScriptedClient([ScriptedClient.error(409, "OperationAborted")]) { $0.retryMode = .legacy }
        let error = await #expect(throws: S3Error.self) { try await put(refused) }
        #expect(error?.attempts == 1)
    }
}
