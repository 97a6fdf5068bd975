import Testing

@testable import S3

@Suite("URLs and forms for others")
struct PresignTests {
    private struct Place: Decodable, Sendable {
        var version: String
        var region: String
        var style: String
        var endpoint: String?
        var token: String?
        var time: Int64

        func client(_ content: (id: String, secret: String)) throws -> S3Client {
            var configuration = ClientConfiguration()
            configuration.region = region
            configuration.endpointURL = endpoint
            configuration.addressingStyle = try #require(ClientConfiguration.AddressingStyle(rawValue: style))
            configuration.signatureVersion = ClientConfiguration.SignatureVersion(rawValue: version)
            return try PresignTests.client(
                configuration,
                Credentials(
                    accessKeyID: content.id, secretAccessKey: Secret(content.secret),
                    sessionToken: token.map { Secret($0) }), now: time)
        }
    }

    private static func client(
        _ configuration: ClientConfiguration, _ credentials: Credentials?, now: Int64 = 1_369_353_600
    ) throws -> S3Client {
        let source = try credentials.map { credentials in
            CredentialSource(
                try ExplicitCredentials(
                    accessKeyID: credentials.accessKeyID, secretAccessKey: credentials.secretAccessKey,
                    sessionToken: credentials.sessionToken))
        }
        let transport = ScriptedTransport([])
        let pipeline = try RequestPipeline(
            configuration: configuration, credentials: source ?? .anonymous, transport: transport,
            clock: ManualClock(now: now))
        return S3Client(transport: transport, pipeline: pipeline)
    }

    private struct URLContent: Decodable {
        struct Vector: Decodable {
            var name: String
            var expires: Int
            var method: String
            var bucket: String?
            var key: String?
            var query: [[String?]]
            var headers: [[String]]
            var url: String
        }

        var accessKeyID: String
        var secretAccessKey: String
        var vectors: [Vector]
    }

    private struct Places: Decodable {
        var vectors: [Place]
    }

