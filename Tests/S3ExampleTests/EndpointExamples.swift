import S3
import Testing

@Suite("Examples: endpoints and providers")
struct EndpointExamples: ExampleSuite {
    let world: ExampleWorld

    init() throws { world = try ExampleWorld() }

    private var session: Session {
        get throws {
            try Session(
                accessKeyID: "AKIAEXAMPLE", secretAccessKey: "secret", environment: [:], homeDirectory: world.home)
        }
    }

    @Test("A server of one's own")
    func local() throws {
        let session = try session
        // begin endpoint-url
        let client = try session.client(
            Config(s3: Config.S3Options(addressingStyle: .path)), region: "us-east-1",
            endpointURL: "http://localhost:8333")
        // end endpoint-url
        #expect(client.configuration.endpointURL == "http://localhost:8333")
    }

    @Test("Tencent COS: virtual hosts and Version 2")
    func tencent() async throws {
        let session = try session
        // begin tencent
        let cos = try session.client(
            Config(
                signatureVersion: .v2,
                s3: Config.S3Options(addressingStyle: .virtual),
                requestChecksumCalculation: .whenRequired),
            region: "ap-guangzhou", endpointURL: "https://cos.ap-guangzhou.myqcloud.com")
        let url = try await cos.presignedURL(GetObjectInput(bucket: "photos-1250000000", key: "a.jpg")).url
        // end tencent
        #expect(url.hasPrefix("https://photos-1250000000.cos.ap-guangzhou.myqcloud.com/a.jpg?"))
        #expect(url.contains("Signature="))
    }

    @Test("Other providers")
    func providers() async throws {
        let session = try session
        // begin providers
        let hosts = [
            ("auto", "https://ACCOUNT.r2.cloudflarestorage.com"),
            ("us-west-004", "https://s3.us-west-004.backblazeb2.com"),
            ("eu-central-1", "https://s3.eu-central-1.wasabisys.com"),
            ("us-east-1", "https://fra1.digitaloceanspaces.com"),
            ("auto", "https://storage.googleapis.com"),
        ]
        for (region, endpointURL) in hosts {
            let client = try session.client(region: region, endpointURL: endpointURL)
            print(try await client.presignedURL(HeadObjectInput(bucket: "photos", key: "a.jpg")).url)
        }
        // end providers
        #expect(world.printed.count == hosts.count)
        #expect(world.printed.allSatisfy { $0.contains("/photos/a.jpg?X-Amz-Algorithm=") })
    }

    @Test("AWS's other hosts, by presigning, which makes no request")
    func aws() async throws {
        let session = try session
        // begin aws-endpoints
        func url(_ config: Config, _ bucket: String) async throws -> String {
            let virtual = Config(s3: Config.S3Options(addressingStyle: .virtual))
            let client = try session.client(virtual.merge(config), region: "us-west-2")
            return try await client.presignedURL(GetObjectInput(bucket: bucket, key: "k")).url
        }

        let plain = try await url(Config(), "photos")
        let dotted = try await url(Config(), "my.photos")  // path style: a certificate has no name of two labels
        let dualstack = try await url(Config(useDualstackEndpoint: true), "photos")
        let fips = try await url(Config(useFIPSEndpoint: true), "photos")
        let fast = try await url(Config(s3: Config.S3Options(useAccelerateEndpoint: true)), "photos")
        // end aws-endpoints
        #expect(plain.hasPrefix("https://photos.s3.us-west-2.amazonaws.com/k?"))
        #expect(dotted.hasPrefix("https://s3.us-west-2.amazonaws.com/my.photos/k?"))
        #expect(dualstack.hasPrefix("https://photos.s3.dualstack.us-west-2.amazonaws.com/k?"))
        #expect(fips.hasPrefix("https://photos.s3-fips.us-west-2.amazonaws.com/k?"))
        #expect(fast.hasPrefix("https://photos.s3-accelerate.amazonaws.com/k?"))
    }

    @Test("Names that are ARNs")
    func arns() async throws {
        let client = try session.client(region: "us-west-2")
        // begin arns
        let names = [
            "arn:aws:s3:us-west-2:123456789012:accesspoint/mine",
            "arn:aws:s3-object-lambda:us-west-2:123456789012:accesspoint/thumbnails",
            "arn:aws:s3-outposts:us-west-2:123456789012:outpost:op-01234567890123456:accesspoint:mine",
        ]
        for name in names {
            print(try await client.presignedURL(GetObjectInput(bucket: name, key: "k")).url)
        }
        // end arns
        #expect(world.printed[0].hasPrefix("https://mine-123456789012.s3-accesspoint.us-west-2.amazonaws.com/k?"))
        #expect(world.printed[1].contains("thumbnails-123456789012.s3-object-lambda.us-west-2.amazonaws.com/k?"))
        #expect(world.printed[2].contains("mine-123456789012.op-01234567890123456.s3-outposts.us-west-2"))
    }
}
