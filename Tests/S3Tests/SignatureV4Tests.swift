import Testing

@testable import S3

@Suite("Signature Version 4")
struct SignatureV4Tests {
    private struct Content: Decodable {
        struct Vector: Decodable {
            var name: String
            var method: String
            var scheme: String
            var host: String
            var port: Int?
            var path: String
            var query: [[String?]]
            var headers: [[String]]
            var payload: String?
            var region: String
            var token: String?
            var time: Int64
            var authorization: String
        }

        var accessKeyID: String
        var secretAccessKey: String
        var vectors: [Vector]
    }

    @Test("Every request is signed as botocore signs it")
    func matchesBotocore() throws {
        let content = try Vectors.load("signatures", as: Content.self)
        #expect(content.vectors.count >= 60)
        let signer = SignatureV4()
        for vector in content.vectors {
            var request = HTTPRequest(
                method: vector.method,
                endpoint: ResolvedEndpoint(
                    scheme: vector.scheme, host: vector.host, port: vector.port, path: vector.path,
                    canonicalResource: "", region: vector.region
                )
            )
            for pair in vector.query {
                let name = Vectors.bytes(hexadecimal: try #require(pair[0]))
                request.query.append((name, pair[1].map { Vectors.bytes(hexadecimal: $0) }))
            }
            request.headers = vector.headers.map { ($0[0], $0[1]) }
            let credentials = Credentials(
                accessKeyID: content.accessKeyID, secretAccessKey: Secret(content.secretAccessKey),
                sessionToken: vector.token.map { Secret($0) }
            )
            // Twice: a second attempt must not sign what the first one left.
            for _ in 0..<2 {
                signer.sign(
                    &request, payload: vector.payload.map { .sha256($0) } ?? .unsigned, credentials: credentials,
                    time: vector.time
                )
                let signed = request.headers.filter { $0.name == "authorization" }.map(\.value)
                #expect(signed == [vector.authorization], "\(vector.name)")
            }
        }
    }

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
