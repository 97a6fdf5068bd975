import S3
import Testing

@Suite("Examples: errors, retries and deadlines")
struct ErrorExamples: ExampleSuite {
    let world: ExampleWorld

    init() async throws { world = try await .withBucket() }

    @Test("What an error says")
    func kinds() async throws {
        // begin errors
        do {
            _ = try await client.getObject(GetObjectInput(bucket: "photos", key: "missing"))
        } catch {
            switch error.kind {
            case .service where error.code == "NoSuchKey": print("not there")
            case .service: print("refused:", error.code, error.status, error.requestID ?? "")
            case .transport(let cause): print("no answer:", cause.code, "after", error.attempts, "attempts")
            case .credentials(let cause): print("who am I?", cause.message)
            case .deadline, .cancelled: print("no time")
            default: print(error)
            }
        }
        // end errors
        #expect(world.printed == ["not there"])
    }

    @Test("Retries")
    func retries() async throws {
        let session = try Session(
            accessKeyID: "AKIAEXAMPLE", secretAccessKey: "secret", environment: [:], homeDirectory: world.home)
        let endpointURL = world.server.url
        world.server.fail(.error(503, "SlowDown"))
        // begin retries
        let client = try session.client(
            Config(retries: Config.Retries(mode: .standard, totalMaxAttempts: 4)), endpointURL: endpointURL)
        _ = try await client.headBucket(HeadBucketInput(bucket: "photos"))
        print(client.counters["HeadBucket"].requests, "requests,", client.counters["HeadBucket"].retries, "repeated")
        // end retries
        #expect(world.printed == ["2 requests, 1 repeated"])
    }

    @Test("Deadlines")
    func deadlines() async throws {
        try await world.put("hello.txt", "Hello\n")
        // begin deadlines
        let bytes = try await withDeadline(.seconds(300)) {
            let input = GetObjectInput(bucket: "photos", key: "hello.txt")
            return try await client.getObject(input).body.collect()
        }
        // end deadlines
        #expect(bytes.count == 6)
        // begin deadline-error
        do {
            _ = try await withDeadline(.zero) { () throws(S3Error) in
                try await client.headBucket(HeadBucketInput(bucket: "photos"))
            }
        } catch {
            if case .deadline = error.kind { print("too late") }
        }
        // end deadline-error
        #expect(world.printed == ["too late"])
    }

    @Test("Whether it may have happened")
    func uncertainty() async throws {
        // begin may-have-happened
        let input = PutObjectInput(bucket: "photos", key: "hello.txt", body: BytesBody([1]))
        do {
            _ = try await client.putObject(input)
        } catch let error where error.mayHaveHappened {
            print("look before you try again")
        }
        // end may-have-happened
        #expect(world.printed.isEmpty)
    }
}
