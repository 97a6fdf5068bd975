import Testing

@testable import S3

@Suite("Redirects to a bucket's region") struct RetryRedirectTests {
    private func answer(_ status: Int, _ headers: [(name: String, value: String)] = []) -> ScriptedTransport.Answer {
        .response(HTTPResponse(status: status, headers: headers))
    }

    private let named = [(name: "x-amz-bucket-region", value: "ap-south-1")]

    private func regions(_ scripted: ScriptedClient) -> [String] {
        scripted.transport.requests.map { "\($0.method) \($0.endpoint.region)" }
    }

    @Test("A HEAD without a body follows the region in its header", arguments: [301, 400])
    func head(_ status: Int) async throws {
        let scripted = try ScriptedClient([answer(status, named), answer(200, [("etag", "\"e\"")])])
        _ = try await scripted.client.headObject(HeadObjectInput(bucket: "b", key: "k"))
        #expect(regions(scripted) == ["HEAD us-east-1", "HEAD ap-south-1"])
    }

    @Test("An answer that names no region has the bucket asked", arguments: [200, 403])
    func asksBucket(_ status: Int) async throws {
        let scripted = try ScriptedClient([answer(301), answer(status, named), answer(200, [("etag", "\"e\"")])])
        _ = try await scripted.client.headObject(HeadObjectInput(bucket: "b", key: "k"))
        #expect(regions(scripted) == ["HEAD us-east-1", "HEAD us-east-1", "HEAD ap-south-1"])
        #expect(scripted.transport.requests[1].endpoint.path == "/b")
        #expect(scripted.client.counters["HeadBucket"].requests == 1)
    }

    @Test("A bare 400 to HeadObject has other credentials tried, and the bucket asked where there are none")
    func bareHead() async throws {
        let rotated = try ScriptedClient([answer(400), answer(200, [("etag", "\"e\"")])])
        _ = try await rotated.client.headObject(HeadObjectInput(bucket: "b", key: "k"))
        #expect(regions(rotated) == ["HEAD us-east-1", "HEAD us-east-1"])
    }

    @Test("A redirect is followed once")
    func once() async throws {
        let scripted = try ScriptedClient([answer(301, named), answer(301, [("x-amz-bucket-region", "eu-west-3")])])
        let error = await #expect(throws: S3Error.self) {
            try await scripted.client.headObject(HeadObjectInput(bucket: "b", key: "k"))
        }
        #expect(error?.status == 301 && error?.attempts == 2)
    }

    @Test("A redirect to where the request came from, or to nowhere, is an error")
    func nowhere() async throws {
        for answers in [
            [answer(301, [("x-amz-bucket-region", "us-east-1")])], [answer(301), answer(404)],
            // What would be another host's name.
            [answer(301, [("x-amz-bucket-region", "a.example/")])],
        ] {
            let scripted = try ScriptedClient(answers)
            let error = await #expect(throws: S3Error.self) {
                try await scripted.client.headObject(HeadObjectInput(bucket: "b", key: "k"))
            }
            #expect(error?.status == 301)
        }
    }
}
