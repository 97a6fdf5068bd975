import S3
import Testing

@Suite("Examples: operations and options")
struct OperationExamples: ExampleSuite {
    typealias Tag = S3.Tag

    let world: ExampleWorld

    init() async throws { world = try await .withBucket() }

    @Test("Put, get and head")
    func objects() async throws {
        // begin put-get
        let body = BytesBody(Array("Hello\n".utf8))
        let stored = try await client.putObject(PutObjectInput(bucket: "photos", key: "hello.txt", body: body))
        print(stored.eTag ?? "no tag")

        let answer = try await client.getObject(GetObjectInput(bucket: "photos", key: "hello.txt"))
        let bytes = try await answer.body.collect(upTo: 1 << 20)
        print(String(decoding: bytes, as: UTF8.self))

        let head = try await client.headObject(HeadObjectInput(bucket: "photos", key: "hello.txt"))
        print(head.contentLength ?? 0)
        // end put-get
        #expect(world.printed.dropFirst() == ["Hello\n", "6"])
    }

    @Test("Options of a request")
    func options() async throws {
        // begin put-options
        var input = PutObjectInput(bucket: "photos", key: "a/b.jpg", body: BytesBody([1, 2, 3]))
        input.contentType = "image/jpeg"
        input.cacheControl = "max-age=3600"
        input.metadata = ["camera": "M11"]
        input.storageClass = .standardIA
        input.acl = .bucketOwnerFullControl
        input.tagging = "year=2026&place=Bergen"
        input.serverSideEncryption = .aes256
        input.expectedBucketOwner = "111122223333"
        input.requestPayer = .requester
        _ = try await client.putObject(input)
        // end put-options
        let head = try await client.headObject(HeadObjectInput(bucket: "photos", key: "a/b.jpg"))
        #expect(head.contentType == "image/jpeg" && head.metadata == ["camera": "M11"] && head.tagCount == 2)
        #expect(head.storageClass == .standardIA && head.serverSideEncryption == .aes256)
        let request = try #require(world.server.requests.last { $0.method == "PUT" })
        #expect(request["x-amz-request-payer"] == "requester")
        #expect(request["x-amz-expected-bucket-owner"] == "111122223333")
        #expect(request["x-amz-acl"] == "bucket-owner-full-control")
    }

    @Test("Words that this version does not know")
    func openWords() async throws {
        // begin open-words
        var input = PutObjectInput(bucket: "photos", key: "cold", body: BytesBody([1]))
        input.storageClass = "TOMORROWS_CLASS"
        _ = try await client.putObject(input)
        // end open-words
        let head = try await client.headObject(HeadObjectInput(bucket: "photos", key: "cold"))
        #expect(head.storageClass == "TOMORROWS_CLASS")
    }

    @Test("Encryption with a key service and with one's own key")
    func encryption() async throws {
        // begin encryption
        var byService = PutObjectInput(bucket: "photos", key: "kms", body: BytesBody([1]))
        byService.serverSideEncryption = .kms  // or .kmsDSSE
        byService.kmsKeyID = "alias/photos"
        byService.bucketKeyEnabled = true
        _ = try await client.putObject(byService)

        let key = EncryptionKey([UInt8](repeating: 7, count: 32))
        var byOwnKey = PutObjectInput(bucket: "photos", key: "own", body: BytesBody([1]))
        byOwnKey.sseCustomerAlgorithm = "AES256"
        byOwnKey.sseCustomerKey = key  // its MD5 is added
        _ = try await client.putObject(byOwnKey)
        // end encryption
        let requests = world.server.requests.filter { $0.method == "PUT" }.suffix(2)
        #expect(requests.first?["x-amz-server-side-encryption"] == "aws:kms")
        #expect(requests.last?["x-amz-server-side-encryption-customer-key-md5"] != nil)
    }

    @Test("Ranges and parts")
    func ranges() async throws {
        try await world.put("letters", "abcdefgh")
        // begin ranges
        var input = GetObjectInput(bucket: "photos", key: "letters")
        input.range = .bytes(2..<5)  // also .from(2), .last(3), ObjectRange("bytes=2-4")
        let answer = try await client.getObject(input)
        print(String(decoding: try await answer.body.collect(), as: UTF8.self), answer.contentRange ?? "")
        // end ranges
        #expect(world.printed == ["cde bytes 2-4/8"])
    }

