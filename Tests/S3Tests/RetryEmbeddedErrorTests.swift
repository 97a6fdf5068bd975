import Testing

@testable import S3

@Suite("Errors within successes") struct RetryEmbeddedErrorTests {
    private let document =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>InternalError</Code><Message>m</Message></Error>"

    private func get(_ scripted: ScriptedClient) async throws(S3Error) -> [UInt8] {
        let sink = CollectingSink()
        try await scripted.client.getObject(GetObjectInput(bucket: "b", key: "k"), into: sink)
        return sink.bytes
    }

    @Test("Only a document whose root is an error is one")
    func judge() {
        func judge(_ text: String) -> EmbeddedError.Judgement {
            Array(text.utf8).withUnsafeBytes { EmbeddedError.judge($0) }
        }
        for length in 0...document.utf8.count {
            let wanted: EmbeddedError.Judgement = length < 46 ? .unknown : .error
            #expect(judge(String(document.prefix(length))) == wanted, "\(length)")
        }
        #expect(judge("<Error/>") == .error)
        for text in ["<Errors>", "x", "<a", "<?xml?><a>", "{\"Error\"", "<?xml" + String(repeating: "x", count: 300)] {
            #expect(judge(text) == .other)
        }
    }

    @Test("An object's answer without tag and date that is an error is repeated as one, and no byte of it passed on")
    func object() async throws {
        let failed = ScriptedClient.ok([], body: document)
        let scripted = try ScriptedClient([
            failed, ScriptedClient.ok([("etag", "\"e\""), ("content-length", "2")], body: "ok"),
        ])
        #expect(try await get(scripted) == Array("ok".utf8))
        #expect(scripted.transport.requests.count == 2)
    }

    @Test("An object that looks like an error is an object as long as it has a tag")
    func tagged() async throws {
        let length = (name: "content-length", value: "\(document.utf8.count)")
        let scripted = try ScriptedClient([ScriptedClient.ok([("etag", "\"e\""), length], body: document)])
        #expect(try await get(scripted) == Array(document.utf8))
    }

    @Test("What has no tag and is no error is passed on whole", arguments: ["", "<", "<Err", "plain text"])
    func untagged(_ text: String) async throws {
        for headers in [[], [(name: "content-length", value: "\(text.utf8.count)")]] {
            let scripted = try ScriptedClient([ScriptedClient.ok(headers, body: text)])
            #expect(try await get(scripted) == Array(text.utf8))
        }
    }

    @Test("A document that breaks off counts as a failure of the server")
    func truncated() async throws {
        let scripted = try ScriptedClient([
            ScriptedClient.ok([], body: "<CopyObjectResult><ETag>\"c\""),
            ScriptedClient.ok([], body: "<CopyObjectResult><ETag>\"c\"</ETag></CopyObjectResult>\n"),
        ])
        let input = CopyObjectInput(bucket: "b", key: "k", copySource: CopySource(bucket: "b", key: "a"))
        #expect(try await scripted.client.copyObject(input).copyObjectResult.eTag == "\"c\"")
    }
}
