import Testing

@testable import S3

@Suite("Paginators") struct PaginatorTests {
    /// What one listing came to.
    private struct Listing: Equatable {
        var pages: [[String]] = []
        var prefixes: [[String]] = []
        var resumeToken: String?
    }

    @Test("Every listing asks, gives out and resumes as botocore's")
    func matchesBotocore() async throws {
        let vectors = try OperationVectors()
        #expect(vectors.pages.count >= 130)
        for vector in vectors.pages {
            let answers = vector["answers"].items.map { ScriptedClient.ok([], body: $0.text) }
            let scripted = try ScriptedClient(answers)
            let listing = try await list(vector, scripted.client)
            let expected = Listing(
                pages: vector["pages"].items.map { $0.items.map(\.text) },
                prefixes: vector["prefixes"].items.map { $0.items.map(\.text) },
                resumeToken: vector["resumeToken"].value == .null ? nil : vector["resumeToken"].text)
            let name = "\(vector["operation"].text), \(vector["name"].text)"
            #expect(listing == expected, "\(name)")
            let queries = scripted.transport.requests.map { request in
                request.query.map { item in
                    [String(decoding: item.name, as: UTF8.self), String(decoding: item.value ?? [], as: UTF8.self)]
                }.sorted { $0[0] < $1[0] }
            }
            #expect(queries == vector["queries"].items.map { $0.items.map { $0.items.map(\.text) } }, "\(name)")
        }
    }

    private func list(_ vector: Parameters, _ client: S3Client) async throws -> Listing {
        let p = vector["parameters"]
        let config = vector["config"]
        let size = config.has("PageSize")?.integer
        let limit = config.has("MaxItems")?.integer
        let token = config.has("StartingToken")?.text
        let bucket = p["Bucket"].text
        switch vector["operation"].text {
        case "ListObjectsV2":
            let input = ListObjectsV2Input(bucket: bucket)
            return try await collect(
                client.listObjectsV2Pages(input, pageSize: size, limit: limit, startingToken: token),
                { $0.contents.map(\.key.description) }, { $0.commonPrefixes })
        case "ListObjects":
            let input = ListObjectsInput(bucket: bucket)
            return try await collect(
                client.listObjectsPages(input, pageSize: size, limit: limit, startingToken: token),
                { $0.contents.map(\.key.description) }, { $0.commonPrefixes })
        case "ListObjectVersions":
            let input = ListObjectVersionsInput(bucket: bucket)
            return try await collect(
                client.listObjectVersionsPages(input, pageSize: size, limit: limit, startingToken: token),
                { $0.versions.map(\.key.description) }, { $0.commonPrefixes })
        case "ListMultipartUploads":
            let input = ListMultipartUploadsInput(bucket: bucket)
            return try await collect(
                client.listMultipartUploadsPages(input, pageSize: size, limit: limit, startingToken: token),
                { $0.uploads.map(\.key.description) }, { $0.commonPrefixes })
        case "ListParts":
            let input = ListPartsInput(bucket: bucket, key: p["Key"].key, uploadID: p["UploadId"].text)
            return try await collect(
                client.listPartsPages(input, pageSize: size, limit: limit, startingToken: token),
                { $0.parts.map { String($0.partNumber) } }, { _ in [] })
        case "ListBuckets":
            return try await collect(
                client.listBucketsPages(pageSize: size, limit: limit, startingToken: token),
                { $0.buckets.map(\.name) }, { _ in [] })
        default:
            return try await collect(
                client.listDirectoryBucketsPages(pageSize: size, limit: limit, startingToken: token),
                { $0.buckets.map(\.name) }, { _ in [] })
        }
    }

    private func collect<Input, Page, Item>(
        _ pages: Pages<Input, Page, Item>, _ items: (Page) -> [String], _ prefixes: (Page) -> [Key]
    ) async throws -> Listing {
        var listing = Listing()
        var iterator = pages.makeAsyncIterator()
        while let page = try await iterator.next() {
            listing.pages.append(items(page))
            listing.prefixes.append(prefixes(page).map(\.description))
        }
        listing.resumeToken = iterator.resumeToken
        return listing
    }

    private static func page(_ keys: [String], next: String?) -> ScriptedTransport.Answer {
        let contents = keys.map { "<Contents><Key>\($0)</Key></Contents>" }.joined()
        let more = next.map { "<NextContinuationToken>\($0)</NextContinuationToken>" } ?? ""
        return ScriptedClient.ok(
            [],
            body: "<ListBucketResult><IsTruncated>\(next != nil)</IsTruncated>\(contents)\(more)</ListBucketResult>")
    }

    @Test("Elements come page by page, and no page before it is wanted")
    func elements() async throws {
        let scripted = try ScriptedClient([
            Self.page(["a", "b"], next: "1"), Self.page([], next: "2"), Self.page(["c"], next: nil),
        ])
        var keys: [Key] = []
        var requests: [Int] = []
        for try await object in scripted.client.listObjectsV2Pages(ListObjectsV2Input(bucket: "b")).contents {
            keys.append(object.key)
            requests.append(scripted.transport.requests.count)
        }
        #expect(keys == ["a", "b", "c"])
        #expect(requests == [1, 1, 3])
    }

    @Test("A page that names itself as the next ends the listing with an error")
    func sameToken() async throws {
        let scripted = try ScriptedClient([Self.page(["a"], next: "1"), Self.page(["b"], next: "1")])
        var seen = 0
        let error = await #expect(throws: S3Error.self) {
            for try await _ in scripted.client.listObjectsV2Pages(ListObjectsV2Input(bucket: "b")) { seen += 1 }
        }
        #expect(error?.code == "MalformedAnswer")
        #expect(seen == 1)
    }

    @Test("Keys that are no text survive in a token")
    func bytesInTokens() {
        let names = ["Marker"]
        let token = ResumeToken(tokens: [.bytes([0xFF, 0x41, 0])], skipped: 3)
        #expect(ResumeToken(token.text(names: names), names: names) == token)
        let text = ResumeToken(tokens: [PageToken("a\"\\\n\u{1}ü😀")])
        #expect(ResumeToken(text.text(names: names), names: names) == text)
    }

    @Test("What is no token is refused", arguments: ["a___b___c", "eyJhIjogMX0="])
    func badTokens(_ token: String) async throws {
        let scripted = try ScriptedClient([])
        var iterator = scripted.client.listObjectsV2Pages(
            ListObjectsV2Input(bucket: "b"), startingToken: token
        ).makeAsyncIterator()
        let error = await #expect(throws: S3Error.self) { try await iterator.next() }
        #expect(error?.code == "InvalidInput")
        #expect(scripted.transport.requests.isEmpty)
    }
}
