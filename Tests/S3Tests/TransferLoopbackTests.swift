import Testing

@testable import S3

@Suite struct TransferLoopbackTests {
    @Test(
        "A file goes up, is copied and comes down as it was, over real connections", arguments: [nil, Int64(1 << 40)])
    func roundTrip(_ bandwidth: Int64?) async throws {
        let server = try TransferServer(TransferStore())
        defer { server.stop() }
        var configuration = ClientConfiguration()
        configuration.endpointURL = "http://127.0.0.1:\(server.port)"
        configuration.addressingStyle = .path
        let client = try S3Client(
            configuration: configuration, credentials: CredentialSource(RotatingCredentials()))
        defer { client.shutdown() }
        let folder = try TransferFolder()
        let bytes = TransferBytes.make(17_000_000)
        var config = TransferConfig.small
        config.maxConcurrency = 4
        config.maxBandwidth = bandwidth
        let tally = TransferTally()
        let path = try folder.write(bytes)
        try await client.uploadFile(path, bucket: "b", key: "k", config: config, progress: { tally.add($0) })
        #expect(TransferBytes.same(server.store.object("/b/k")?.bytes, bytes))
        try await client.copy(
            CopySource(bucket: "b", key: "k"), bucket: "b", key: "l", config: config, progress: { tally.add($0) })
        try await client.downloadFile(
            bucket: "b", key: "l", to: folder.path + "/down", config: config, progress: { tally.add($0) })
        #expect(TransferBytes.same(try folder.read("down"), bytes))
        #expect(tally.sum == 3 * 17_000_000)
        #expect(server.store.uploads.isEmpty)
    }
}
