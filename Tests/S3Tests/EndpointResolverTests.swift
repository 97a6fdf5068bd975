import Testing

@testable import S3

@Suite("Endpoints")
struct EndpointResolverTests {
    private func resolver(
        _ endpointURL: String? = nil, style: ClientConfiguration.AddressingStyle = .auto, region: String = "us-east-1"
    ) throws -> EndpointResolver {
        var configuration = ClientConfiguration()
        configuration.endpointURL = endpointURL
        configuration.addressingStyle = style
        configuration.region = region
        return try EndpointResolver(configuration: configuration)
    }

    @Test("An address never gets a bucket in front")
    func addresses() throws {
        for url in ["http://127.0.0.1:8333", "http://[::1]:9000"] {
            let endpoint = try resolver(url, style: .virtual).resolve(
                EndpointRequest(bucket: "my.bucket", key: nil), region: "r")
            #expect(url.hasSuffix(endpoint.authority))
            #expect(endpoint.path == "/my.bucket")
        }
    }

    @Test("A key is encoded by its bytes, whatever they are")
    func bytes() throws {
        let endpoint = try resolver("http://h").resolve(
            EndpointRequest(bucket: "bbb", key: [0xFF, 0, 0x2F, 0x7E, 0x0A]), region: "r")
        #expect(endpoint.path == "/bbb/%FF%00/~%0A")
        for byte in UInt8.min...UInt8.max {
            let text = PercentEncoding.query.text([byte])
            let isPlain =
                "-._~".utf8.contains(byte)
                || (byte < 128
                    && (Character(Unicode.Scalar(byte)).isLetter
                        || Character(Unicode.Scalar(byte)).isNumber))
            let digits = String(byte, radix: 16, uppercase: true)
            let expected = isPlain ? String(Unicode.Scalar(byte)) : "%" + (byte < 16 ? "0" : "") + digits
            #expect(text == expected)
        }
    }

