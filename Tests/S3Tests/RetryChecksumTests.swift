import Synchronization
import Testing

@testable import S3

@Suite("Verifying what was read") struct RetryChecksumTests {
    /// Collects, and lets go of everything when asked to.
    private final class ForgetfulSink: RestartableSink {
        let bytes = Mutex<[UInt8]>([])
        func receive(_ bytes: UnsafeRawBufferPointer, at offset: Int64) {
            self.bytes.withLock { $0.append(contentsOf: bytes) }
        }
        func restart() -> Bool {
            bytes.withLock { $0 = [] }
            return true
        }
    }

    private let object = Array("123456789".utf8)

    private func answer(_ body: [UInt8], _ fields: [(name: String, value: String)]) -> HTTPResponse {
        let own: [(name: String, value: String)] = [("etag", "\"e\""), ("content-length", "\(body.count)")]
        return HTTPResponse(status: 200, headers: own + fields, body: body)
    }

    private func get(
        _ scripted: ScriptedClient, into sink: any BodySink, range: Range<Int64>? = nil
    ) async throws(S3Error) {
        var call = OperationCall("GetObject", "GET", bucket: "b", key: "k")
        call.checksum.responseAlgorithms = [.crc32c, .crc32]
        let receiver = ObjectReceiver(range: range, onHead: nil, sink: sink)
        _ = try await scripted.pipeline.send(call, receiver: receiver)
    }

    @Test("Bytes that match are taken, also over a broken connection")
    func matches() async throws {
        let whole = answer(object, [("x-amz-checksum-crc32", "y/Q5Jg==")])
        let rest = HTTPResponse(
            status: 206, headers: [("etag", "\"e\""), ("content-range", "bytes 4-8/9")], body: Array(object[4...]))
        let scripted = try ScriptedClient([.broken(whole, after: 4), .response(rest)])
        let sink = CollectingSink()
        try await get(scripted, into: sink)
        #expect(sink.bytes == object)
        let asked = scripted.transport.requests[0].headers.first { $0.name == "x-amz-checksum-mode" }
        #expect(asked?.value == "ENABLED")
    }

    @Test("Damaged bytes are read once more where the sink begins again, and are an error then")
    func damaged() async throws {
        let bad = answer(Array("023456789".utf8), [("x-amz-checksum-crc32", "y/Q5Jg==")])
        let good = answer(object, [("x-amz-checksum-crc32", "y/Q5Jg==")])
        let scripted = try ScriptedClient([.response(bad), .response(good)])
        let sink = ForgetfulSink()
        try await get(scripted, into: sink)
        #expect(sink.bytes.withLock { $0 } == object)
        #expect(scripted.transport.requests[1].headers.allSatisfy { $0.name != "range" })

        let hopeless = try ScriptedClient([.response(bad), .response(bad), .response(good)])
        let error = await #expect(throws: S3Error.self) { try await get(hopeless, into: ForgetfulSink()) }
        #expect(error?.code == "ChecksumMismatch" && hopeless.transport.requests.count == 2)

        let once = try ScriptedClient([.response(bad), .response(good)])
        let first = await #expect(throws: S3Error.self) { try await get(once, into: CollectingSink()) }
        #expect(first?.code == "ChecksumMismatch" && once.transport.requests.count == 1)
    }

    @Test("What says nothing of the bytes in a row is not compared")
    func skipped() async throws {
        for fields: [(name: String, value: String)] in [
            [("x-amz-checksum-crc32", "AAAAAA==-2")],
            [("x-amz-checksum-crc32", "AAAAAA=="), ("x-amz-checksum-type", "COMPOSITE")], [],
        ] {
            let scripted = try ScriptedClient([.response(answer(object, fields))])
            try await get(scripted, into: CollectingSink())
        }
        // A range, and a server that ignores it.
        let whole = answer(object, [("x-amz-checksum-crc32", "AAAAAA==")])
        let scripted = try ScriptedClient([.response(whole)])
        let sink = CollectingSink()
        try await get(scripted, into: sink, range: 2..<4)
        #expect(sink.bytes == Array("34".utf8))
    }
}
