import Glibc
import Testing

@testable import S3

@Suite struct TransferResumeTests {
    private let folder: TransferFolder
    private let bytes = TransferBytes.make(27 << 20)

    init() throws { folder = try TransferFolder() }

    private func part(_ number: Int, of size: Int = 5 << 20) -> [UInt8] {
        Array(bytes[(number - 1) * size..<min(number * size, bytes.count)])
    }

    private func store(_ parts: [Int: [UInt8]]) -> TransferStore {
        let store = TransferStore()
        store.put(upload: "u0", TransferStore.Upload(path: "/b/other", headers: [:]))
        store.put(upload: "u1", TransferStore.Upload(path: "/b/k", headers: [:]))
        store.put(upload: "u2", TransferStore.Upload(path: "/b/k", headers: [:], parts: parts))
        return store
    }

    private func resume(_ store: TransferStore, uploadID: String? = nil) async throws -> Int64 {
        let tally = TransferTally()
        let made = try await S3Client.transfers(store).resumeUpload(
            try folder.write(bytes), bucket: "b", key: "k", uploadID: uploadID, config: .small,
            progress: { tally.add($0) })
        #expect(TransferBytes.same(store.object("/b/k")?.bytes, bytes))
        #expect(made.size == Int64(bytes.count) && made.partCount > 0)
        return tally.sum
    }

    @Test("Only the parts that the server does not have are sent", arguments: [nil, "u2"])
    func missing(_ uploadID: String?) async throws {
        let store = store([1: part(1), 3: part(3), 4: part(4), 6: part(6)])
        #expect(try await resume(store, uploadID: uploadID) == Int64(bytes.count))
        #expect(
            Set(store.requests.compactMap { $0.operation == "UploadPart" ? $0.query["partNumber"] : nil }) == [
                "2", "5",
            ])
        #expect(store.count("ListParts") == 2 && store.count("CreateMultipartUpload") == 0)
        #expect(store.uploads.keys.sorted() == ["u0", "u1"])
    }

    @Test("A part of other bytes or another size is sent again")
    func damaged() async throws {
        var wrong = part(2)
        wrong[77] ^= 1
        let store = store([1: part(1), 2: wrong, 3: Array(part(3).dropLast())])
        _ = try await resume(store)
        #expect(store.count("UploadPart") == 5)
    }

    @Test("Parts of another size than the configured are gone on with")
    func otherSize() async throws {
        let store = store([1: part(1, of: 6 << 20), 2: part(2, of: 6 << 20)])
        _ = try await resume(store)
        #expect(store.count("UploadPart") == 3)
    }

    @Test("Where all parts are there, only the end is missing")
    func complete() async throws {
        let store = store(Dictionary(uniqueKeysWithValues: (1...6).map { ($0, part($0)) }))
        _ = try await resume(store)
        #expect(store.count("UploadPart") == 0)
    }

    @Test("Without an upload to go on with, the file is uploaded")
    func none() async throws {
        let store = TransferStore()
        _ = try await resume(store)
        #expect(store.count("CreateMultipartUpload") == 1)
    }

    @Test("An upload that is gone is an error")
    func gone() async throws {
        let error = await #expect(throws: S3Error.self) { try await resume(TransferStore(), uploadID: "u9") }
        #expect(error?.code == "NoSuchUpload")
    }

    @Test("What was left by a failure is gone on with")
    func afterFailure() async throws {
        let path = try folder.write(bytes)
        let store = TransferStore(behaviour: { request in
            request.operation == "UploadPart" && request.number == 3
                ? .answer(TransferStore.error(403, "AccessDenied")) : .serve
        })
        let client = try S3Client.transfers(store)
        var config = TransferConfig.small
        config.leavesPartsOnError = true
        config.maxConcurrency = 1
        await #expect(throws: S3Error.self) {
            try await client.uploadFile(path, bucket: "b", key: "k", config: config)
        }
        try await client.resumeUpload(path, bucket: "b", key: "k", config: config)
        #expect(TransferBytes.same(store.object("/b/k")?.bytes, bytes))
        #expect(store.count("UploadPart") == 7 && store.uploads.isEmpty)
    }

    @Test("A server that lists the same parts for ever is not asked for ever")
    func repeatedPage() async throws {
        let page = """
            <ListPartsResult><IsTruncated>true</IsTruncated><NextPartNumberMarker>1</NextPartNumberMarker><Part>\
            <PartNumber>1</PartNumber><ETag>&quot;e&quot;</ETag><Size>1</Size></Part></ListPartsResult>
            """
        let store = TransferStore(behaviour: { request in
            guard request.operation == "ListParts" else { return .serve }
            return .answer(request.number < 5 ? TransferStore.ok([:], page) : TransferStore.error(403, "AccessDenied"))
        })
        store.put(upload: "u1", TransferStore.Upload(path: "/b/k", headers: [:]))
        let error = await #expect(throws: S3Error.self) { try await resume(store, uploadID: "u1") }
        #expect(error?.code == "MalformedAnswer")
        #expect(store.count("ListParts") == 2)
    }
}
