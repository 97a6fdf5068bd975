import Testing

@testable import S3

@Suite("Signature Version 4")
struct SignatureV4Tests {
    private let example = Credentials(
        accessKeyID: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
    )

    private func signature(
        _ method: String, key: String?, query: [(String, String?)] = [], headers: [(name: String, value: String)] = [],
        payload: PayloadHash = .empty
    ) throws -> String {
        let resolver = try EndpointResolver(configuration: ClientConfiguration())
        let place = EndpointRequest(bucket: "examplebucket", key: key.map { Array($0.utf8) })
        var endpoint = try resolver.resolve(place, region: "us-east-1")
        endpoint.host = "examplebucket.s3.amazonaws.com"
        var request = HTTPRequest(method: method, endpoint: endpoint)
        request.query = query.map { (Array($0.0.utf8), $0.1.map { Array($0.utf8) }) }
        request.headers = headers
        SignatureV4().sign(&request, payload: payload, credentials: example, time: 1_369_353_600)
        let authorization = try #require(request.headers.last { $0.name == "authorization" }?.value)
        return String(authorization.suffix(64))
    }

    @Test("AWS's example: GET object with a range")
    func awsGetObject() throws {
        let signature = try signature("GET", key: "test.txt", headers: [("range", "bytes=0-9")])
        #expect(signature == "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41")
    }

    @Test("AWS's example: PUT object")
    func awsPutObject() throws {
        let digest = SHA256Digest.hexadecimal(of: Array("Welcome to Amazon S3.".utf8))
        #expect(digest == "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072")
        let signature = try signature(
            "PUT", key: "test$file.text",
            headers: [("date", "Fri, 24 May 2013 00:00:00 GMT"), ("x-amz-storage-class", "REDUCED_REDUNDANCY")],
            payload: .sha256(digest)
        )
        #expect(signature == "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd")
    }

    @Test("AWS's example: GET bucket lifecycle")
    func awsLifecycle() throws {
        let signature = try signature("GET", key: nil, query: [("lifecycle", nil)])
        #expect(signature == "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543")
    }

    @Test("AWS's example: list objects")
    func awsList() throws {
        let signature = try signature("GET", key: nil, query: [("max-keys", "2"), ("prefix", "J")])
        #expect(signature == "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7")
    }

    @Test("AWS's example: a URL for GET object")
    func awsPresigned() throws {
        let place = ResolvedEndpoint(
            scheme: "https", host: "examplebucket.s3.amazonaws.com", path: "/test.txt",
            canonicalResource: "/examplebucket/test.txt", region: "us-east-1")
        var request = HTTPRequest(method: "GET", endpoint: place)
        SignatureV4().presign(&request, credentials: example, time: 1_369_353_600, expiresIn: 86_400)
        #expect(request.url.hasSuffix("=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"))
        #expect(
            request.url.hasPrefix("https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&"))
    }

    @Test("AWS's example: the policy of a form")
    func awsPolicy() throws {
        let text = """
            { "expiration": "2015-12-30T12:00:00.000Z",
              "conditions": [
                {"bucket": "sigv4examplebucket"},
                ["starts-with", "$key", "user/user1/"],
                {"acl": "public-read"},
                {"success_action_redirect": "http://sigv4examplebucket.s3.amazonaws.com/successful_upload.html"},
                ["starts-with", "$Content-Type", "image/"],
                {"x-amz-meta-uuid": "14365123651274"},
                {"x-amz-server-side-encryption": "AES256"},
                ["starts-with", "$x-amz-meta-tag", ""],

                {"x-amz-credential": "AKIAIOSFODNN7EXAMPLE/20151229/us-east-1/s3/aws4_request"},
                {"x-amz-algorithm": "AWS4-HMAC-SHA256"},
                {"x-amz-date": "20151229T000000Z" }
              ]
            }
            """
        let policy = base64(Array(text.replacing("\n", with: "\r\n").utf8))
        let place = ResolvedEndpoint(
            scheme: "http", host: "sigv4examplebucket.s3.amazonaws.com", path: "/", canonicalResource: "/",
            region: "us-east-1")
        let signature = SignatureV4().signature(
            ofPolicy: policy, for: HTTPRequest(method: "POST", endpoint: place), credentials: example,
            time: SigningTime(secondsSince1970: 1_451_347_200))
        #expect(signature.name == "x-amz-signature")
        #expect(signature.value == "8afdbf4008c03f22c2cd3cdb72e4afbb1f6a588f3255ac628749a66d7f09699e")
    }

    @Test("A key is derived anew for another secret, day, region or service")
    func keyCache() {
        let cache = SigningKeyCache()
        func key(
            secret: Secret = "s", id: String = "a", day: Int64 = 0, region: String = "r", service: String = "s3"
        ) -> SigningKey {
            cache.key(
                for: Credentials(accessKeyID: id, secretAccessKey: secret),
                at: SigningTime(secondsSince1970: day * 86_400 + 7), region: region, service: service)
        }
        let base = key().sign([1])
        #expect(key() === key())
        #expect(key(secret: "t").sign([1]) != base)
        #expect(key(day: 1).sign([1]) != base)
        #expect(key(region: "q").sign([1]) != base)
        #expect(key(service: "sts").sign([1]) != base)
        #expect(key(id: "b").sign([1]) == base)
        #expect(key(id: "b").credential == "b/19700101/r/s3/aws4_request")
        for day in 0..<100 { _ = key(day: Int64(day)) }
        #expect(key().sign([1]) == base)
    }
}
