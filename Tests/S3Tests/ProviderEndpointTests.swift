import Testing

@testable import S3

/// Servers that are not AWS's, by the endpoints that they document.
@Suite("Endpoints of other providers")
struct ProviderEndpointTests {
    private struct Content: Decodable {
        struct Vector: Decodable {
            var provider: String
            var client: BotoClient
            var bucket: String?
            var key: String?
            var url: String
            var signature: [String?]
            var canonicalResource: String?
        }

        var vectors: [Vector]
    }

    @Test("Every provider's requests go where boto3 sends them")
    func matchesBoto3() throws {
        let vectors = try Vectors.load("endpoint-providers", as: Content.self).vectors
        #expect(vectors.count >= 200)
        #expect(Set(vectors.map(\.provider)).count >= 16)
        for vector in vectors {
            let resolver = try EndpointResolver(configuration: vector.client.configuration())
            BotoRequest(
                bucket: vector.bucket, key: vector.key, url: vector.url, signature: vector.signature,
                canonicalResource: vector.canonicalResource
            ).check(resolver, client: vector.client)
        }
    }

    @Test("Tencent's and Aliyun's buckets stand in front of the host, whatever signs")
    func virtualHostedOnly() throws {
        for (url, region, bucket) in [
            ("https://cos.ap-guangzhou.myqcloud.com", "ap-guangzhou", "examplebucket-1250000000"),
            ("https://s3.oss-cn-hangzhou.aliyuncs.com", "cn-hangzhou", "examplebucket"),
        ] {
            for version in ClientConfiguration.SignatureVersion.allCases {
                var configuration = ClientConfiguration()
                configuration.endpointURL = url
                configuration.region = region
                configuration.addressingStyle = .virtual
                configuration.signatureVersion = version
                let endpoint = try EndpointResolver(configuration: configuration)
                    .resolve(EndpointRequest(bucket: bucket, key: Array("dir/a b".utf8)), region: region)
                #expect("https://" + endpoint.authority == url.replacing("https://", with: "https://\(bucket)."))
                #expect(endpoint.path == "/dir/a%20b")
                #expect(endpoint.canonicalResource == "/\(bucket)/dir/a%20b")
            }
        }
    }
}
