import Testing

@testable import S3

@Suite struct TransferCopyTests {
    private let source = CopySource(bucket: "b", key: "k")

    private func store(
        _ bytes: [UInt8], headers: [String: String] = [:],
        behaviour: @escaping @Sendable (TransferStore.Request) -> TransferStore.Action = { _ in .serve }
    ) -> TransferStore {
        TransferStore(["/b/k": TransferStore.Object(bytes: bytes, headers: headers)], behaviour: behaviour)
    }

    @Test("An object below the threshold is copied at once", arguments: [0, 1000])
    func whole(_ size: Int) async throws {
        let (store, tally) = (store(TransferBytes.make(size)), TransferTally())
        var arguments = CopyArguments()
        arguments.metadataDirective = .replace
        arguments.metadata = ["colour": "red"]
        let made = try await S3Client.transfers(store).copy(
            source, bucket: "c", key: "l", extraArgs: arguments, config: .small, progress: { tally.add($0) })
        #expect(store.operations == ["HeadObject", "CopyObject"])
        #expect(store.requests[1].headers["x-amz-metadata-directive"] == "REPLACE")
        #expect(store.requests[1].headers["x-amz-meta-colour"] == "red")
        #expect(store.object("/c/l")?.bytes.count == size)
        #expect(tally.sum == Int64(size) && made.size == Int64(size))
    }

    @Test("A larger one is copied in parts, with its metadata and tags")
    func parts() async throws {
        let bytes = TransferBytes.make(12 << 20)
        let tally = TransferTally()
        let store = store(
            bytes,
            headers: ["x-amz-meta-colour": "blue", "content-type": "text/plain", "x-amz-tagging-count": "1"])
        let made = try await S3Client.transfers(store).copy(
            source, bucket: "c", key: "l", config: .small, progress: { tally.add($0) })
        let copy = store.object("/c/l")
        #expect(TransferBytes.same(copy?.bytes, bytes))
        #expect(copy?.headers["x-amz-meta-colour"] == "blue" && copy?.headers["content-type"] == "text/plain")
        #expect(copy?.headers["x-amz-tagging"] == "a%20b=1%262")
        #expect(store.count("UploadPartCopy") == 3 && store.count("GetObjectTagging") == 1)
        #expect(tally.sum == Int64(bytes.count) && made.partCount == 3)
        let tags = store.requests.filter { $0.operation == "UploadPartCopy" }.map {
            $0.headers["x-amz-copy-source-if-match"]
        }
        #expect(tags.allSatisfy { $0 == store.object("/b/k")?.tag })
    }

    @Test("Directives replace metadata and tags")
    func directives() async throws {
        let store = store(
            TransferBytes.make(6 << 20), headers: ["x-amz-meta-colour": "blue", "x-amz-tagging-count": "1"])
        var arguments = CopyArguments()
        arguments.metadataDirective = .replace
        arguments.taggingDirective = .replace
        arguments.contentType = "text/plain"
        try await S3Client.transfers(store).copy(source, bucket: "c", key: "l", extraArgs: arguments, config: .small)
        let copy = store.object("/c/l")
        #expect(copy?.headers["x-amz-meta-colour"] == nil && copy?.headers["content-type"] == "text/plain")
        #expect(copy?.headers["x-amz-tagging"] == nil && store.count("GetObjectTagging") == 0)
    }

    @Test("A source that changes meanwhile is an error, and no copy")
    func changed() async throws {
        let store = store(
            TransferBytes.make(12 << 20),
            behaviour: { request in
                request.operation == "UploadPartCopy" && request.query["partNumber"] == "2"
                    ? .answer(TransferStore.error(412, "PreconditionFailed")) : .serve
            })
        let error = await #expect(throws: S3Error.self) {
            try await S3Client.transfers(store).copy(source, bucket: "c", key: "l", config: .small)
        }
        #expect(error?.code == "PreconditionFailed")
        #expect(store.uploads.isEmpty && store.object("/c/l") == nil)
        #expect(store.operations.last == "AbortMultipartUpload")
    }

    @Test("A copy that is cancelled leaves nothing")
    func cancelled() async throws {
        let store = store(
            TransferBytes.make(12 << 20), behaviour: { $0.operation == "UploadPartCopy" ? .hang : .serve })
        let client = try S3Client.transfers(store)
        let source = source
        let task = Task { try await client.copy(source, bucket: "c", key: "l", config: .small) }
        await store.hung.wait()
        task.cancel()
        await #expect(throws: S3Error.self) { try await task.value }
        #expect(store.uploads.isEmpty && store.operations.last == "AbortMultipartUpload")
    }

    @Test("The source's head is asked with the source's conditions and key, by the source's client")
    func head() async throws {
        let (here, there) = (store(TransferBytes.make(10)), store(TransferBytes.make(10)))
        var arguments = CopyArguments()
        arguments.copySourceIfMatch = there.object("/b/k")?.tag
        arguments.copySourceSSECustomerAlgorithm = "AES256"
        arguments.expectedBucketOwner = "mine"
        arguments.expectedSourceBucketOwner = "theirs"
        try await S3Client.transfers(here).copy(
            source, bucket: "c", key: "l", extraArgs: arguments, config: .small,
            sourceClient: S3Client.transfers(there))
        let head = there.requests[0].headers
        #expect(there.operations == ["HeadObject"] && here.operations == ["CopyObject"])
        #expect(head["if-match"] == arguments.copySourceIfMatch)
        #expect(head["x-amz-server-side-encryption-customer-algorithm"] == "AES256")
        #expect(head["x-amz-expected-bucket-owner"] == "theirs")
        #expect(here.requests[0].headers["x-amz-expected-bucket-owner"] == "mine")
    }
}