    @Test("Conditions")
    func conditions() async throws {
        // begin conditions
        var first = PutObjectInput(bucket: "photos", key: "lock", body: BytesBody([1]))
        first.ifNoneMatch = "*"  // only if there is none
        let tag = try await client.putObject(first).eTag

        var second = PutObjectInput(bucket: "photos", key: "lock", body: BytesBody([2]))
        second.ifMatch = tag  // only if it is still that one
        _ = try await client.putObject(second)

        do {
            _ = try await client.putObject(first)
        } catch {
            guard error.code == "PreconditionFailed" else { throw error }
            print("somebody was faster")
        }
        // end conditions
        #expect(world.printed == ["somebody was faster"])
    }

    @Test("Streaming")
    func streaming() async throws {
        try await world.put("log", "one\ntwo\nthree\n")
        // begin streaming
        let answer = try await client.getObject(GetObjectInput(bucket: "photos", key: "log"))
        for try await line in answer.body.lines {
            print(line)
        }

        let again = try await client.getObject(GetObjectInput(bucket: "photos", key: "log"))
        var count = 0
        for try await piece in again.body {
            count += piece.count
        }
        print(count)
        // end streaming
        #expect(world.printed == ["one", "two", "three", "14"])
    }

    @Test("A sink")
    func sink() async throws {
        try await world.put("log", "one")
        let path = world.home + "/out"
        try world.write([], to: "out")
        // begin sink
        struct Printer: BodySink {
            let note: @Sendable (Int64) -> Void

            /// Called on a transport thread, in order, and must not wait.
            func receive(_ bytes: UnsafeRawBufferPointer, at offset: Int64) {
                note(offset + Int64(bytes.count))
            }
        }

        let printer = Printer { print("at", $0) }
        let head = try await client.getObject(GetObjectInput(bucket: "photos", key: "log"), into: printer)
        // end sink
        #expect(head.contentLength == 3 && world.printed == ["at 3"])
        #expect(try world.read(path).isEmpty)
    }

    @Test("Copies, renames, and deleting many")
    func copies() async throws {
        try await world.put("a", "1")
        // begin copy-delete
        var copy = CopyObjectInput(bucket: "photos", key: "b", copySource: CopySource(bucket: "photos", key: "a"))
        copy.metadataDirective = .replace
        copy.metadata = ["copied": "yes"]
        _ = try await client.copyObject(copy)

        // Directory buckets only.
        _ = try await client.renameObject(RenameObjectInput(bucket: "photos", key: "c", renameSource: "photos/b"))

        let keys: [Key] = ["a", "c"]
        let delete = Delete(objects: keys.map { ObjectToDelete(key: $0) })
        let answer = try await client.deleteObjects(DeleteObjectsInput(bucket: "photos", delete: delete))
        print(answer.deleted.count, "gone,", answer.errors.count, "still there")
        // end copy-delete
        #expect(world.printed == ["2 gone, 0 still there"])
    }

    @Test("Tags, attributes, access and the archive")
    func tags() async throws {
        try await world.put("a", "1")
        // begin tags
        let tagging = Tagging(tagSet: [Tag(key: "year", value: "2026")])
        _ = try await client.putObjectTagging(PutObjectTaggingInput(bucket: "photos", key: "a", tagging: tagging))
        let tags = try await client.getObjectTagging(GetObjectTaggingInput(bucket: "photos", key: "a")).tagSet
        _ = try await client.deleteObjectTagging(DeleteObjectTaggingInput(bucket: "photos", key: "a"))
        // end tags
        #expect(tags.map(\.value) == ["2026"])
        // begin attributes
        let wanted: [ObjectAttribute] = [.eTag, .objectSize, .checksum]
        let attributes = try await client.getObjectAttributes(
            GetObjectAttributesInput(bucket: "photos", key: "a", objectAttributes: wanted))
        print(attributes.objectSize ?? 0)

        var access = PutObjectAclInput(bucket: "photos", key: "a")
        access.acl = .private
        _ = try await client.putObjectAcl(access)
        let grants = try await client.getObjectAcl(GetObjectAclInput(bucket: "photos", key: "a")).grants

        var restore = RestoreObjectInput(bucket: "photos", key: "a")
        restore.restoreRequest = RestoreRequest()
        restore.restoreRequest?.days = 2
        _ = try await client.restoreObject(restore)
        // end attributes
        #expect(world.printed == ["1"] && grants.count == 1)
    }

