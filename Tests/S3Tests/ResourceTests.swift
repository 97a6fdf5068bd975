import Synchronization
import Testing

@testable import S3

@Suite("Resources") struct ResourceTests {
    /// Answers every HeadObject with its number as the tag, others with nothing.
    private static func heads() -> ResourceTransport {
        ResourceTransport { number, _ in ResourceTransport.ok("", headers: [("etag", "e\(number)")]) }
    }

    @Test("Attributes are loaded once, by whichever is asked for first, and copies share them")
    func loadsOnce() async throws {
        let transport = Self.heads()
        let object = try transport.resource().object("bkt", "k")
        let copy = object
        #expect(object.data == nil)
        #expect(transport.requests.isEmpty)
        #expect(try await object.eTag == "e0")
        #expect(try await copy.eTag == "e0")
        #expect(try await copy.contentType == nil)
        #expect(copy.data?.eTag == "e0")
        #expect(transport.requests.count == 1)
        try await copy.load()
        #expect(try await object.eTag == "e1")
        try await object.reload()
        #expect(try await copy.eTag == "e2")
        #expect(transport.requests.count == 3)
    }

    @Test("A hundred who ask at once make one request")
    func loadsOnceForAll() async throws {
        let gate = TransferSignal()
        let transport = ResourceTransport { _, _ in
            await gate.wait()
            return ResourceTransport.ok("", headers: [("etag", "e")])
        }
        let object = try transport.resource().object("bkt", "k")
        try await withThrowingTaskGroup(of: String?.self) { group in
            for _ in 0..<100 { group.addTask { try await object.eTag } }
            gate.send()
            for try await tag in group { #expect(tag == "e") }
        }
        #expect(transport.requests.count == 1)
    }

    @Test("When a load fails, the next who asks loads")
    func loadsAfterFailure() async throws {
        let transport = ResourceTransport { number, _ in
            HTTPResponse(status: number == 0 ? 403 : 200, headers: [("etag", "e")])
        }
        let object = try transport.resource().object("bkt", "k")
        await #expect(throws: S3Error.self) { try await object.eTag }
        #expect(object.data == nil)
        #expect(try await object.eTag == "e")
    }

    @Test("Who waits for another's load and is cancelled goes at once, and the load goes on")
    func cancelledWaiter() async throws {
        let value = LazyValue<Int>()
        let (loading, gate) = (TransferSignal(), TransferSignal())
        let loader = Task {
            try await value.get("Load") { () throws(S3Error) in
                loading.send()
                await gate.wait()
                return 7
            }
        }
        await loading.wait()
        let waiter = Task { try await value.get("Load") { () throws(S3Error) in 8 } }
        waiter.cancel()
        let error = await #expect(throws: S3Error.self) { try await waiter.value }
        #expect(error?.code == "Cancelled")
        gate.send()
        #expect(try await loader.value == 7)
        #expect(value.known == 7)
    }

    @Test("An action during a load makes what the load brings old")
    func forgottenWhileLoading() async throws {
        let value = LazyValue<Int>()
        let found = try await value.get("Load") { () throws(S3Error) in
            value.forget()
            return 1
        }
        #expect(found == 1)
        #expect(value.known == nil)
    }

    @Test("Resources are equal by kind and identifiers, whatever they know and whoever asks")
    func equality() throws {
        let (one, other) = (try Self.heads().resource(), try Self.heads().resource())
        #expect(one.bucket("b") == other.bucket("b"))
        #expect(one.bucket("b") != other.bucket("c"))
        #expect(one.object("b", "k") == other.bucket("b").object("k"))
        #expect(one.object("b", "k") != other.object("b", "l"))
        #expect(one.objectSummary("b", "k") == other.objectSummary("b", "k"))
        #expect(one.objectVersion("b", "k", "1") == other.object("b", "k").version("1"))
        #expect(one.objectVersion("b", "k", "1") != other.objectVersion("b", "k", "2"))
        #expect(one.multipartUpload("b", "k", "u") == other.multipartUploadPart("b", "k", "u", 1).multipartUpload)
        #expect(one.multipartUploadPart("b", "k", "u", 1) != other.multipartUploadPart("b", "k", "u", 2))
        #expect(one.bucketVersioning("b") == other.bucket("b").versioning)
        #expect(one.objectAcl("b", "k") == other.object("b", "k").acl)
        #expect(Set([one.object("b", "k"), other.object("b", "k"), one.object("c", "k")]).count == 2)
        #expect(Set([one.bucket("b"), other.bucket("b")]).count == 1)
        #expect("\(one)" == "S3.S3Resource()")
    }

    @Test("Actions take what only the main actor has")
    @MainActor func actionsOnAnActor() async throws {
        let transport = ResourceTransport { _, asked in
            asked.method == "GET" ? ResourceTransport.page(asked, size: 1, total: 0) : ResourceTransport.ok()
        }
        let object = try transport.resource().object("bkt", "k")
        final class Kept { var tags = "" }
        let kept = Kept()
        kept.tags = "a=1"
        try await object.put(BytesBody([1])) { $0.tagging = kept.tags }
        try await object.bucket.objects.delete { _ in kept.tags = "b=2" }
        #expect(transport.requests[0].headers["x-amz-tagging"] == "a=1")
        #expect(kept.tags == "a=1")
    }

    @Test("Versions, uploads and parts that are named by hand know nothing, and ask nothing")
    func namedByHand() throws {
        let transport = Self.heads()
        let resource = try transport.resource()
        let version = resource.objectVersion("b", "k", "v")
        #expect(version.data == nil && version.deleteMarker == nil && version.size == nil && version.isLatest == nil)
        let upload = resource.multipartUpload("b", "k", "u")
        #expect(upload.data == nil && upload.initiated == nil)
        #expect(upload.part(1).eTag == nil && upload.part(1).size == nil)
        #expect(transport.requests.isEmpty)
    }

    @Test("A session and the module make resources on a client of their own")
    func fromSessions() throws {
        let session = try Session(
            accessKeyID: "a", secretAccessKey: "b", region: "eu-west-1", environment: [:], homeDirectory: "/nowhere")
        let resource = try session.resource(endpointURL: "http://127.0.0.1:9")
        #expect(resource.client.configuration.region == "eu-west-1")
        #expect(resource.client.configuration.endpointURL == "http://127.0.0.1:9")
        #expect(resource.bucket("b").client === resource.client)
        resource.client.shutdown()
    }
}
