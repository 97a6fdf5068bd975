import ObjectStore
import S3
import Synchronization

/// A bucket of an S3 service as an object store.
///
/// What the server does not do is done here by other requests: a condition that it does not honour becomes a HEAD
/// before the write, a missing batch becomes single requests. Which, stands in `capabilities`.
final class S3ObjectStore: ObjectStore {
    let client: S3Client
    let bucket: String
    /// Told once of each capability that the server turns out not to have.
    private let onDeviation: @Sendable (String) -> Void

    struct State {
        var capabilities: StoreCapabilities
        /// Whether the server has ListObjects only.
        var listsFirstVersion = false
    }

    /// Guards what is known of the server.
    ///
    /// Never held across a request.
    let state: Mutex<State>

    /// - Parameters:
    ///   - capabilities: what the server is known to do, for example from `probe`.
    ///   - onDeviation: told once of each capability that the server turns out not to have.
    init(
        client: S3Client, bucket: String, capabilities: StoreCapabilities,
        onDeviation: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.client = client
        self.bucket = bucket
        self.onDeviation = onDeviation
        state = Mutex(State(capabilities: capabilities))
    }

    var capabilities: StoreCapabilities { state.withLock { $0.capabilities } }

    /// Asks for the bucket and recognises the server's kind.
    ///
    /// One HEAD.
    ///
    /// - Throws: `StoreError` `.bucketMissing`, `.accessDenied`, `.wrongRegion`, `.unavailable`, …
    static func probe(client: S3Client, bucket: String) async throws(StoreError) -> StoreCapabilities {
        do throws(S3Error) {
            _ = try await client.headBucket(HeadBucketInput(bucket: bucket))
        } catch {
            var failure = StoreError(error)
            if failure.reason == .notFound { failure.reason = .bucketMissing }
            throw failure
        }
        return StoreCapabilities(client.server)
    }

    /// Stops believing in a capability, for good.
    func lose(_ capability: WritableKeyPath<StoreCapabilities, Bool>, _ message: String) {
        let isNews = state.withLock { state in
            defer { state.capabilities[keyPath: capability] = false }
            return state.capabilities[keyPath: capability]
        }
        if isNews { onDeviation(message) }
    }

    /// Performs a request of the client with this store's errors.
    func asking<Output>(
        _ request: () async throws(S3Error) -> Output
    ) async throws(StoreError) -> Output {
        do throws(S3Error) {
            return try await request()
        } catch {
            throw StoreError(error)
        }
    }
}
