import Glibc
import Synchronization
import Testing

@testable import S3

@Suite struct TransferDownloadTests {
    private let folder: TransferFolder

    init() throws { folder = try TransferFolder() }

    private var config: TransferConfig {
        var config = TransferConfig()
        config.multipartThreshold = 1 << 20
        config.multipartChunkSize = 300_000
        config.ioChunkSize = 70_000
        return config
    }

    private func store(
        _ bytes: [UInt8],
        behaviour: @escaping @Sendable (TransferStore.Request) -> TransferStore.Action = { _ in .serve }
    ) -> TransferStore {
        TransferStore(["/b/k": TransferStore.Object(bytes: bytes)], behaviour: behaviour)
    }

    @Test("A file has the object's bytes, whole or in ranges", arguments: [0, 1, 1 << 20 - 1, 1 << 20, 3_000_001])
    func file(_ size: Int) async throws {
        let bytes = TransferBytes.make(size)
        let (store, tally) = (store(bytes), TransferTally())
        let head = try await S3Client.transfers(store).downloadFile(
            bucket: "b", key: "k", to: folder.path + "/file", config: config, progress: { tally.add($0) })
        #expect(head.contentLength == Int64(size))
        #expect(TransferBytes.same(try folder.read(), bytes))
        #expect(folder.names == ["file"] && tally.sum == Int64(size))
        #expect(store.count("GetObject") == (size < 1 << 20 ? 1 : (size + 299_999) / 300_000))
        #expect(store.requests.dropFirst().allSatisfy { $0.headers["if-match"] == store.object("/b/k")?.tag })
        #expect(store.most <= 10)
    }

    @Test("A file that is there is replaced at the end only")
    func replaced() async throws {
        try folder.write([1, 2, 3])
        let store = store(TransferBytes.make(2 << 20), behaviour: { $0.operation == "GetObject" ? .hang : .serve })
        let client = try S3Client.transfers(store)
        let (path, config) = (folder.path + "/file", config)
        let task = Task { try await client.downloadFile(bucket: "b", key: "k", to: path, config: config) }
        await store.hung.wait()
        #expect(try folder.read() == [1, 2, 3])
        #expect(folder.names.count == 2)
        task.cancel()
        await #expect(throws: S3Error.self) { try await task.value }
        #expect(try folder.read() == [1, 2, 3])
        #expect(folder.names == ["file"])
    }

