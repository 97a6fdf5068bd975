import Testing

@testable import S3

@Suite("Deadlines") struct RetryDeadlineTests {
    private func put(_ scripted: ScriptedClient) async throws(S3Error) -> PutObjectOutput {
        try await scripted.client.putObject(PutObjectInput(bucket: "b", key: "k", body: BytesBody([1])))
    }

    private func isDeadline(_ error: S3Error?) -> Bool {
        if case .deadline = error?.kind { true } else { false }
    }

    @Test("A transfer ends with its deadline, and is not repeated")
    func transfer() async throws {
        let scripted = try ScriptedClient([.slow(31, ScriptedClient.ok()), ScriptedClient.ok()]) {
            $0.operationTimeout = 30
        }
        let error = await #expect(throws: S3Error.self) { try await put(scripted) }
        #expect(isDeadline(error) && error?.attempts == 1 && error?.mayHaveHappened == true)
        #expect(scripted.transport.requests.count == 1)
    }

    @Test("A backoff that would end after the deadline does not begin")
    func backoff() async throws {
        let scripted = try ScriptedClient([
            .slow(1, ScriptedClient.error(503, "SlowDown")), .slow(1, ScriptedClient.error(503, "SlowDown")),
            ScriptedClient.ok(),
        ]) { $0.operationTimeout = 4 }
        // One second, one of waiting, one second: less than the two of the next wait are left.
        let error = await #expect(throws: S3Error.self) { try await put(scripted) }
        #expect(isDeadline(error) && error?.attempts == 2)
        #expect(error?.message.contains("SlowDown") == true)
        #expect(scripted.clock.slept == [1])
    }

    @Test("Within its deadline an operation goes on as usual")
    func enough() async throws {
        let scripted = try ScriptedClient([ScriptedClient.error(503, "SlowDown"), ScriptedClient.ok()]) {
            $0.operationTimeout = 4
        }
        #expect(try await put(scripted).eTag == "\"e\"")
    }

    @Test("The earliest of nested deadlines holds, and no longer than its body")
    func nested() async throws {
        let clock = ManualClock()
        let scripted = try ScriptedClient(
            [
                .slow(3, ScriptedClient.ok()), .slow(8, ScriptedClient.ok()), .slow(8, ScriptedClient.ok()),
            ], clock: clock
        ) { $0.operationTimeout = 20 }
        let error = await #expect(throws: S3Error.self) {
            try await withDeadline(.seconds(10), clock: clock) { () async throws(S3Error) in
                try await withDeadline(.seconds(60), clock: clock) { () async throws(S3Error) in
                    _ = try await put(scripted)
                    // Seven seconds are left.
                    _ = try await put(scripted)
                }
            }
        }
        #expect(isDeadline(error))
        #expect(try await put(scripted).eTag == "\"e\"")
    }

    @Test("A deadline that is over sends nothing")
    func over() async throws {
        let clock = ManualClock()
        let scripted = try ScriptedClient([ScriptedClient.ok()], clock: clock)
        let error = await #expect(throws: S3Error.self) {
            try await withDeadline(.zero, clock: clock) { () async throws(S3Error) in try await put(scripted) }
        }
        #expect(isDeadline(error) && error?.attempts == 0 && error?.mayHaveHappened == false)
        #expect(scripted.transport.requests.isEmpty)
    }
}
