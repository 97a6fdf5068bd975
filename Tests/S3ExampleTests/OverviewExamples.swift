import S3
import Testing

@Suite("Examples: the first ones that readers see")
struct OverviewExamples: ExampleSuite {
    let world: ExampleWorld

    init() async throws {
        world = try await .withBucket()
        try await world.put("2026/a.txt", "1")
    }

    @Test("The landing page")
    func overview() async throws {
        let environment = world.environment.merging(
            ["AWS_ACCESS_KEY_ID": "AKIAEXAMPLE", "AWS_SECRET_ACCESS_KEY": "secret"]) { $1 }
        // begin overview
        let session = try Session(environment: environment)
        let client = try session.client()

        let body = BytesBody(Array("Hello\n".utf8))
        _ = try await client.putObject(PutObjectInput(bucket: "photos", key: "2026/hello.txt", body: body))

        let bucket = try session.resource().bucket("photos")
        for try await object in bucket.objects.filter(prefix: "2026/") {
            print(object.key, try await object.size)
        }
        // end overview
        #expect(world.printed == ["2026/a.txt 1", "2026/hello.txt 6"])
    }

    @Test("The one in README.md")
    func readme() async throws {
        let (environment, endpointURL) = (
            ["AWS_ACCESS_KEY_ID": "AKIAEXAMPLE", "AWS_SECRET_ACCESS_KEY": "secret"], world.server.url
        )
        let (path, copy) = (try world.write(ExampleWorld.bytes(9 << 20), to: "in"), world.home + "/out")
        // begin readme
        // Environment, ~/.aws/config and ~/.aws/credentials, as boto3's Session.
        let session = try Session(region: "eu-west-1", environment: environment)
        let client = try session.client(endpointURL: endpointURL)  // without it: AWS

        let body = BytesBody(Array("Hello\n".utf8))
        _ = try await client.putObject(PutObjectInput(bucket: "photos", key: "hello.txt", body: body))

        let bucket = Bucket(name: "photos", client: client)
        for try await object in bucket.objects.all() { print(object.key, try await object.size) }

        // Large files in parts, several at once.
        try await client.uploadFile(path, bucket: "photos", key: "film.mp4")
        try await client.downloadFile(bucket: "photos", key: "film.mp4", to: copy)

        do {
            let answer = try await client.getObject(GetObjectInput(bucket: "photos", key: "missing.txt"))
            for try await line in answer.body.lines { print(line) }
        } catch {
            print(error.code, error.status, error.attempts)  // S3Error: typed
        }
        // end readme
        #expect(world.printed == ["2026/a.txt 1", "hello.txt 6", "NoSuchKey 404 1"])
    }
}