    @Test("A length that no object can have does no harm", arguments: [Int64.max, Int64.max / 2])
    func hugeLength(_ length: Int64) async throws {
        let store = TransferStore(behaviour: { request in
            request.operation == "HeadObject"
                ? .answer(TransferStore.ok(["etag": "\"e\"", "content-length": String(length)]))
                : .answer(TransferStore.error(403, "AccessDenied"))
        })
        let error = await #expect(throws: S3Error.self) {
            try await S3Client.transfers(store).downloadFileObject(bucket: "b", key: "k") { _ in }
        }
        #expect(error?.code == "AccessDenied")
        let copying = await #expect(throws: S3Error.self) {
            try await S3Client.transfers(store).copy(CopySource(bucket: "b", key: "k"), bucket: "c", key: "l")
        }
        #expect(copying?.code == "InvalidInput")
    }

    @Test("A range that breaks off goes on where it stopped")
    func broken() async throws {
        let bytes = TransferBytes.make(2 << 20)
        let tally = TransferTally()
        let store = store(
            bytes, behaviour: { $0.operation == "GetObject" && $0.number == 2 ? .breakOff(100_001) : .serve })
        try await S3Client.transfers(store).downloadFile(
            bucket: "b", key: "k", to: folder.path + "/file", config: config, progress: { tally.add($0) })
        #expect(TransferBytes.same(try folder.read(), bytes))
        #expect(store.count("GetObject") == 8 && tally.sum == Int64(bytes.count))
    }

    @Test("An object that changes meanwhile is an error, and no file")
    func changed() async throws {
        let box = Mutex<TransferStore?>(nil)
        let store = store(
            TransferBytes.make(2 << 20),
            behaviour: { request in
                if request.operation == "GetObject", request.number == 3 {
                    box.withLock { $0 }?.put("/b/k", TransferStore.Object(bytes: TransferBytes.make(2 << 20 + 1)))
                }
                return .serve
            })
        box.withLock { $0 = store }
        let error = await #expect(throws: S3Error.self) {
            try await S3Client.transfers(store).downloadFile(
                bucket: "b", key: "k", to: folder.path + "/file", config: config)
        }
        #expect(error?.status == 412 && folder.names.isEmpty)
        box.withLock { $0 = nil }
    }

    @Test("What is missing, or cannot be written, is an error")
    func errors() async throws {
        let store = store([1])
        let client = try S3Client.transfers(store)
        let missing = await #expect(throws: S3Error.self) {
            try await client.downloadFile(bucket: "b", key: "none", to: folder.path + "/file")
        }
        #expect(missing?.status == 404)
        let local = await #expect(throws: S3Error.self) {
            try await client.downloadFile(bucket: "b", key: "k", to: folder.path + "/none/file")
        }
        guard case .local? = local?.kind else {
            Issue.record("\(String(describing: local))")
            return
        }
        #expect(folder.names.isEmpty)
    }

    @Test("A disk that is slower than the network makes it wait")
    func slowDisk() async throws {
        let bytes = TransferBytes.make(3 << 20)
        var config = config
        config.maxIOQueue = 1
        try await S3Client.transfers(store(bytes)).downloadFile(
            bucket: "b", key: "k", to: folder.path + "/file", config: config)
        #expect(TransferBytes.same(try folder.read(), bytes))
    }

    @Test("A file may have the longest of names, wherever a character of it ends")
    func longNames() async throws {
        for name in [String(repeating: "n", count: 255), "a" + String(repeating: "é", count: 127)] {
            let store = store(TransferBytes.make(1000))
            try await S3Client.transfers(store).downloadFile(bucket: "b", key: "k", to: "\(folder.path)/\(name)")
            #expect(folder.names == [name])
            unlink("\(folder.path)/\(name)")
        }
    }

    @Test("A sink of an actor is called on that actor") @MainActor
    func isolated() async throws {
        let bytes = TransferBytes.make(3_000_001)
        var got: [UInt8] = []
        try await S3Client.transfers(store(bytes)).downloadFileObject(bucket: "b", key: "k", config: config) { piece in
            MainActor.assertIsolated()
            got += piece
        }
        #expect(TransferBytes.same(got, bytes))
    }

    @Test("A sink gets the bytes in order, a range at a time", arguments: [0, 5, 1 << 20, 3_000_001])
    func ordered(_ size: Int) async throws {
        let bytes = TransferBytes.make(size)
        let (store, tally) = (store(bytes), TransferTally())
        var got: [UInt8] = []
        var config = config
        config.maxConcurrency = 3
        try await S3Client.transfers(store).downloadFileObject(
            bucket: "b", key: "k", config: config, progress: { tally.add($0) }
        ) { piece in
            #expect(piece.count <= 300_000 || size < 1 << 20)
            got += piece
            await Task.yield()
        }
        #expect(TransferBytes.same(got, bytes))
        #expect(tally.sum == Int64(size) && store.most <= 3)
    }

    @Test("A sink that fails ends the download")
    func failingSink() async throws {
        struct Full: Error {}
        let store = store(TransferBytes.make(3 << 20))
        var config = config
        config.maxConcurrency = 2
        let error = await #expect(throws: S3Error.self) {
            try await S3Client.transfers(store).downloadFileObject(bucket: "b", key: "k", config: config) { _ in
                throw Full()
            }
        }
        guard case .local(let own)? = error?.kind, own is Full else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(store.count("GetObject") <= 2)
    }

    @Test("A descriptor and a device get the bytes in order")
    func descriptor() async throws {
        let bytes = TransferBytes.make(3_000_001)
        let store = store(bytes)
        let client = try S3Client.transfers(store)
        let descriptor = try FileDescriptors.open(folder.path + "/file", O_WRONLY | O_CREAT)
        try await client.downloadFileObject(bucket: "b", key: "k", toDescriptor: descriptor, config: config)
        close(descriptor)
        #expect(TransferBytes.same(try folder.read(), bytes))
        try await client.downloadFile(bucket: "b", key: "k", to: "/dev/null", config: config)
        #expect(folder.names == ["file"])
    }

    @Test("The arguments of a download are in all its requests")
    func arguments() async throws {
        let store = store(TransferBytes.make(2 << 20))
        var arguments = DownloadArguments()
        arguments.versionID = "v"
        arguments.requestPayer = .requester
        arguments.expectedBucketOwner = "o"
        try await S3Client.transfers(store).downloadFile(
            bucket: "b", key: "k", to: folder.path + "/file", extraArgs: arguments, config: config)
        for request in store.requests {
            #expect(request.query["versionId"] == "v")
            #expect(request.headers["x-amz-request-payer"] == "requester")
            #expect(request.headers["x-amz-expected-bucket-owner"] == "o")
        }
    }

    @Test("A bandwidth makes each range wait for those before it")
    func pacing() async throws {
        let clock = ManualClock()
        var config = config
        config.maxBandwidth = 150_000
        config.maxConcurrency = 1
        try await S3Client.transfers(store(TransferBytes.make(1_200_000)), clock: clock).downloadFile(
            bucket: "b", key: "k", to: folder.path + "/file", config: config)
        #expect(clock.slept == [2, 2, 2])
    }

    @Test("A small object whose bytes arrive damaged comes again", arguments: [true, false])
    func damaged(_ toFile: Bool) async throws {
        let bytes = TransferBytes.make(1000)
        let headers = ["x-amz-checksum-crc32": ChecksumHasher.base64(of: bytes, .crc32)]
        var wrong = bytes
        wrong[3] ^= 1
        let damaged = HTTPResponse(
            status: 200,
            headers: [("etag", "\"\(TransferStore.md5(bytes))\""), ("content-length", "1000")]
                + headers.map { ($0.key, $0.value) }, body: wrong)
        let store = TransferStore(
            ["/b/k": TransferStore.Object(bytes: bytes, headers: headers)],
            behaviour: { $0.operation == "GetObject" && $0.number == 1 ? .deliver(damaged) : .serve })
        let (client, tally) = (try S3Client.transfers(store), TransferTally())
        var got: [UInt8] = []
        if toFile {
            try await client.downloadFile(
                bucket: "b", key: "k", to: folder.path + "/file", config: config, progress: { tally.add($0) })
            got = try folder.read()
        } else {
            try await client.downloadFileObject(bucket: "b", key: "k", config: config, progress: { tally.add($0) }) {
                got += $0
            }
        }
        #expect(TransferBytes.same(got, bytes))
        #expect(store.count("GetObject") == 2 && tally.sum == 1000 && tally.tookBack)
    }

    @Test("Ranges are held against the checksum of the whole", arguments: [true, false], [true, false])
    func verified(_ toFile: Bool, _ isRight: Bool) async throws {
        let bytes = TransferBytes.make(2 << 20)
        let sum = ChecksumHasher.base64(of: isRight ? bytes : [1], .crc64nvme)
        let headers = ["x-amz-checksum-crc64nvme": sum, "x-amz-checksum-type": "FULL_OBJECT"]
        let store = TransferStore(["/b/k": TransferStore.Object(bytes: bytes, headers: headers)])
        let client = try S3Client.transfers(store)
        let (path, config) = (folder.path + "/file", config)
        var code: String?
        do throws(S3Error) {
            if toFile {
                try await client.downloadFile(bucket: "b", key: "k", to: path, config: config)
            } else {
                try await client.downloadFileObject(bucket: "b", key: "k", config: config) { _ in }
            }
        } catch {
            code = error.code
        }
        #expect(code == (isRight ? nil : "ChecksumMismatch"))
        #expect(folder.names == (toFile && isRight ? ["file"] : []))
        #expect(store.requests[0].headers["x-amz-checksum-mode"] == "ENABLED")
    }

    @Test("Names of any length have their temporary name", arguments: [1, 240, 255])
    func names(_ length: Int) async throws {
        let name = String(repeating: "n", count: length)
        try await S3Client.transfers(store([7])).downloadFile(bucket: "b", key: "k", to: folder.path + "/" + name)
        #expect(folder.names == [name])
    }
}
