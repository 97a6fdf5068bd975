import Glibc
import S3
import Testing

@testable import pail

/// A real server that the environment names, reached directly or through a proxy.
enum RealServer: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case seaweedfs = "PAIL_TEST_SEAWEEDFS"
    case ceph = "PAIL_TEST_CEPH"

    var testDescription: String { rawValue }

    /// Those that are there.
    static var present: [RealServer] { allCases.filter { $0.endpoint != nil } }

    private var endpoint: String? { getenv(rawValue).map { String(cString: $0) } }

    /// The port of the endpoint.
    var port: UInt16 { endpoint.flatMap { UInt16($0.split(separator: ":").last ?? "") } ?? 0 }

    /// A store on a bucket that is made when it is not there.
    ///
    /// - Parameter port: where the requests go: the server's or a proxy's.
    func store(port: UInt16, bucket: String) async throws -> S3ObjectStore {
        let session = try Session()
        let configuration = try session.configuration(
            Config(s3: Config.S3Options(addressingStyle: .path)), region: "us-east-1",
            endpointURL: "http://127.0.0.1:\(port)")
        let client = try S3Client(configuration: configuration, credentials: session.credentials)
        do throws(S3Error) {
            try await client.createBucket(CreateBucketInput(bucket: bucket))
        } catch {
            // Another test made it.
            if error.status != 409 { throw error }
        }
        let capabilities = try await S3ObjectStore.probe(client: client, bucket: bucket)
        return S3ObjectStore(client: client, bucket: bucket, capabilities: capabilities)
    }
}
