import Testing

@testable import S3

@Suite struct RetryTests {
    private func put(_ scripted: ScriptedClient) async throws(S3Error) -> PutObjectOutput {
        try await scripted.client.putObject(PutObjectInput(bucket: "b", key: "k", body: BytesBody([1, 2, 3])))
    }

    @Test(
        "Each code has its class",
        arguments: [
            ("NoSuchKey", 404, RetryClass.never), ("AccessDenied", 403, .never), ("InvalidArgument", 400, .never),
            ("PreconditionFailed", 412, .never), ("NotImplemented", 501, .never), ("SlowDown", 503, .throttling),
            ("Odd", 503, .transient), ("Odd", 429, .throttling), ("InternalError", 500, .transient),
            ("Odd", 502, .transient), ("Odd", 504, .transient), ("RequestTimeout", 400, .transient),
            ("IncompleteBody", 400, .transient), ("OperationAborted", 409, .transient), ("BadDigest", 400, .corruption),
            ("ExpiredToken", 400, .credentials), ("RequestTimeTooSkewed", 403, .clockSkew),
            ("PermanentRedirect", 301, .redirect), ("AuthorizationHeaderMalformed", 400, .redirect),
        ])
    func classes(_ code: String, _ status: Int, _ wanted: RetryClass) {
        #expect(RetryClass(code: code, status: status) == wanted)
    }

    @Test("A passing fault is repeated, and each attempt is signed anew")
    func transient() async throws {
        let scripted = try ScriptedClient([
            .failure(.connect), ScriptedClient.error(500, "InternalError"), ScriptedClient.ok(),
        ])
        #expect(try await put(scripted).eTag == "\"e\"")
        #expect(scripted.transport.requests.count == 3)
        #expect(scripted.transport.requests.allSatisfy { $0.headers.contains { $0.name == "authorization" } })
        #expect(scripted.clock.slept == [1, 2])
        let count = scripted.client.counters["PutObject"]
        #expect(count.requests == 3 && count.retries == 2 && count.failures == 2 && count.bytesSent == 9)
    }

    @Test("The attempts end, and a server that refuses connections is given up within 15 seconds of waiting")
    func exhausted() async throws {
        let scripted = try ScriptedClient([ScriptedTransport.Answer](repeating: .failure(.connect), count: 9))
        let error = await #expect(throws: S3Error.self) { try await put(scripted) }
        #expect(error?.attempts == 5)
        #expect(error?.mayHaveHappened == false)
        #expect(scripted.clock.slept.reduce(0, +) <= 15)
    }

    @Test("What is refused is not repeated")
    func refused() async throws {
        let scripted = try ScriptedClient([ScriptedClient.error(403, "AccessDenied"), ScriptedClient.ok()])
        let error = await #expect(throws: S3Error.self) { try await put(scripted) }
        #expect(error?.code == "AccessDenied" && error?.status == 403 && error?.attempts == 1)
    }

    @Test("Retry-After is honoured up to the cap")
    func retryAfter() async throws {
        let scripted = try ScriptedClient([
            ScriptedClient.error(503, "SlowDown", headers: [("retry-after", "7")]),
            ScriptedClient.error(503, "SlowDown", headers: [("retry-after", "700")]),
            ScriptedClient.error(
                503, "SlowDown",
                headers: [
                    ("retry-after", "Wed, 15 Nov 2023 22:13:29 GMT"), ("date", "Wed, 15 Nov 2023 22:13:20 GMT"),
                ]), ScriptedClient.ok(),
        ])
        _ = try await put(scripted)
        #expect(scripted.clock.slept == [7, 20, 9])
    }

    @Test("The quota ends retries of all, and success refills it")
    func quota() {
        let quota = RetryQuota()
        for _ in 0..<100 { #expect(quota.take(5)) }
        #expect(!quota.take(5))
        quota.giveBack(5)
        #expect(quota.take(5))
        for _ in 0..<1000 { quota.giveBack(0) }
        #expect(quota.available == RetryQuota.capacity)
    }

    @Test("A clock that is off is set by the server's, once")
    func clockSkew() async throws {
        let date = [(name: "date", value: "Wed, 15 Nov 2023 22:13:20 GMT")]
        let scripted = try ScriptedClient([
            ScriptedClient.error(403, "RequestTimeTooSkewed", headers: date), ScriptedClient.ok(),
        ])
        _ = try await put(scripted)
        let stamps = scripted.transport.requests.map { request in
            request.headers.first { $0.name == "x-amz-date" }?.value
        }
        #expect(stamps == ["20231114T221320Z", "20231115T221320Z"])
        let stubborn = try ScriptedClient(
            [ScriptedTransport.Answer](
                repeating: ScriptedClient.error(403, "RequestTimeTooSkewed", headers: date), count: 5))
        await #expect(throws: S3Error.self) { try await put(stubborn) }
        #expect(stubborn.transport.requests.count == 2)
    }

    @Test("Expired credentials are fetched again, once")
    func credentials() async throws {
        let scripted = try ScriptedClient([ScriptedClient.error(400, "ExpiredToken"), ScriptedClient.ok()])
        _ = try await put(scripted)
        let keys = scripted.transport.requests.map { request in
            request.headers.first { $0.name == "authorization" }?.value.contains("KEY2") ?? false
        }
        #expect(keys == [false, true])
    }

    @Test("A bucket elsewhere is asked there, and from then on at once")
    func redirect() async throws {
        let scripted = try ScriptedClient([
            ScriptedClient.error(400, "AuthorizationHeaderMalformed"), ScriptedClient.ok(), ScriptedClient.ok(),
        ])
        _ = try await put(scripted)
        _ = try await put(scripted)
        #expect(scripted.transport.requests.map(\.endpoint.region) == ["us-east-1", "eu-west-1", "eu-west-1"])
    }

    @Test("An error inside a success is an error, and repeated as one")
    func embedded() async throws {
        let result =
            "<CopyObjectResult><ETag>\"c\"</ETag><LastModified>2009-10-12T17:50:30.5Z</LastModified></CopyObjectResult>"
        let scripted = try ScriptedClient([
            ScriptedClient.error(200, "InternalError"), ScriptedClient.ok([], body: result),
        ])
        let input = CopyObjectInput(bucket: "b", key: "k", copySource: CopySource(bucket: "b", key: "a b"))
        let output = try await scripted.client.copyObject(input)
        #expect(output.copyObjectResult.eTag == "\"c\"")
        #expect(output.copyObjectResult.lastModified == Instant(seconds: 1_255_369_830, nanoseconds: 500_000_000))
        #expect(scripted.transport.requests.last?.headers.first { $0.name == "x-amz-copy-source" }?.value == "b/a%20b")
    }

    @Test("A header field with a line break is not sent")
    func headerInjection() async throws {
        let scripted = try ScriptedClient([ScriptedClient.ok()])
        var input = PutObjectInput(bucket: "b", key: "k", body: BytesBody([]))
        input.metadata = ["a": "x\r\nx-amz-acl: public-read"]
        let error = await #expect(throws: S3Error.self) { try await scripted.client.putObject(input) }
        #expect(error?.code == "InvalidInput")
        #expect(scripted.transport.requests.isEmpty)
    }

    @Test("A backoff ends long before its time when its task is cancelled", .timeLimit(.minutes(3)))
    func cancelledBackoff() async throws {
        let task = Task { await SystemTimekeeper().sleep(seconds: 36_000) }
        task.cancel()
        await task.value
    }
}
