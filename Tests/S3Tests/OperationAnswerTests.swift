import Testing

@testable import S3

/// What servers leave out or write in their own way, and what is asked in more than one request.
@Suite("Operations and odd servers") struct OperationAnswerTests {
    private func field(_ request: HTTPRequest, _ name: String) -> String? {
        request.headers.first { $0.name == name }?.value
    }

    @Test("Keys that XML cannot hold are removed one by one, the others in one request")
    func deleteOdd() async throws {
        let batch =
            "<DeleteResult><Deleted><Key>a</Key></Deleted><Error><Key>b</Key><Code>X</Code></Error></DeleteResult>"
        let scripted = try ScriptedClient([
            ScriptedClient.ok([], body: batch), ScriptedClient.ok([]), ScriptedClient.error(403, "AccessDenied"),
        ])
        let keys: [Key] = ["a", Key([1]), "b", Key([0xFF])]
        let output = try await scripted.client.deleteObjects(
            DeleteObjectsInput(bucket: "b", delete: Delete(objects: keys.map { ObjectToDelete(key: $0) })))
        #expect(output.deleted.map(\.key) == ["a", Key([1])])
        #expect(output.errors.map(\.key) == ["b", Key([0xFF])])
        #expect(output.errors.map(\.code) == ["X", "AccessDenied"])
        let requests = scripted.transport.requests
        #expect(requests.map(\.method) == ["POST", "DELETE", "DELETE"])
        #expect(field(requests[0], "content-md5") != nil)
    }

    @Test("More keys than one request takes are refused")
    func deleteTooMany() async throws {
        let scripted = try ScriptedClient([])
        let objects = (0...1000).map { ObjectToDelete(key: Key("\($0)")) }
        let error = await #expect(throws: S3Error.self) {
            try await scripted.client.deleteObjects(DeleteObjectsInput(bucket: "b", delete: Delete(objects: objects)))
        }
        #expect(error?.code == "InvalidInput")
    }

    private static let object = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 31) }

    private func part(_ range: Range<Int>) -> HTTPResponse {
        HTTPResponse(
            status: 206,
            headers: [
                ("etag", "\"e\""), ("content-range", "bytes \(range.lowerBound)-\(range.upperBound - 1)/1000"),
                ("content-length", "\(range.count)"),
            ],
            body: Array(Self.object[range]))
    }

    @Test("One part that breaks off goes on as a range")
    func partNumber() async throws {
        let scripted = try ScriptedClient([.broken(part(200..<500), after: 100), .response(part(300..<500))])
        var input = GetObjectInput(bucket: "b", key: "k")
        input.partNumber = 2
        let sink = CollectingSink()
        let head = try await scripted.client.getObject(input, into: sink)
        #expect(sink.bytes == Array(Self.object[200..<500]) && sink.start == 200 && !sink.hasGap)
        #expect(head.contentLength == 1000)
        let requests = scripted.transport.requests
        #expect(requests.map { field($0, "range") } == [nil, "bytes=300-499"])
        #expect(requests.map { $0.query.contains { $0.name == Array("partNumber".utf8) } } == [true, false])
    }

    @Test("The last bytes, and all from an offset, come as they are asked for")
    func openRanges() async throws {
        for (range, bytes) in [(ObjectRange.last(100), 900..<1000), (.from(950), 950..<1000)] {
            let scripted = try ScriptedClient([.response(part(bytes))])
            var input = GetObjectInput(bucket: "b", key: "k")
            input.range = range
            let output = try await scripted.client.getObject(input)
            #expect(try await output.body.collect() == Array(Self.object[bytes]))
            #expect(output.contentLength == Int64(bytes.count))
            #expect(field(scripted.transport.requests[0], "range") == range.headerField)
        }
    }

    @Test("A range of nothing is not sent")
    func emptyRange() async throws {
        let scripted = try ScriptedClient([])
        var input = GetObjectInput(bucket: "b", key: "k")
        input.range = .bytes(5..<5)
        await #expect(throws: S3Error.self) { try await scripted.client.getObject(input) }
        #expect(scripted.transport.requests.isEmpty)
    }

    @Test("The tag of a completed upload follows from its parts where the server leaves it out")
    func completedTag() async throws {
        let body = "<CompleteMultipartUploadResult><ETag></ETag></CompleteMultipartUploadResult>"
        let scripted = try ScriptedClient([ScriptedClient.ok([], body: body)])
        var input = CompleteMultipartUploadInput(bucket: "b", key: "k", uploadID: "u")
        let tag = "\"d41d8cd98f00b204e9800998ecf8427e\""
        input.multipartUpload = CompletedMultipartUpload(parts: [UploadedPart(eTag: tag, partNumber: 1)])
        let output = try await scripted.client.completeMultipartUpload(input)
        #expect(output.eTag == "\"59adb24ef3cdbe0297f05b395827453f-1\"")
    }

    @Test("The tag of a completed upload does not depend on the order in which its parts are named")
    func tagOfPartsOutOfOrder() throws {
        let parts = (1...3).map {
            UploadedPart(eTag: String(repeating: "0123456789abcde\($0)", count: 2), partNumber: $0)
        }
        let answer = HTTPResponse(
            status: 200,
            body: Array("<CompleteMultipartUploadResult><ETag></ETag></CompleteMultipartUploadResult>".utf8))
        var input = CompleteMultipartUploadInput(bucket: "b", key: "k", uploadID: "u")
        let tags = try [parts, parts.reversed()].map { named in
            input.multipartUpload = CompletedMultipartUpload(parts: named)
            return try CompleteMultipartUploadOutput(answer, to: input).eTag
        }
        #expect(tags[0]?.hasPrefix("\"") == true && tags[0]?.hasSuffix("-3\"") == true)
        #expect(tags[0] == tags[1])
    }

    @Test("A marker is what the server names, encoded or not, or the last entry")
    func markers() throws {
        func next(_ named: String) throws -> Key? {
            let body =
                "<ListBucketResult><IsTruncated>true</IsTruncated>\(named)<Contents><Key>a%2Bb</Key></Contents>"
                + "<CommonPrefixes><Prefix>a%2F</Prefix></CommonPrefixes><EncodingType>url</EncodingType></ListBucketResult>"
            let answer = HTTPResponse(status: 200, body: Array(body.utf8))
            return try ListObjectsOutput(answer, to: ListObjectsInput(bucket: "b")).nextPageMarker
        }
        #expect(try next("") == "a/")
        #expect(try next("<NextMarker>a%2Bb</NextMarker>") == "a+b")
        #expect(try next("<NextMarker>a+b</NextMarker>") == "a+b")
        #expect(try next("<NextMarker>c%2Bd</NextMarker>") == "c+d")
    }

    @Test(
        "A truncated page without a token, a listing that is none and an upload without id are errors",
        arguments: [
            "<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>", "<html/>", "", "<ListBucketResult>",
        ])
    func malformed(_ body: String) {
        let answer = HTTPResponse(status: 200, body: Array(body.utf8))
        #expect(throws: S3Error.self) { try ListObjectsV2Output(answer, to: ListObjectsV2Input(bucket: "b")) }
        #expect(throws: S3Error.self) {
            try CreateMultipartUploadOutput(answer, to: CreateMultipartUploadInput(bucket: "b", key: "k"))
        }
    }

    @Test("A key of the caller's own and a session's secret do not print")
    func secrets() {
        var input = PutObjectInput(bucket: "b", key: "k")
        input.sseCustomerKey = "open sesame"
        var text = "\(input) \(String(reflecting: input))"
        dump(input, to: &text)
        #expect(!text.contains("sesame"))
    }
}
