import Glibc
import ObjectStore
import ObjectStoreTesting
import S3
import Synchronization
import Testing

@testable import pail

/// A real server that the environment names, with a bucket of this run.
enum RealServer: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case seaweedfs = "PAIL_TEST_SEAWEEDFS"
    case ceph = "PAIL_TEST_CEPH"

    var testDescription: String { rawValue }

    /// `http://127.0.0.1:9740`; nil when the server is not there.
    var endpoint: String? { getenv(rawValue).map { String(cString: $0) } }

    static var present: [RealServer] { allCases.filter { $0.endpoint != nil } }

    func client(port: UInt16? = nil) throws -> S3Client {
        var configuration = ClientConfiguration()
        configuration.endpointURL = port.map { "http://127.0.0.1:\($0)" } ?? endpoint
        configuration.addressingStyle = .path
        func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
        let credentials = try ExplicitCredentials(
            accessKeyID: variable("AWS_ACCESS_KEY_ID"),
            secretAccessKey: variable("AWS_SECRET_ACCESS_KEY").map { Secret($0) })
        return try S3Client(configuration: configuration, credentials: CredentialSource(credentials))
    }

    func store(port: UInt16? = nil, bucket: String) async throws -> S3ObjectStore {
        let client = try client(port: port)
        do throws(S3Error) {
            try await client.createBucket(bucket)
        } catch {
            // Another test made it.
            if error.status != 409 { throw error }
        }
        let capabilities = try await S3ObjectStore.probe(client: client, bucket: bucket)
        return S3ObjectStore(client: client, bucket: bucket, capabilities: capabilities)
    }

    /// The port of the endpoint.
    var port: UInt16 { endpoint.flatMap { UInt16($0.split(separator: ":").last ?? "") } ?? 0 }
}

/// The contract on the servers that are there: `make test` has SeaweedFS, `make test-full` Ceph, too.
@Suite(.serialized) struct S3ObjectStoreContractTests {
    @Test("A real server keeps the contract", arguments: RealServer.present, ObjectStoreContract.checks)
    func contract(_ server: RealServer, _ check: ObjectStoreContract.Check) async throws {
        let store = try await server.store(bucket: "pail-contract")
        for failure in await ObjectStoreContract(store: store, prefix: "r\(getpid())/").run(check) {
            Issue.record("\(server.rawValue): \(check.name): \(failure)")
        }
    }
}