    @Test("Buckets")
    func buckets() async throws {
        // begin buckets
        var create = CreateBucketInput(bucket: "archive")
        create.createBucketConfiguration = CreateBucketConfiguration()
        create.createBucketConfiguration?.locationConstraint = "eu-west-1"
        _ = try await client.createBucket(create)

        let names = try await client.listBuckets(ListBucketsInput()).buckets.map(\.name)
        let location = try await client.getBucketLocation(GetBucketLocationInput(bucket: "archive"))
        _ = try await client.deleteBucket(DeleteBucketInput(bucket: "archive"))
        // end buckets
        #expect(names == ["archive", "photos"] && location.locationConstraint == "eu-west-1")
    }

    @Test("Versions")
    func versions() async throws {
        // begin versions
        var enabled = VersioningConfiguration()
        enabled.status = .enabled
        _ = try await client.putBucketVersioning(
            PutBucketVersioningInput(bucket: "photos", versioningConfiguration: enabled))
        let status = try await client.getBucketVersioning(GetBucketVersioningInput(bucket: "photos")).status

        let body = BytesBody([1])
        let first = try await client.putObject(PutObjectInput(bucket: "photos", key: "v", body: body))
        _ = try await client.deleteObject(DeleteObjectInput(bucket: "photos", key: "v"))  // leaves a marker

        var input = GetObjectInput(bucket: "photos", key: "v")
        input.versionID = first.versionID
        let old = try await client.getObject(input).body.collect()
        let listed = try await client.listObjectVersions(ListObjectVersionsInput(bucket: "photos"))
        // end versions
        #expect(status == .enabled && old == [1])
        #expect(listed.versions.count == 1 && listed.deleteMarkers.count == 1)
    }

    @Test("An upload of parts by hand")
    func multipart() async throws {
        let parts = [[UInt8](repeating: 1, count: 5 << 20), [2]]
        // begin multipart
        let begun = try await client.createMultipartUpload(CreateMultipartUploadInput(bucket: "photos", key: "big"))
        var done: [UploadedPart] = []
        for (index, bytes) in parts.enumerated() {
            let part = try await client.uploadPart(
                UploadPartInput(
                    bucket: "photos", key: "big", partNumber: index + 1, uploadID: begun.uploadID,
                    body: BytesBody(bytes)))
            var uploaded = UploadedPart(eTag: part.eTag ?? "", partNumber: index + 1)
            uploaded.checksumCRC32 = part.checksumCRC32
            done.append(uploaded)
        }
        let open = try await client.listMultipartUploads(ListMultipartUploadsInput(bucket: "photos")).uploads

        var complete = CompleteMultipartUploadInput(bucket: "photos", key: "big", uploadID: begun.uploadID)
        complete.multipartUpload = CompletedMultipartUpload(parts: done)
        _ = try await client.completeMultipartUpload(complete)

        var second = GetObjectInput(bucket: "photos", key: "big")
        second.partNumber = 2
        let bytes = try await client.getObject(second).body.collect()
        // end multipart
        #expect(open.map(\.uploadID) == [begun.uploadID] && bytes == [2])
    }

    @Test("Cancelling, and what was asked of the server")
    func counting() async throws {
        try await world.put("a", "1")
        // begin counting
        let task = Task { try await client.getObject(GetObjectInput(bucket: "photos", key: "a")).body.collect() }
        task.cancel()  // ends the request at once, if it is under way
        _ = await task.result

        print(client.counters["PutObject"].requests)
        // end counting
        #expect(world.printed == ["1"])
    }
}
