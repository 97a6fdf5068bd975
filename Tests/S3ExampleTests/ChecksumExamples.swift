import S3
import Testing

@Suite("Examples: checksums")
struct ChecksumExamples: ExampleSuite {
    let world: ExampleWorld

    init() async throws { world = try await .withBucket() }

    @Test("By default")
    func standard() async throws {
        // begin checksum-default
        let body = BytesBody(Array("Hello\n".utf8))
        let stored = try await client.putObject(PutObjectInput(bucket: "photos", key: "hello.txt", body: body))
        print(stored.checksumCRC32 ?? "none")  // computed here, and sent

        let answer = try await client.getObject(GetObjectInput(bucket: "photos", key: "hello.txt"))
        _ = try await answer.body.collect()  // throws if the bytes do not match
        // end checksum-default
        #expect(world.printed.first != "none" && answer.checksumCRC32 == world.printed.first)
    }

    @Test("Another algorithm", arguments: ["CRC32C", "CRC64NVME", "SHA1", "SHA256"])
    func algorithms(_ name: String) async throws {
        let algorithm = ChecksumAlgorithmName(rawValue: name)
        // begin checksum-algorithm
        var input = PutObjectInput(bucket: "photos", key: "hello.txt", body: BytesBody([1, 2, 3]))
        input.checksumAlgorithm = algorithm  // .crc32, .crc32c, .crc64nvme, .sha1 or .sha256
        let stored = try await client.putObject(input)
        // end checksum-algorithm
        let sums = [stored.checksumCRC32C, stored.checksumCRC64NVME, stored.checksumSHA1, stored.checksumSHA256]
        #expect(sums.compactMap { $0 }.count == 1)
        #expect(try await world.bytes("hello.txt") == [1, 2, 3])
    }

    @Test("A checksum that is known already")
    func known() async throws {
        // begin checksum-known
        var input = PutObjectInput(bucket: "photos", key: "hello.txt", body: BytesBody([]))
        input.checksumSHA256 = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="  // in base64
        _ = try await client.putObject(input)
        // end checksum-known
        #expect(world.server.requests.last?["x-amz-checksum-sha256"]?.hasPrefix("47DEQ") == true)
    }

    @Test("Only where they are demanded")
    func required() async throws {
        let session = try Session(
            accessKeyID: "AKIAEXAMPLE", secretAccessKey: "secret", environment: [:], homeDirectory: world.home)
        let endpointURL = world.server.url
        // begin checksum-required
        let client = try session.client(
            Config(requestChecksumCalculation: .whenRequired, responseChecksumValidation: .whenRequired),
            endpointURL: endpointURL)
        // end checksum-required
        _ = try await client.putObject(PutObjectInput(bucket: "photos", key: "a", body: BytesBody([1])))
        #expect(world.server.requests.last?["x-amz-checksum-crc32"] == nil)
    }
}
