import S3
import Testing

@Suite("Examples: signatures and presigned requests")
struct PresignExamples: ExampleSuite {
    let world: ExampleWorld

    init() async throws { world = try await .withBucket() }

    @Test("Presigned URLs")
    func urls() async throws {
        // begin presigned-url
        let get = try await client.presignedURL(
            GetObjectInput(bucket: "photos", key: "hello.txt"), expiresIn: 600)
        print(get.method, get.url)

        var input = PutObjectInput(bucket: "photos", key: "hello.txt")
        input.contentType = "text/plain"
        let put = try await client.presignedURL(input)
        for field in put.headers {
            print("send", field.name, field.value)  // part of the signature
        }
        // end presigned-url
        #expect(get.url.hasPrefix(world.server.url + "/photos/hello.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256"))
        #expect(get.url.contains("X-Amz-Expires=600") && get.url.contains("X-Amz-Signature="))
        #expect(world.printed.contains("send content-type text/plain"))
    }

    @Test("Presigned forms")
    func forms() async throws {
        // begin presigned-post
        let form = try await client.presignedPost(
            bucket: "photos", key: "incoming/${filename}",
            fields: [PostField("acl", "private")],
            conditions: [.equals("acl", "private"), .contentLength(1...10_485_760)],
            expiresIn: 3600)
        print(form.url)
        for field in form.fields {
            print(field.name, field.value)  // <input type="hidden" name="..." value="...">
        }
        // end presigned-post
        #expect(form["policy"] != nil && form["x-amz-signature"] != nil)
        #expect(world.printed.count == form.fields.count + 1)
    }

    @Test("Signature Version 2")
    func version2() async throws {
        let session = try Session(
            accessKeyID: "AKIAEXAMPLE", secretAccessKey: "secret", environment: [:], homeDirectory: world.home)
        let endpointURL = world.server.url
        // begin signature-v2
        let old = try session.client(Config(signatureVersion: .v2), endpointURL: endpointURL)
        let url = try await old.presignedURL(GetObjectInput(bucket: "photos", key: "hello.txt"))
        // end signature-v2
        #expect(url.url.contains("AWSAccessKeyId=AKIAEXAMPLE") && url.url.contains("Signature="))
    }
}