    @Test("Every URL is the one that boto3's generate_presigned_url gives")
    func urls() async throws {
        let content = try Vectors.load("presigned", as: URLContent.self)
        let places = try Vectors.load("presigned", as: Places.self).vectors
        #expect(content.vectors.count >= 100)
        for (vector, place) in zip(content.vectors, places) {
            let client = try place.client((content.accessKeyID, content.secretAccessKey))
            var call = OperationCall("X", vector.method, bucket: vector.bucket, key: vector.key.map { Key($0) })
            for pair in vector.query {
                call.query.append((Array(try #require(pair[0]).utf8), pair[1].map { Array($0.utf8) }))
            }
            for pair in vector.headers { call.add(pair[0], pair[1]) }
            var expected = vector.url
            if place.version == "s3", let bucket = vector.bucket, vector.key == nil {
                // Sent as it is signed (`SignatureV2`).
                expected = expected.replacing("/\(bucket)?", with: "/\(bucket)/?")
            }
            let url = try await client.presignedURL(for: call, expiresIn: vector.expires)
            #expect(url.url == expected, "\(vector.name)")
            #expect(url.method == vector.method)
            let left = place.version == "s3" ? [] : vector.headers.map { "\($0[0]): \($0[1])" }
            let named = url.headers.map { "\($0.name): \($0.value)" }
            #expect(named.filter { $0.hasPrefix("x-amz-") } == left.filter { $0.hasPrefix("x-amz-") }, "\(vector.name)")
        }
    }

    private struct FormContent: Decodable {
        struct Vector: Decodable {
            var name: String
            var expires: Int
            var bucket: String
            var key: String
            var fields: [[String]]
            var given: [[String]]
            var url: String
            var form: [[String]]
        }

        var accessKeyID: String
        var secretAccessKey: String
        var vectors: [Vector]
    }

    @Test("Every form is the one that boto3's generate_presigned_post gives")
    func forms() async throws {
        let content = try Vectors.load("forms", as: FormContent.self)
        let places = try Vectors.load("forms", as: Places.self).vectors
        #expect(content.vectors.count >= 40)
        for (vector, place) in zip(content.vectors, places) {
            let client = try place.client((content.accessKeyID, content.secretAccessKey))
            let conditions = try vector.given.map { given -> PostCondition in
                switch given[1] {
                case "=": .equals(given[0], given[2])
                case "^": .startsWith(given[0], given[2])
                default: .contentLength(try #require(Int64(given[1]))...(try #require(Int64(given[2]))))
                }
            }
            let form = try await client.presignedPost(
                bucket: vector.bucket, key: Key(vector.key), fields: vector.fields.map { PostField($0[0], $0[1]) },
                conditions: conditions, expiresIn: vector.expires)
            var url = form.url
            if place.version == "s3", url.hasSuffix("/\(vector.bucket)/") { url.removeLast() }
            #expect(url == vector.url, "\(vector.name)")
            #expect(form.fields.map { [$0.name, $0.value] } == vector.form, "\(vector.name)")
            #expect(form["key"] == vector.key)
        }
    }

    private struct Input: Presignable {
        var operationCall: OperationCall {
            get throws(S3Error) { OperationCall("GetObject", "GET", bucket: "bucket", key: "k") }
        }
    }

    private static let keys = Credentials(accessKeyID: "a", secretAccessKey: "s")

    @Test("Every input of an operation can become a URL, with its members in the query and the fields")
    func inputs() async throws {
        let client = try Self.client(ClientConfiguration(), Self.keys)
        var get = GetObjectInput(bucket: "bucket", key: "a b")
        get.versionID = "v/1"
        get.responseContentType = "text/plain"
        get.ifMatch = "\"e\""
        let download = try await client.presignedURL(get)
        #expect(download.url.contains("/a%20b?response-content-type=text%2Fplain&versionId=v%2F1&X-Amz-Algorithm="))
        #expect(download.url.contains("&X-Amz-Expires=3600&X-Amz-SignedHeaders=host%3Bif-match&"))
        var put = PutObjectInput(bucket: "bucket", key: "k")
        put.contentType = "text/html"
        put.metadata = ["a": "b"]
        let upload = try await client.presignedURL(put, expiresIn: 60)
        #expect(upload.method == "PUT")
        #expect(
            upload.headers.map { "\($0.name): \($0.value)" }.sorted() == ["content-type: text/html", "x-amz-meta-a: b"])
        let removal = try await client.presignedURL(DeleteObjectInput(bucket: "bucket", key: "k"))
        #expect(removal.method == "DELETE")
        let list = try await client.presignedURL(ListObjectsV2Input(bucket: "bucket"))
        #expect(list.url.contains("?list-type=2&"))
    }

    @Test("Fields and query items that the caller adds are signed, and told back")
    func additions() async throws {
        let client = try Self.client(ClientConfiguration(), Self.keys)
        let url = try await client.presignedURL(
            Input(), expiresIn: 5, method: "HEAD", headers: ["X-Amz-Meta-B": "2", "Range": "bytes=0-1"],
            query: ["z": "1 2", "response-content-type": "a/b"])
        #expect(url.method == "HEAD")
        #expect(url.description == url.url)
        #expect(url.headers.map(\.name) == ["range", "x-amz-meta-b"])
        #expect(url.url.contains("?response-content-type=a%2Fb&z=1%202&X-Amz-Algorithm="))
        #expect(url.url.contains("&X-Amz-SignedHeaders=host%3Brange%3Bx-amz-meta-b&"))
    }

    @Test("Without credentials a URL is plain, and a form has no policy")
    func anonymous() async throws {
        let client = try Self.client(ClientConfiguration(), nil)
        let url = try await client.presignedURL(Input())
        #expect(url.url == "https://bucket.s3.us-east-1.amazonaws.com/k")
        let form = try await client.presignedPost(bucket: "bucket", key: "k", fields: [PostField("acl", "private")])
        #expect(form.fields == [PostField("acl", "private"), PostField("key", "k")])
    }

    @Test("What no server would take is refused at once")
    func refusals() async throws {
        let client = try Self.client(ClientConfiguration(), Self.keys)
        for seconds in [0, -1, 604_801, .max] {
            await #expect(throws: S3Error.self) { try await client.presignedURL(Input(), expiresIn: seconds) }
        }
        _ = try await client.presignedURL(Input(), expiresIn: 604_800)
        await #expect(throws: S3Error.self) { try await client.presignedPost(bucket: "bucket", key: Key([0xff])) }
        await #expect(throws: S3Error.self) { try await client.presignedPost(bucket: "bucket", key: "") }
        await #expect(throws: S3Error.self) { try await client.presignedPost(bucket: "bad/bucket", key: "k") }
        await #expect(throws: S3Error.self) { try await client.presignedURL(Input(), headers: ["x": "a\r\nb"]) }
        var version2 = ClientConfiguration()
        version2.signatureVersion = .v2
        let third = try Self.client(version2, Self.keys)
        _ = try await third.presignedURL(Input(), expiresIn: 10_000_000)
        await #expect(throws: S3Error.self) { try await third.presignedURL(Input(), expiresIn: .max) }
        await #expect(throws: S3Error.self) {
            try await client.presignedPost(bucket: "bucket", key: "k", expiresIn: .max)
        }
    }
}
