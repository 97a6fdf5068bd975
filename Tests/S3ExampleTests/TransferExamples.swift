import S3
import Synchronization
import Testing

@Suite("Examples: transfers")
struct TransferExamples: ExampleSuite {
    let world: ExampleWorld

    init() async throws { world = try await .withBucket() }

    @Test("Files up and down")
    func files() async throws {
        let bytes = ExampleWorld.bytes(12 << 20)
        let (path, copy) = (try world.write(bytes, to: "in"), world.home + "/out")
        // begin transfer-files
        let made = try await client.uploadFile(path, bucket: "photos", key: "big")
        let head = try await client.downloadFile(bucket: "photos", key: "big", to: copy)
        // end transfer-files
        #expect(made.partCount == 2 && head.contentLength == 12 << 20)
        #expect(try world.read(copy) == bytes)
    }

    @Test("Sizes, bounds, progress and what is stored with the object")
    func configured() async throws {
        let path = try world.write(ExampleWorld.bytes(12 << 20), to: "in")
        let bytes = Atomic<Int64>(0)
        // begin transfer-config
        var config = TransferConfig()
        config.multipartThreshold = 10 << 20
        config.multipartChunkSize = 6 << 20
        config.maxConcurrency = 4
        config.maxBandwidth = 1 << 30  // bytes in a second

        var arguments = UploadArguments()
        arguments.contentType = "video/mp4"
        arguments.metadata = ["film": "Persona"]
        arguments.storageClass = .glacierIR
        arguments.checksumAlgorithm = .crc32c

        try await client.uploadFile(
            path, bucket: "photos", key: "film", extraArgs: arguments, config: config,
            progress: { bytes.add($0, ordering: .relaxed) })
        // end transfer-config
        #expect(bytes.load(ordering: .relaxed) == 12 << 20)
        let head = try await client.headObject(HeadObjectInput(bucket: "photos", key: "film"))
        #expect(head.contentType == "video/mp4" && head.metadata == ["film": "Persona"])
    }

    @Test("A stream of unknown length")
    func streams() async throws {
        let pieces = AsyncStream<[UInt8]> { continuation in
            for number in 0..<3 { continuation.yield([UInt8](repeating: UInt8(number), count: 3 << 20)) }
            continuation.finish()
        }
        // begin transfer-stream
        // Any AsyncSequence of pieces; each goes off as soon as a part is full.
        try await client.uploadFileObject(pieces, bucket: "photos", key: "stream")

        // In order, while the next ranges are on their way.
        var count = 0
        try await client.downloadFileObject(bucket: "photos", key: "stream") { bytes in
            count += bytes.count
        }
        // end transfer-stream
        #expect(count == 9 << 20)
    }

    @MainActor private final class View {
        var received = 0
    }

    @Test("A download that the main actor follows") @MainActor
    func mainActor() async throws {
        try await client.uploadFileObject(BytesBody([1, 2, 3]), bucket: "photos", key: "stream")
        let view = View()
        // begin transfer-actor
        // Called where the caller runs, here on the main actor: what is of that actor may be changed.
        try await client.downloadFileObject(bucket: "photos", key: "stream") { bytes in
            view.received += bytes.count
        }
        // end transfer-actor
        #expect(view.received == 3)
    }

    @Test("An interrupted upload goes on")
    func resume() async throws {
        let bytes = ExampleWorld.bytes(12 << 20)
        let path = try world.write(bytes, to: "in")
        let begun = try await client.createMultipartUpload(CreateMultipartUploadInput(bucket: "photos", key: "big"))
        _ = try await client.uploadPart(
            UploadPartInput(
                bucket: "photos", key: "big", partNumber: 1, uploadID: begun.uploadID,
                body: BytesBody(Array(bytes.prefix(8 << 20)))))
        // begin transfer-resume
        var config = TransferConfig()
        config.leavesPartsOnError = true  // what came before was uploaded with this

        // The parts that the server has are compared, and only what is missing is sent.
        let made = try await client.resumeUpload(path, bucket: "photos", key: "big", config: config)
        // end transfer-resume
        #expect(made.partCount == 2)
        #expect(world.server.requests.count { $0.query["partNumber"] == "1" } == 1)
        #expect(try await world.bytes("big") == bytes)
    }

    @Test("A copy within the service")
    func copy() async throws {
        try await world.put("a", "one")
        // begin transfer-copy
        try await client.copy(CopySource(bucket: "photos", key: "a"), bucket: "photos", key: "b")
        // end transfer-copy
        #expect(try await world.text("b") == "one")
    }

    @Test("Cancelling, and a file that is not there")
    func failures() async throws {
        // begin transfer-errors
        do {
            try await client.uploadFile("/nonexistent/film.mp4", bucket: "photos", key: "film")
        } catch {
            if case .local(let cause) = error.kind { print(cause) }
        }

        let task = Task { try await client.uploadFile("/dev/zero", bucket: "photos", key: "endless") }
        task.cancel()  // the upload and its parts are removed
        if case .failure(let error as S3Error) = await task.result { print(error.code) }
        // end transfer-errors
        #expect(world.printed.count == 2 && world.printed.last == "Cancelled")
        #expect(try await client.listMultipartUploads(ListMultipartUploadsInput(bucket: "photos")).uploads.isEmpty)
    }
}
