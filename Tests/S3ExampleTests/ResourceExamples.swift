import S3
import Testing

@Suite("Examples: resources and collections")
struct ResourceExamples: ExampleSuite {
    let world: ExampleWorld

    init() async throws { world = try await .withBucket() }

    private var s3: S3Resource { S3Resource(client: client) }
    private var bucket: Bucket { s3.bucket("photos") }

    @Test("From the default session, and from one's own")
    func making() async throws {
        let (endpointURL, environment) = (world.server.url, world.environment)
        // begin make-resource
        let standard = try S3.resource(region: "eu-west-1", endpointURL: endpointURL)

        let session = try Session(accessKeyID: "AKIAEXAMPLE", secretAccessKey: "secret", environment: environment)
        let s3 = try session.resource(endpointURL: endpointURL)
        let bucket = s3.bucket("photos")  // makes no request
        let object = s3.object("photos", "a/b.jpg")
        // end make-resource
        #expect(standard.client.configuration.region == "eu-west-1")
        #expect(object.bucket == bucket)
    }

    @Test("Objects")
    func objects() async throws {
        let bucket = bucket
        // begin resource-object
        let object = bucket.object("a/b.jpg")
        try await object.put(BytesBody([1, 2, 3])) { $0.contentType = "image/jpeg" }
        print(try await object.contentLength ?? 0, try await object.contentType ?? "")  // one HeadObject for both

        let bytes = try await object.get { $0.range = .from(1) }.body.collect()
        try await object.copyFrom(CopySource(bucket: "photos", key: "a/b.jpg")) { $0.metadataDirective = .replace }
        try await object.load()  // asks again
        try await object.delete()
        // end resource-object
        #expect(bytes == [2, 3] && world.printed == ["3 image/jpeg"])
        #expect(client.counters["HeadObject"].requests == 2)
    }

    @Test("Collections")
    func collections() async throws {
        for number in 0..<5 { try await world.put(Key("2026/\(number)"), "1") }
        try await world.put("2025/0", "1")
        let (s3, bucket) = (s3, bucket)
        // begin collection
        for try await object in bucket.objects.all() {
            print(object.key, try await object.size)  // from the listing: no further request
        }

        let few = bucket.objects.filter(prefix: "2026/").pageSize(2).limit(3)
        for try await object in few {
            print(object.key)
        }

        for try await page in bucket.objects.filter(prefix: "2026/").pageSize(2).pages() {
            print(page.count)
        }

        for try await bucket in s3.buckets.all() {
            print(bucket.name)
        }
        // end collection
        #expect(world.printed.count == 13)
        #expect(world.printed.first == "2025/0 1" && world.printed.last == "photos")
    }

    @Test("All filters")
    func filters() async throws {
        try await world.put("2026/a", "1")
        try await world.put("2026/b/c", "1")
        let bucket = bucket
        // begin filter
        let some = bucket.objects.filter(
            delimiter: "/", encodingType: .url, marker: "2025/z", maxKeys: 100, prefix: "2026/",
            requestPayer: .requester, expectedBucketOwner: "111122223333")
        for try await object in some {
            print(object.key)
        }
        // end filter
        #expect(world.printed == ["2026/a"])
        #expect(world.server.requests.last?["x-amz-expected-bucket-owner"] == "111122223333")
    }

    @Test("Actions on whole collections")
    func batches() async throws {
        for number in 0..<5 { try await world.put(Key("old/\(number)"), "1") }
        let bucket = bucket
        // begin batch-delete
        let answers = try await bucket.objects.filter(prefix: "old/").delete()
        print(answers.flatMap(\.deleted).count, "gone")
        // end batch-delete
        #expect(world.printed == ["5 gone"] && client.counters["DeleteObjects"].requests == 1)
    }

    @Test("Versions")
    func versions() async throws {
        let bucket = bucket
        // begin resource-versions
        try await bucket.versioning.enable()
        print(try await bucket.versioning.status ?? "never")

        let object = try await bucket.putObject("v", BytesBody([1]))
        try await object.delete()
        for try await version in bucket.objectVersions.filter(prefix: "v") {
            print(version.isLatest ?? false, version.deleteMarker == nil ? "object" : "marker")
        }
        try await bucket.objectVersions.delete()  // for good
        // end resource-versions
        #expect(world.printed.first == "Enabled" && world.printed.contains("false object"))
        #expect(try await client.listObjectVersions(ListObjectVersionsInput(bucket: "photos")).versions.isEmpty)
    }

    @Test("Transfers")
    func transfers() async throws {
        let (path, copy) = (try world.write(ExampleWorld.bytes(9 << 20), to: "in"), world.home + "/out")
        let bucket = bucket
        // begin resource-transfer
        try await bucket.uploadFile(path, key: "film.mp4")
        try await bucket.object("film.mp4").downloadFile(to: copy)
        try await bucket.object("copy.mp4").copy(CopySource(bucket: "photos", key: "film.mp4"))
        // end resource-transfer
        #expect(try world.read(copy) == world.read(path))
    }

    @Test("Uploads of parts")
    func uploads() async throws {
        let bucket = bucket
        // begin resource-upload
        let upload = try await bucket.object("big").initiateMultipartUpload()
        let answer = try await upload.part(1).upload(BytesBody([1, 2, 3]))
        var part = UploadedPart(eTag: answer.eTag ?? "", partNumber: 1)
        part.checksumCRC32 = answer.checksumCRC32
        for try await part in upload.parts.all() {
            print(part.partNumber, part.size ?? 0)
        }
        let object = try await upload.complete([part])

        for try await forgotten in bucket.multipartUploads.all() {
            try await forgotten.abort()
        }
        // end resource-upload
        #expect(object.key == "big" && world.printed == ["1 3"])
    }

    @Test("Waiting")
    func waiting() async throws {
        let bucket = bucket
        // begin resource-waiter
        try await bucket.waitUntilExists()
        try await bucket.object("gone").waitUntilNotExists()
        // end resource-waiter
        #expect(client.counters["HeadBucket"].requests == 1)
    }
}
