import Testing

@testable import S3

/// The same session through boto3 and through Swift: `make_steps.py` writes it.
@Suite("What boto3 does, Swift does", .serialized) struct InteropTests {
    @Test(
        "SeaweedFS: every answer and every object is the same", .enabled(if: InteropServer.seaweedfs.isPresent),
        arguments: [ClientConfiguration.SignatureVersion.v4, .v2])
    func seaweedFS(signature: ClientConfiguration.SignatureVersion) async throws {
        try await compare(InteropRun(.seaweedfs, .path, signature))
    }

    @Test(
        "Ceph: every answer and every object is the same", .enabled(if: InteropServer.ceph.isPresent),
        arguments: [ClientConfiguration.AddressingStyle.path, .virtual], [ClientConfiguration.SignatureVersion.v4, .v2])
    func ceph(
        addressing: ClientConfiguration.AddressingStyle, signature: ClientConfiguration.SignatureVersion
    ) async throws {
        try await compare(InteropRun(.ceph, addressing, signature))
    }

    private func compare(_ run: InteropRun) async throws {
        let differences = try await run.differences()
        for difference in differences.prefix(40) { Issue.record("\(difference)") }
        #expect(differences.isEmpty, "\(differences.count) differences")
    }
}
