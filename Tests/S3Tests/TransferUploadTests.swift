import Glibc
import Synchronization
import Testing

@testable import S3

@Suite struct TransferUploadTests {
    private let folder: TransferFolder

    init() throws { folder = try TransferFolder() }

    @Test("A file below the threshold is put whole", arguments: [0, 1, 5 << 20 - 1])
    func whole(_ size: Int) async throws {
        let bytes = TransferBytes.make(size)
        let (store, tally) = (TransferStore(), TransferTally())
        var arguments = UploadArguments()
        arguments.metadata = ["colour": "blue"]
        arguments.contentType = "text/plain"
        let made = try await S3Client.transfers(store).uploadFile(
            try folder.write(bytes), bucket: "b", key: "k", extraArgs: arguments, config: .small,
            progress: { tally.add($0) })
        #expect(store.operations == ["PutObject"])
        #expect(TransferBytes.same(store.object("/b/k")?.bytes, bytes))
        #expect(store.object("/b/k")?.headers["x-amz-meta-colour"] == "blue")
        #expect(tally.sum == Int64(size))
        #expect(made.eTag == store.object("/b/k")?.tag && made.size == Int64(size) && made.partCount == 0)
    }

    @Test("A file from the threshold on goes in parts", arguments: [5 << 20, 5 << 20 + 1, 16 << 20])
    func parts(_ size: Int) async throws {
        let bytes = TransferBytes.make(size)
        let (store, tally) = (TransferStore(), TransferTally())
        var config = TransferConfig.small
        config.maxConcurrency = 2
        var arguments = UploadArguments()
        arguments.metadata = ["colour": "blue"]
        let made = try await S3Client.transfers(store).uploadFile(
            try folder.write(bytes), bucket: "b", key: "k", extraArgs: arguments, config: config,
            progress: { tally.add($0) })
        let count = (size + (5 << 20) - 1) / (5 << 20)
        #expect(store.count("UploadPart") == count && made.partCount == count)
        #expect(store.operations.first == "CreateMultipartUpload")
        #expect(store.operations.last == "CompleteMultipartUpload")
        #expect(TransferBytes.same(store.object("/b/k")?.bytes, bytes))
        #expect(store.object("/b/k")?.headers["x-amz-meta-colour"] == "blue")
        #expect(tally.sum == Int64(size) && !tally.tookBack)
        #expect(store.most <= 2 && store.uploads.isEmpty)
        // The parts have a checksum, as the upload was begun with.
        #expect(store.requests.first?.headers["x-amz-checksum-algorithm"] == "CRC32")
    }

    @Test("A body whose parts are too large for memory is read where it is")
    func slices() async throws {
        let bytes = TransferBytes.make(34 << 20)
        let (store, tally) = (TransferStore(), TransferTally())
        var config = TransferConfig()
        config.multipartChunkSize = 33 << 20
        try await S3Client.transfers(store).uploadFile(
            try folder.write(bytes), bucket: "b", key: "k", config: config, progress: { tally.add($0) })
        #expect(store.count("UploadPart") == 2)
        #expect(TransferBytes.same(store.object("/b/k")?.bytes, bytes))
        #expect(tally.sum == Int64(bytes.count))
    }

    @Test("A part that is sent again takes its bytes back from the progress")
    func repeated() async throws {
        let bytes = TransferBytes.make(6 << 20)
        let tally = TransferTally()
        let store = TransferStore(behaviour: { $0.operation == "UploadPart" && $0.number == 1 ? .loseAnswer : .serve })
        try await S3Client.transfers(store).uploadFileObject(
            BytesBody(bytes), bucket: "b", key: "k", config: .small, progress: { tally.add($0) })
        #expect(store.count("UploadPart") == 3)
        #expect(TransferBytes.same(store.object("/b/k")?.bytes, bytes))
        #expect(tally.sum == Int64(bytes.count) && tally.tookBack)
    }