    @Test("The canonical resource names the bucket, whatever the addressing")
    func canonicalResource() throws {
        let virtual = try resolver(region: "eu-west-1").resolve(
            EndpointRequest(bucket: "bbb", key: Array("a b".utf8)), region: "eu-west-1")
        #expect(virtual.host == "bbb.s3.eu-west-1.amazonaws.com")
        #expect(virtual.path == "/a%20b")
        #expect(virtual.canonicalResource == "/bbb/a%20b")
        let path = try resolver("http://h/base").resolve(
            EndpointRequest(bucket: "bbb", key: Array("a b".utf8)), region: "r")
        #expect(path.path == "/base/bbb/a%20b")
        #expect(path.canonicalResource == "/bbb/a%20b")
        #expect(
            try resolver("http://h").resolve(EndpointRequest(bucket: "bbb", key: nil), region: "r").canonicalResource
                == "/bbb/")
        #expect(
            try resolver("http://h").resolve(EndpointRequest(bucket: nil, key: nil), region: "r").canonicalResource
                == "/")
    }

    @Test("More buckets than are remembered, each twice, lie where they lie")
    func manyBuckets() throws {
        let resolver = try resolver(region: "eu-west-1")
        for _ in 0..<2 {
            for number in 0..<600 {
                let request = EndpointRequest(bucket: "bucket-\(number)", key: Array("k\(number)".utf8))
                let endpoint = try resolver.resolve(request, region: "eu-west-1")
                #expect(endpoint.host == "bucket-\(number).s3.eu-west-1.amazonaws.com")
                #expect(endpoint.path == "/k\(number)")
                #expect(endpoint.canonicalResource == "/bucket-\(number)/k\(number)")
            }
        }
    }

    @Test("A name that no bucket has is refused with what a name may hold")
    func badBuckets() throws {
        let resolver = try resolver("http://h")
        for bucket in ["", "a/b", "a b", "é", "a:b", "arn:aws:s3", String(repeating: "x", count: 256)] {
            let error = try #require(throws: EndpointError.self) {
                try resolver.resolve(EndpointRequest(bucket: bucket), region: "r")
            }
            #expect(!error.message.isEmpty)
        }
    }

    @Test("A set of regions in the configuration goes before the endpoint's, and an explicit V4 before V4A")
    func signatureChoice() throws {
        let request = EndpointRequest(
            bucket: "arn:aws:s3-outposts:us-west-2:123456789012:outpost/op-1/accesspoint/mypoint")
        var configuration = ClientConfiguration()
        #expect(try EndpointResolver(configuration: configuration).resolve(request, region: "us-east-1").region == "*")
        configuration.sigV4aSigningRegionSet = ["us-west-2", "eu-west-1"]
        let set = try EndpointResolver(configuration: configuration).resolve(request, region: "us-east-1")
        #expect(set.region == "us-west-2,eu-west-1")
        #expect(set.signatureScheme == .v4a)
        configuration.signatureVersion = .v4
        let plain = try EndpointResolver(configuration: configuration).resolve(request, region: "us-east-1")
        #expect(plain.region == "us-west-2")
        #expect(plain.signatureScheme == .v4)
        #expect(plain.service == "s3-outposts")
    }

    @Test("A redirect to another region changes host and signature")
    func redirect() throws {
        let resolver = try resolver(region: "us-east-1")
        let endpoint = try resolver.resolve(EndpointRequest(bucket: "bbb", key: nil), region: "cn-north-1")
        #expect(endpoint.host == "bbb.s3.cn-north-1.amazonaws.com.cn")
        #expect(endpoint.region == "cn-north-1")
    }

    @Test(
        "A bad endpoint URL says what is wrong and what to write",
        arguments: [
            ("", "empty"), ("localhost:9000", "http://"), ("localhost", "http://"), ("ftp://h", "ftp"),
            ("http://", "host is missing"), ("http://:80", "host is missing"), ("http://h:0", "port"),
            ("http://h:65536", "port"), ("http://h:x", "port"), ("http://h:-1", "port"), ("http://a b", "space"),
            ("http://h\n", "space"), ("http://h?x", "query"), ("http://h/#x", "fragment"),
            ("http://u:p@h", "user name"),
            ("http://[::1", "']'"), ("http://[::1]x", "port"), ("http://[zz]", "IPv6"), ("http://::1:9000", "brackets"),
            ("http://h^st", "character"), ("http:/h", "http://"),
        ]
    )
    func badURLs(url: String, part: String) throws {
        let error = try #require(throws: ConfigurationError.self) { try EndpointURL(url) }
        #expect(error.message.contains(part), "\(error.message)")
        #expect(error.message.contains("http://localhost:9000"), "\(error.message)")
    }

    @Test("A region that cannot be a host's name is refused, unless there is an endpoint URL")
    func badRegions() throws {
        for region in ["", "us east", "a.b", "evil.com/", "-x"] {
            #expect(throws: ConfigurationError.self) { try resolver(region: region) }
            #expect(throws: Never.self) { try resolver("http://h", region: region) }
        }
    }

    @Test("Where an endpoint has several signatures, the preferred one is taken")
    func preference() throws {
        let outpost = "arn:aws:s3-outposts:us-west-2:123456789012:outpost/op-01234567890123456/accesspoint/reports"
        let multiRegion = "arn:aws:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap"
        for (preference, ofOutpost) in [
            ([], SignatureScheme.v4a), (["sigv4"], .v4), (["sigv4a", "sigv4"], .v4a), (["other", "sigv4"], .v4),
        ] as [([String], SignatureScheme)] {
            var configuration = ClientConfiguration()
            configuration.region = "us-west-2"
            configuration.authSchemePreference = preference
            let resolver = try EndpointResolver(configuration: configuration)
            let endpoint = try resolver.resolve(EndpointRequest(bucket: outpost, key: nil), region: "us-west-2")
            #expect(endpoint.signatureScheme == ofOutpost)
            #expect(endpoint.region == (ofOutpost == .v4 ? "us-west-2" : "*"))
            // Here the endpoint has only one.
            let only = try resolver.resolve(EndpointRequest(bucket: multiRegion, key: nil), region: "us-west-2")
            #expect(only.signatureScheme == .v4a)
        }
    }
}
