import Glibc
import S3
import Synchronization

/// The bucket that is measured, and the client that all requests share.
struct Place: Sendable {
    let client: S3Client
    let bucket: String
    /// How many requests are in flight at once.
    let width: Int

    init() throws {
        guard let endpoint = Self.environment("BENCH_ENDPOINT"), let bucket = Self.environment("BENCH_BUCKET") else {
            throw Failure("BENCH_ENDPOINT and BENCH_BUCKET are needed")
        }
        let session = try Session()
        // As over TLS, where bodies have a checksum and no hash in the signature; boto3 is told the same.
        let options = Config.S3Options(addressingStyle: .path, payloadSigningEnabled: false)
        var configuration = try session.configuration(Config(s3: options), endpointURL: endpoint)
        width = Self.environment("BENCH_WIDTH").flatMap { Int($0) } ?? 8
        configuration.maxConnections = max(width, TransferConfig().maxConcurrency)
        client = try S3Client(configuration: configuration, credentials: session.credentials)
        self.bucket = bucket
    }

    private static func environment(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }
}

/// Numbers that several tasks take, each once.
private final class Numbers: Sendable {
    private let next = Atomic(0)
    private let count: Int

    init(_ count: Int) { self.count = count }

    func take() -> Int? {
        let number = next.wrappingAdd(1, ordering: .relaxed).oldValue
        return number < count ? number : nil
    }
}

/// Does `job` for each number under `count`, at most `width` at once.
func inParallel(_ count: Int, width: Int, _ job: @escaping @Sendable (Int) async throws -> Void) async throws {
    let numbers = Numbers(count)
    try await withThrowingTaskGroup { group in
        for _ in 0..<min(width, count) {
            group.addTask {
                while let number = numbers.take() { try await job(number) }
            }
        }
        try await group.waitForAll()
    }
}
