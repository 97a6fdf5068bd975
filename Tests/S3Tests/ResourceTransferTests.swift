import Synchronization
import Testing

@testable import S3

@Suite("Transfers of resources") struct ResourceTransferTests {
    private let bytes = Array("some bytes".utf8)

    private func resource(_ store: TransferStore) throws -> S3Resource {
        S3Resource(client: try S3Client.transfers(store))
    }

    @Test("A bucket uploads, copies and downloads as the client does")
    func bucket() async throws {
        let store = TransferStore()
        let bucket = try resource(store).bucket("b")
        let folder = try TransferFolder()
        var arguments = UploadArguments()
        arguments.contentType = "text/plain"
        try await bucket.uploadFile(try folder.write(bytes, to: "from"), key: "file", extraArgs: arguments)
        try await bucket.uploadFileObject(BytesBody(bytes), key: "body")
        let stream = AsyncStream<[UInt8]> { continuation in
            for byte in bytes { continuation.yield([byte]) }
            continuation.finish()
        }
        try await bucket.uploadFileObject(stream, key: "stream")
        try await bucket.copy(CopySource(bucket: "b", key: "file"), key: "copy")
        for key in ["file", "body", "stream", "copy"] { #expect(store.object("/b/\(key)")?.bytes == bytes) }
        #expect(store.operations == ["PutObject", "PutObject", "PutObject", "HeadObject", "CopyObject"])
        #expect(store.requests[0].headers["content-type"] == "text/plain")
        try await bucket.downloadFile(key: "copy", to: folder.path + "/to")
        #expect(try folder.read("to") == bytes)
        var received: [UInt8] = []
        let head = try await bucket.downloadFileObject(key: "copy") { received += $0 }
        #expect(received == bytes && head.contentLength == Int64(bytes.count))
    }

    @Test("An object uploads, copies and downloads as the client does, and knows that it is another")
    func object() async throws {
        let store = TransferStore()
        let object = try resource(store).object("b", "k")
        let folder = try TransferFolder()
        try await object.uploadFileObject(BytesBody([1, 2, 3]))
        let first = try await object.eTag
        try await object.uploadFile(try folder.write(bytes, to: "from"))
        let second = try await object.eTag
        #expect(first != nil && second != nil && first != second)
        try await object.downloadFile(to: folder.path + "/to")
        #expect(try folder.read("to") == bytes)
        var received: [UInt8] = []
        try await object.downloadFileObject { received += $0 }
        #expect(received == bytes)
        let copy = object.bucket.object("l")
        try await copy.copy(CopySource(bucket: "b", key: "k"))
        #expect(store.object("/b/l")?.bytes == bytes)
        #expect(store.count("HeadObject") == 5)
    }
}
