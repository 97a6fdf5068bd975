import FileSystemTesting
import Foundation
import ObjectStore
import S3
import Testing

@testable import pail

extension Trait where Self == ConditionTrait {
    /// Skips a test, and says so, unless the environment names the server that it needs.
    static func requiresEndpoint(_ variable: String) -> Self {
        .enabled(
            if: ProcessInfo.processInfo.environment[variable] != nil,
            "\(variable) is not set: no such server to test against")
    }
}

/// A bucket of a test's own on a server that the environment names.
struct ContractEndpoint: Sendable {
    let client: S3Client
    let bucket: String

    /// Makes the bucket.
    init(_ variable: String) async throws {
        let endpoint = try #require(ProcessInfo.processInfo.environment[variable])
        let session = try Session()
        let configuration = try session.configuration(
            Config(s3: Config.S3Options(addressingStyle: .path)), region: "us-east-1", endpointURL: endpoint)
        client = try S3Client(configuration: configuration, credentials: session.credentials)
        bucket = "pail-test-\(UInt64.random(in: 0..<(1 << 48)))"
        try await client.createBucket(CreateBucketInput(bucket: bucket))
    }

    /// The bucket as an object store, with what is known of this kind of server.
    func store() async throws -> S3ObjectStore {
        S3ObjectStore(
            client: client, bucket: bucket,
            capabilities: try await S3ObjectStore.probe(client: client, bucket: bucket),
            onDeviation: { print("\(bucket): \($0)") })
    }

    /// Empties and removes the bucket.
    func remove() async throws {
        let store = try await store()
        var request = ListRequest(prefix: "")
        while true {
            let keys = try await store.list(request).objects.map(\.key)
            if keys.isEmpty { break }
            _ = try await store.delete(keys.sorted { $0.bytes.count > $1.bytes.count })
            request.continuation = nil
        }
        try await client.deleteBucket(DeleteBucketInput(bucket: bucket))
    }

    /// Runs `body` with a fresh bucket and removes it whatever happens.
    static func withStore(
        _ variable: String, _ body: (S3ObjectStore) async throws -> Void
    ) async throws {
        let endpoint = try await ContractEndpoint(variable)
        do {
            try await body(try await endpoint.store())
        } catch {
            try? await endpoint.remove()
            throw error
        }
        try? await endpoint.remove()
    }
}
