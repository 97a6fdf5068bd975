import ObjectStore
import Synchronization
import Testing

@testable import FileSystem

@Suite("ServerSideCopy") struct CopyTests {
    let bytes = (0..<200).map { UInt8($0) }

    func store() -> (WriteFakeStore, ETag) {
        let store = WriteFakeStore(minimumPart: 8, maximumPart: 64)
        store.state.withLock { $0.capabilities.maximumCopySize = 100 }
        let etag = store.store("from", bytes, ObjectAttributes(userMetadata: ["mode": "420"]))
        return (store, etag)
    }

    @Test("a small object is one CopyObject")
    func small() async throws {
        let (store, _) = store()
        store.store("small", [1])
        let copy = ServerSideCopy(store: store, configuration: .tiny)
        _ = try await copy.copy("small", size: 1, sourceMatches: nil, to: "to", attributes: nil)
        #expect(store.counts == [.copy: 1])
        #expect(store.bytes("to") == [1])
    }

    @Test("a large object is copied in parts, with its attributes")
    func large() async throws {
        let (store, etag) = store()
        let copy = ServerSideCopy(store: store, configuration: .tiny)
        _ = try await copy.copy("from", size: 200, sourceMatches: etag, to: "to", attributes: nil)
        #expect(store.bytes("to") == bytes)
        #expect(store.counts == [.head: 1, .create: 1, .copyPart: 9, .complete: 1])
        #expect(store.state.withLock { $0.objects["to"]?.attributes.userMetadata } == ["mode": "420"])
    }

    @Test("new attributes replace the old ones without a HEAD")
    func attributes() async throws {
        let (store, etag) = store()
        let copy = ServerSideCopy(store: store, configuration: .tiny)
        let attributes = ObjectAttributes(userMetadata: ["uid": "1"])
        _ = try await copy.copy("from", size: 200, sourceMatches: etag, to: "to", attributes: attributes)
        #expect(store.count(.head) == 0)
        #expect(store.state.withLock { $0.objects["to"]?.attributes } == attributes)
    }

    @Test("a failure leaves no upload and no object")
    func failure() async throws {
        let (store, etag) = store()
        store.setFault { $0 == .copyPart ? StoreError(.unavailable) : nil }
        let copy = ServerSideCopy(store: store, configuration: .tiny)
        await #expect(throws: StoreError(.unavailable)) {
            try await copy.copy("from", size: 200, sourceMatches: etag, to: "to", attributes: nil)
        }
        #expect(store.openUploads == 0)
        #expect(store.bytes("to") == nil)
    }

    @Test("a source that was replaced is not copied")
    func replaced() async throws {
        let (store, etag) = store()
        store.store("from", bytes)
        let copy = ServerSideCopy(store: store, configuration: .tiny)
        for attributes in [nil, ObjectAttributes()] {
            await #expect(throws: StoreError.self) {
                try await copy.copy("from", size: 200, sourceMatches: etag, to: "to", attributes: attributes)
            }
        }
        #expect(store.bytes("to") == nil)
        #expect(store.openUploads == 0)
    }

    @Test("without UploadPartCopy the bytes pass here")
    func bytesPass() async throws {
        let (store, etag) = store()
        store.state.withLock { $0.capabilities.partCopy = false }
        let copy = ServerSideCopy(store: store, configuration: .tiny)
        _ = try await copy.copy("from", size: 200, sourceMatches: etag, to: "to", attributes: nil)
        #expect(store.bytes("to") == bytes)
    }
}