    @Test("A part that fails ends the others, and the upload is removed")
    func failed() async throws {
        let store = TransferStore(behaviour: { request in
            request.query["partNumber"] == "2" ? .answer(TransferStore.error(403, "AccessDenied")) : .serve
        })
        let error = await #expect(throws: S3Error.self) {
            try await S3Client.transfers(store).uploadFileObject(
                BytesBody(TransferBytes.make(16 << 20)), bucket: "b", key: "k", config: .small)
        }
        #expect(error?.code == "AccessDenied")
        #expect(store.operations.last == "AbortMultipartUpload" && store.uploads.isEmpty)
        #expect(store.count("CompleteMultipartUpload") == 0)
    }

    @Test("A failed upload is left where the configuration says so")
    func left() async throws {
        let store = TransferStore(behaviour: { request in
            request.query["partNumber"] == "2" ? .answer(TransferStore.error(403, "AccessDenied")) : .serve
        })
        var config = TransferConfig.small
        config.leavesPartsOnError = true
        await #expect(throws: S3Error.self) {
            try await S3Client.transfers(store).uploadFileObject(
                BytesBody(TransferBytes.make(16 << 20)), bucket: "b", key: "k", config: config)
        }
        #expect(store.uploads.count == 1 && store.count("AbortMultipartUpload") == 0)
    }

    /// A task that is to be cancelled by what happens to it.
    private final class Doomed: Sendable {
        let task = Mutex<Task<S3Error?, Never>?>(nil)
        func cancel() { task.withLock { $0 }?.cancel() }
    }

    @Test(
        "Cancelled at any request, an upload leaves nothing",
        arguments: ["PutObject", "CreateMultipartUpload", "UploadPart", "CompleteMultipartUpload"])
    func cancelled(_ operation: String) async throws {
        let isWhole = operation == "PutObject"
        let isBegin = operation == "CreateMultipartUpload"
        let doomed = Doomed()
        // A begun upload has to have its id, so that request is waited for.
        let store = TransferStore(behaviour: {
            guard $0.operation == operation else { return .serve }
            if isBegin { doomed.cancel() }
            return isBegin ? .serve : .hang
        })
        let client = try S3Client.transfers(store)
        let bytes = TransferBytes.make(isWhole ? 10 : 11 << 20)
        let isKnown = TransferSignal()
        let task = Task { () -> S3Error? in
            await isKnown.wait()
            do throws(S3Error) {
                try await client.uploadFileObject(BytesBody(bytes), bucket: "b", key: "k", config: .small)
                return nil
            } catch {
                return error
            }
        }
        doomed.task.withLock { $0 = task }
        isKnown.send()
        if !isBegin {
            await store.hung.wait()
            task.cancel()
        }
        guard case .cancelled? = await task.value?.kind else {
            Issue.record("the upload is not cancelled")
            return
        }
        #expect(store.uploads.isEmpty && store.object("/b/k") == nil)
        if !isWhole { #expect(store.operations.last == "AbortMultipartUpload") }
    }

    @Test("A completion whose answer is lost is found out")
    func lostCompletion() async throws {
        let store = TransferStore(behaviour: {
            $0.operation == "CompleteMultipartUpload" && $0.number == 1 ? .loseAnswer : .serve
        })
        let bytes = TransferBytes.make(6 << 20)
        let made = try await S3Client.transfers(store).uploadFileObject(
            BytesBody(bytes), bucket: "b", key: "k", config: .small)
        #expect(made.eTag == store.object("/b/k")?.tag)
        #expect(store.count("HeadObject") == 1 && store.count("AbortMultipartUpload") == 0)
    }

    @Test("A file that shrinks or changes while it is uploaded is an error", arguments: [true, false])
    func changed(_ shrinks: Bool) async throws {
        let path = try folder.write(TransferBytes.make(11 << 20))
        let store = TransferStore(behaviour: { request in
            if request.operation == "CreateMultipartUpload" {
                if shrinks { truncate(path, 10) } else { truncate(path, 12 << 20) }
            }
            return .serve
        })
        let error = await #expect(throws: S3Error.self) {
            try await S3Client.transfers(store).uploadFile(path, bucket: "b", key: "k", config: .small)
        }
        guard case .local(let own)? = error?.kind, let own = own as? FileError else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(own.code == 0 && own.path == path)
        #expect(store.uploads.isEmpty && store.object("/b/k") == nil)
    }

    @Test("A file that is not there, or a folder, is an error without a request")
    func missing() async throws {
        let store = TransferStore()
        for path in [folder.path + "/none", folder.path] {
            let error = await #expect(throws: S3Error.self) {
                try await S3Client.transfers(store).uploadFile(path, bucket: "b", key: "k")
            }
            guard case .local? = error?.kind else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
        #expect(store.requests.isEmpty)
    }

    @Test("A checksum of the whole object goes along with the completion")
    func wholeChecksum() async throws {
        let bytes = TransferBytes.make(11 << 20)
        let expected = ChecksumHasher.base64(of: bytes, .crc64nvme)
        for isGiven in [true, false] {
            let store = TransferStore()
            var arguments = UploadArguments()
            if isGiven {
                arguments.checksumCRC64NVME = expected
            } else {
                arguments.checksumAlgorithm = .crc64nvme
                arguments.checksumType = .fullObject
            }
            try await S3Client.transfers(store).uploadFileObject(
                BytesBody(bytes), bucket: "b", key: "k", extraArgs: arguments, config: .small)
            let begin = store.requests.first?.headers
            #expect(begin?["x-amz-checksum-algorithm"] == "CRC64NVME")
            #expect(begin?["x-amz-checksum-type"] == "FULL_OBJECT")
            #expect(begin?["x-amz-checksum-crc64nvme"] == nil)
            #expect(store.requests.last?.headers["x-amz-checksum-crc64nvme"] == expected)
            #expect(store.requests.last?.headers["x-amz-checksum-type"] == "FULL_OBJECT")
        }
    }

    @Test("A bandwidth makes each part wait for those before it")
    func pacing() async throws {
        let clock = ManualClock()
        var config = TransferConfig.small
        config.maxBandwidth = 1 << 20
        config.maxConcurrency = 1
        let store = TransferStore()
        try await S3Client.transfers(store, clock: clock).uploadFileObject(
            BytesBody(TransferBytes.make(15 << 20)), bucket: "b", key: "k", config: config)
        #expect(clock.slept == [5, 5])
        #expect(store.requests.map(\.rate) == [nil, 1 << 20, 1 << 20, 1 << 20, nil])
    }
}
