import S3
import Testing

/// The tutorial's files: each goes a step further than the one before.
@Suite("Examples: the tutorial")
struct TutorialExamples: ExampleSuite {
    let world: ExampleWorld

    init() throws { world = try ExampleWorld() }

    @Test("From boto3: sessions, clients, objects and listings")
    func start() async throws {
        let endpointURL = world.server.url
        // begin boto3-1-session
        // begin boto3-2-client
        // begin boto3-3-put
        // begin boto3-4-get
        // begin boto3-5-error
        // session = boto3.Session(aws_access_key_id=..., aws_secret_access_key=..., region_name="us-east-1")
        let session = try Session(accessKeyID: "AKIAEXAMPLE", secretAccessKey: "secret", region: "us-east-1")
        // end boto3-1-session

        // s3 = session.client("s3", endpoint_url=endpoint_url)
        let s3 = try session.client(endpointURL: endpointURL)
        // end boto3-2-client

        // s3.create_bucket(Bucket="photos")
        _ = try await s3.createBucket(CreateBucketInput(bucket: "photos"))

        // s3.put_object(Bucket="photos", Key="hello.txt", Body=b"Hello\n", ContentType="text/plain")
        var put = PutObjectInput(bucket: "photos", key: "hello.txt", body: BytesBody(Array("Hello\n".utf8)))
        put.contentType = "text/plain"
        _ = try await s3.putObject(put)
        // end boto3-3-put

        // text = s3.get_object(Bucket="photos", Key="hello.txt")["Body"].read().decode()
        let answer = try await s3.getObject(GetObjectInput(bucket: "photos", key: "hello.txt"))
        let text = String(decoding: try await answer.body.collect(), as: UTF8.self)
        print(text)
        // end boto3-4-get

        // try: s3.head_object(Bucket="photos", Key="missing")
        // except ClientError as error: print(error.response["Error"]["Code"])
        do {
            _ = try await s3.headObject(HeadObjectInput(bucket: "photos", key: "missing"))
        } catch {
            print(error.code)
        }
        // end boto3-5-error
        #expect(world.printed == ["Hello\n", "NotFound"])
    }

    @Test("From boto3: listing and deleting")
    func list() async throws {
        let s3 = client
        _ = try await s3.createBucket(CreateBucketInput(bucket: "photos"))
        try await world.put("2026/a", "1")
        try await world.put("2026/b", "1")
        // begin boto3-6-paginator
        // begin boto3-7-delete
        // pages = s3.get_paginator("list_objects_v2").paginate(Bucket="photos", Prefix="2026/")
        var list = ListObjectsV2Input(bucket: "photos")
        list.prefix = "2026/"
        let pages = s3.listObjectsV2Pages(list)

        // keys = [item["Key"] for page in pages for item in page["Contents"]]
        var keys: [Key] = []
        for try await item in pages.contents {
            keys.append(item.key)
        }
        // end boto3-6-paginator

        // s3.delete_objects(Bucket="photos", Delete={"Objects": [{"Key": key} for key in keys]})
        let delete = Delete(objects: keys.map { ObjectToDelete(key: $0) })
        _ = try await s3.deleteObjects(DeleteObjectsInput(bucket: "photos", delete: delete))
        // end boto3-7-delete
        #expect(keys == ["2026/a", "2026/b"])
        #expect(try await s3.listObjectsV2(list).contents.isEmpty)
    }

    @Test("From boto3: files and permissions")
    func files() async throws {
        let s3 = client
        _ = try await s3.createBucket(CreateBucketInput(bucket: "photos"))
        let bytes = ExampleWorld.bytes(9 << 20)
        let (path, copy) = (try world.write(bytes, to: "in"), world.home + "/out")
        // begin boto3-8-upload
        // begin boto3-9-download
        // begin boto3-10-presign
        // config = TransferConfig(max_concurrency=4)
        var config = TransferConfig()
        config.maxConcurrency = 4

        // s3.upload_file(path, "photos", "film.mp4", ExtraArgs={"ContentType": "video/mp4"}, Config=config)
        var arguments = UploadArguments()
        arguments.contentType = "video/mp4"
        try await s3.uploadFile(path, bucket: "photos", key: "film.mp4", extraArgs: arguments, config: config)
        // end boto3-8-upload

        // s3.download_file("photos", "film.mp4", copy, Config=config)
        try await s3.downloadFile(bucket: "photos", key: "film.mp4", to: copy, config: config)
        // end boto3-9-download

        // url = s3.generate_presigned_url("get_object", Params={"Bucket": "photos", "Key": "film.mp4"}, ExpiresIn=600)
        let film = GetObjectInput(bucket: "photos", key: "film.mp4")
        let url = try await s3.presignedURL(film, expiresIn: 600).url
        // end boto3-10-presign
        #expect(try world.read(copy) == bytes && url.contains("X-Amz-Expires=600"))
    }

    @Test("From boto3: resources")
    func resources() async throws {
        let endpointURL = world.server.url
        _ = try await client.createBucket(CreateBucketInput(bucket: "photos"))
        for key in ["2025/a", "2026/a", "2026/b"] { try await world.put(Key(key), "1") }
        let session = try Session(accessKeyID: "AKIAEXAMPLE", secretAccessKey: "secret", region: "us-east-1")
        // begin boto3-11-resource
        // begin boto3-12-collection
        // begin boto3-13-object
        // begin boto3-14-batch
        // s3 = session.resource("s3", endpoint_url=endpoint_url)
        // bucket = s3.Bucket("photos")
        let s3 = try session.resource(endpointURL: endpointURL)
        let bucket = s3.bucket("photos")
        // end boto3-11-resource

        // for item in bucket.objects.filter(Prefix="2026/").limit(100): print(item.key, item.size)
        for try await item in bucket.objects.filter(prefix: "2026/").limit(100) {
            print(item.key, try await item.size)
        }
        // end boto3-12-collection

        // object = bucket.Object("hello.txt")
        // object.put(Body=b"Hello\n", ContentType="text/plain")
        // text = object.get()["Body"].read().decode()
        // print(object.content_type, object.content_length)
        let object = bucket.object("hello.txt")
        try await object.put(BytesBody(Array("Hello\n".utf8))) { $0.contentType = "text/plain" }
        let text = String(decoding: try await object.get().body.collect(), as: UTF8.self)
        print(try await object.contentType ?? "", try await object.contentLength ?? 0)
        // end boto3-13-object

        // bucket.objects.filter(Prefix="2026/").delete()
        try await bucket.objects.filter(prefix: "2026/").delete()
        // end boto3-14-batch
        #expect(text == "Hello\n" && world.printed == ["2026/a 1", "2026/b 1", "text/plain 6"])
        #expect(try await client.listObjectsV2(ListObjectsV2Input(bucket: "photos")).contents.count == 2)
    }
}
