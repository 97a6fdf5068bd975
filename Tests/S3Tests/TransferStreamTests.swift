import Glibc
import Testing

@testable import S3

/// Pieces of a stream, with an error at the end if there is to be one.
private struct Pieces: AsyncSequence, Sendable {
    struct Broken: Error {}

    var pieces: [[UInt8]]
    var breaks = false

    struct Iterator: AsyncIteratorProtocol {
        var rest: ArraySlice<[UInt8]>
        var breaks: Bool

        mutating func next() async throws -> [UInt8]? {
            if let piece = rest.popFirst() { return piece }
            if breaks { throw Broken() }
            return nil
        }
    }

    func makeAsyncIterator() -> Iterator { Iterator(rest: pieces[...], breaks: breaks) }
}

@Suite struct TransferStreamTests {
    private static func cut(_ bytes: [UInt8], _ size: Int) -> [[UInt8]] {
        stride(from: 0, to: bytes.count, by: size).map { Array(bytes[$0..<min($0 + size, bytes.count)]) }
    }

    @Test("A stream below the threshold is put whole", arguments: [0, 1, 1000, 5 << 20 - 1])
    func whole(_ size: Int) async throws {
        let bytes = TransferBytes.make(size)
        let (store, tally) = (TransferStore(), TransferTally())
        let made = try await S3Client.transfers(store).uploadFileObject(
            Pieces(pieces: [[]] + Self.cut(bytes, 300_000) + [[]]), bucket: "b", key: "k", config: .small,
            progress: { tally.add($0) })
        #expect(store.operations == ["PutObject"])
        #expect(TransferBytes.same(store.object("/b/k")?.bytes, bytes))
        #expect(tally.sum == Int64(size) && made.size == Int64(size))
    }

    @Test(
        "A longer stream goes in parts, however it is cut",
        arguments: [5 << 20, 10 << 20, 12_345_678], [70_000, 6 << 20, 20 << 20])
    func parts(_ size: Int, _ piece: Int) async throws {
        let bytes = TransferBytes.make(size)
        let (store, tally) = (TransferStore(), TransferTally())
        try await S3Client.transfers(store).uploadFileObject(
            Pieces(pieces: Self.cut(bytes, piece)), bucket: "b", key: "k", config: .small,
            progress: { tally.add($0) })
        #expect(store.count("UploadPart") == (size + (5 << 20) - 1) / (5 << 20))
        #expect(TransferBytes.same(store.object("/b/k")?.bytes, bytes))
        #expect(tally.sum == Int64(size))
    }

    @Test("A pipe that says nothing is left at a cancellation and at a deadline", .timeLimit(.minutes(1)))
    func silentPipe() async throws {
        let folder = try TransferFolder()
        let path = folder.path + "/pipe"
        try #require(mkfifo(path, 0o600) == 0)
        // Lets the readers that were left come to their end.
        defer { close(open(path, O_RDWR | O_NONBLOCK)) }
        let client = try S3Client.transfers(TransferStore())
        let upload = Task { try await client.uploadFile(path, bucket: "b", key: "k") }
        upload.cancel()
        let cancelled = await #expect(throws: S3Error.self) { try await upload.value }
        #expect(cancelled?.code == "Cancelled")
        let late = await #expect(throws: S3Error.self) {
            try await withDeadline(.milliseconds(20)) { try await client.uploadFile(path, bucket: "b", key: "k") }
        }
        #expect(late?.code == "Deadline")
    }

    @Test("Threshold and part size may be any", arguments: [1, 3 << 20, 7 << 20, 11 << 20])
    func thresholds(_ threshold: Int64) async throws {
        let bytes = TransferBytes.make(12 << 20)
        let store = TransferStore()
        var config = TransferConfig.small
        config.multipartThreshold = threshold
        try await S3Client.transfers(store).uploadFileObject(
            Pieces(pieces: Self.cut(bytes, 1 << 20)), bucket: "b", key: "k", config: config)
        #expect(store.count("UploadPart") == 3)
        #expect(TransferBytes.same(store.object("/b/k")?.bytes, bytes))
    }

    @Test("A stream that fails is removed, and its error is the reason")
    func failed() async throws {
        let store = TransferStore()
        let error = await #expect(throws: S3Error.self) {
            try await S3Client.transfers(store).uploadFileObject(
                Pieces(pieces: Self.cut(TransferBytes.make(11 << 20), 1 << 20), breaks: true), bucket: "b", key: "k",
                config: .small)
        }
        guard case .local(let own)? = error?.kind, own is Pieces.Broken else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(store.uploads.isEmpty && store.operations.last == "AbortMultipartUpload")
    }

    @Test("Few parts of a stream are in memory at once")
    func window() async throws {
        let store = TransferStore()
        var config = TransferConfig.small
        config.maxConcurrency = 1
        try await S3Client.transfers(store).uploadFileObject(
            Pieces(pieces: Self.cut(TransferBytes.make(16 << 20), 1 << 20)), bucket: "b", key: "k", config: config)
        #expect(store.most == 1)
    }

    @Test("A pipe by name is read to its end")
    func pipe() async throws {
        let folder = try TransferFolder()
        let path = folder.path + "/pipe"
        #expect(mkfifo(path, 0o600) == 0)
        let bytes = TransferBytes.make(300_000)
        _ = DetachedThread.start {
            guard let descriptor = try? FileDescriptors.open(path, O_WRONLY) else { return }
            try? bytes.withUnsafeBytes { try FileDescriptors.write($0, to: descriptor, at: nil, path: path) }
            close(descriptor)
        }
        let store = TransferStore()
        try await S3Client.transfers(store).uploadFile(path, bucket: "b", key: "k")
        #expect(TransferBytes.same(store.object("/b/k")?.bytes, bytes))
    }
}
