import Foundation

/// A server that the session runs against.
enum InteropServer: String, Sendable {
    case seaweedfs
    case ceph

    /// Its URL, from the environment.
    var endpoint: String? {
        ProcessInfo.processInfo.environment[self == .seaweedfs ? "PAIL_TEST_SEAWEEDFS" : "PAIL_TEST_CEPH"]
    }

    /// Its URL by the name that it takes for the host of buckets.
    var namedEndpoint: String? {
        endpoint.map { $0.replacing("127.0.0.1", with: "s3.localhost") }
    }

    /// Whether the environment has all that a run needs.
    var isPresent: Bool { endpoint != nil && Self.python != nil }

    /// An interpreter that has boto3.
    static var python: String? { ProcessInfo.processInfo.environment["PAIL_TEST_PYTHON"] }
}
