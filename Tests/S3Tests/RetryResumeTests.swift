import Testing

@testable import S3

@Suite struct RetryResumeTests {
    private static let object = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 31) }

    private func part(_ range: Range<Int>, tag: String = "\"e\"") -> HTTPResponse {
        HTTPResponse(
            status: 206,
            headers: [("etag", tag), ("content-range", "bytes \(range.lowerBound)-\(range.upperBound - 1)/1000")],
            body: Array(Self.object[range]))
    }

    private var whole: HTTPResponse {
        HTTPResponse(status: 200, headers: [("etag", "\"e\""), ("content-length", "1000")], body: Self.object)
    }

    private func get(_ scripted: ScriptedClient, _ range: Range<Int64>? = nil) async throws -> CollectingSink {
        let sink = CollectingSink()
        var input = GetObjectInput(bucket: "b", key: "k")
        input.range = range.map { .bytes($0) }
        let head = try await scripted.client.getObject(input, into: sink)
        #expect(head.contentLength == 1000)
        #expect(!sink.hasGap)
        return sink
    }

    private func field(_ scripted: ScriptedClient, _ name: String) -> [String?] {
        scripted.transport.requests.map { request in request.headers.first { $0.name == name }?.value }
    }

    @Test("A whole object broken anywhere goes on where it stopped", arguments: [0, 1, 500, 999])
    func resumesWhole(_ cut: Int) async throws {
        let second = cut == 0 ? whole : part(cut..<1000)
        let scripted = try ScriptedClient([.broken(whole, after: cut), .response(second)])
        #expect(try await get(scripted).bytes == Self.object)
        if cut > 0 {
            #expect(field(scripted, "range") == [nil, "bytes=\(cut)-999"])
            #expect(field(scripted, "if-match") == [nil, "\"e\""])
        }
    }

    @Test("A range broken again and again goes on while there is progress")
    func resumesRange() async throws {
        let cuts = Array(stride(from: 100, to: 200, by: 10))
        let answers = cuts.map { ScriptedTransport.Answer.broken(part($0..<200), after: 10) }
        let scripted = try ScriptedClient(answers)
        let sink = try await get(scripted, 100..<200)
        #expect(sink.bytes == Array(Self.object[100..<200]))
        #expect(sink.start == 100)
        // The last break came after the last byte: nothing was missing.
        #expect(scripted.transport.requests.count == cuts.count)
    }

    @Test("A server that ignores ranges is read past what is known")
    func ignoresRange() async throws {
        let scripted = try ScriptedClient([.response(whole)])
        #expect(try await get(scripted, 300..<400).bytes == Array(Self.object[300..<400]))
        let broken = try ScriptedClient([.broken(whole, after: 10), .response(whole)])
        #expect(try await get(broken).bytes == Self.object)
    }

    @Test("A short answer to a range is completed")
    func shortRange() async throws {
        let scripted = try ScriptedClient([.response(part(0..<50)), .response(part(50..<100))])
        #expect(try await get(scripted, 0..<100).bytes == Array(Self.object[0..<100]))
        #expect(field(scripted, "range") == ["bytes=0-99", "bytes=50-99"])
    }

    @Test("An object that changes on the way is an error, never a mixture")
    func changed() async throws {
        for second in [
            ScriptedTransport.Answer.response(part(10..<1000, tag: "\"f\"")),
            ScriptedClient.error(412, "PreconditionFailed"),
        ] {
            let scripted = try ScriptedClient([.broken(whole, after: 10), second])
            let sink = CollectingSink()
            let error = await #expect(throws: S3Error.self) {
                try await scripted.client.getObject(GetObjectInput(bucket: "b", key: "k"), into: sink)
            }
            #expect(error?.code == "PreconditionFailed" && error?.status == 412)
            #expect(sink.bytes == Array(Self.object[..<10]))
        }
    }

    @Test("A range that begins elsewhere than asked is not taken")
    func wrongRange() async throws {
        let scripted = try ScriptedClient([.response(part(5..<100)), .response(part(0..<100))])
        #expect(try await get(scripted, 0..<100).bytes == Array(Self.object[0..<100]))
    }

    @Test("Without any byte the attempts end")
    func noProgress() async throws {
        let answers = [ScriptedTransport.Answer](repeating: .broken(whole, after: 0), count: 9)
        let scripted = try ScriptedClient(answers)
        await #expect(throws: S3Error.self) {
            try await scripted.client.getObject(GetObjectInput(bucket: "b", key: "k"), into: CollectingSink())
        }
        #expect(scripted.transport.requests.count == 5)
    }
}
