import ObjectStore
import ObjectStoreTesting
import Synchronization

/// A store whose client is killed at one of its requests: this one may be done or not, and no later one begins.
final class DyingStore: ObjectStore {
    /// When the client is killed.
    struct Death: Sendable, Hashable {
        /// The request, from 0.
        let request: Int
        /// Whether the server does it.
        let isDone: Bool
    }

    private struct State {
        var isArmed = false
        var requests = 0
        var isDead = false
    }

    private let base: any ObjectStore
    private let death: Death?
    private let before: @Sendable (Int, RequestKind) -> Void
    private let onDeath: @Sendable () -> Void
    private let state = Mutex(State())

    /// - Parameters:
    ///   - before: called before each request, with its number and kind.
    ///   - onDeath: called at the moment of the death.
    init(
        _ base: any ObjectStore, death: Death?, before: @escaping @Sendable (Int, RequestKind) -> Void = { _, _ in },
        onDeath: @escaping @Sendable () -> Void = {}
    ) {
        self.base = base
        self.death = death
        self.before = before
        self.onDeath = onDeath
    }

    /// Counts from here on; what comes before passes.
    func arm() { state.withLock { $0.isArmed = true } }

    /// How many requests there were.
    var requests: Int { state.withLock { $0.requests } }
    var isDead: Bool { state.withLock { $0.isDead } }

    var capabilities: StoreCapabilities { base.capabilities }

    private func pass<Value: Sendable>(
        _ kind: RequestKind, _ work: () async throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        let number: Int? = state.withLock { state in
            if state.isDead { return nil }
            guard state.isArmed else { return -1 }
            defer { state.requests += 1 }
            state.isDead = state.requests == death?.request
            return state.requests
        }
        guard let number else { throw StoreError(.unavailable, "the client is dead") }
        if number < 0 { return try await work() }
        before(number, kind)
        guard number == death?.request else { return try await work() }
        if death?.isDone == true { _ = try? await work() }
        onDeath()
        throw StoreError(.unavailable, "the client died")
    }

    func list(_ request: ListRequest) async throws(StoreError) -> ListPage {
        try await pass(.list) { () async throws(StoreError) in try await base.list(request) }
    }

    func head(_ key: ObjectKey) async throws(StoreError) -> ObjectMetadata {
        try await pass(.head) { () async throws(StoreError) in try await base.head(key) }
    }

    func get(
        _ key: ObjectKey, range: ByteRange?, ifMatches etag: ETag?, versionID: String?,
        onHead: (@Sendable (ObjectMetadata) -> Void)?, into sink: any ByteSink
    ) async throws(StoreError) -> ObjectMetadata {
        try await pass(.get) { () async throws(StoreError) in
            try await base.get(key, range: range, ifMatches: etag, versionID: versionID, onHead: onHead, into: sink)
        }
    }

    func put(
        _ key: ObjectKey, _ body: any ByteSource, attributes: ObjectAttributes, if precondition: Precondition?
    ) async throws(StoreError) -> StoredObject {
        try await pass(.put) { () async throws(StoreError) in
            try await base.put(key, body, attributes: attributes, if: precondition)
        }
    }

    func copy(
        _ source: ObjectKey, to destination: ObjectKey, sourceMatches etag: ETag?, attributes: ObjectAttributes?
    ) async throws(StoreError) -> StoredObject {
        try await pass(.copy) { () async throws(StoreError) in
            try await base.copy(source, to: destination, sourceMatches: etag, attributes: attributes)
        }
    }

    func delete(_ key: ObjectKey, ifMatches etag: ETag?) async throws(StoreError) {
        try await pass(.delete) { () async throws(StoreError) in try await base.delete(key, ifMatches: etag) }
    }

    func delete(_ removals: [Removal]) async throws(StoreError) -> [(key: ObjectKey, error: StoreError)] {
        try await pass(.deleteBatch) { () async throws(StoreError) in try await base.delete(removals) }
    }

    func createUpload(_ key: ObjectKey, attributes: ObjectAttributes) async throws(StoreError) -> MultipartUpload {
        try await pass(.createUpload) { () async throws(StoreError) in
            try await base.createUpload(key, attributes: attributes)
        }
    }

    func uploadPart(
        _ upload: MultipartUpload, _ number: Int, _ body: any ByteSource
    ) async throws(StoreError) -> CompletedPart {
        try await pass(.uploadPart) { () async throws(StoreError) in try await base.uploadPart(upload, number, body) }
    }

    func copyPart(
        _ upload: MultipartUpload, _ number: Int, from source: ObjectKey, range: ByteRange, sourceMatches etag: ETag?
    ) async throws(StoreError) -> CompletedPart {
        try await pass(.copyPart) { () async throws(StoreError) in
            try await base.copyPart(upload, number, from: source, range: range, sourceMatches: etag)
        }
    }

    func completeUpload(
        _ upload: MultipartUpload, _ parts: [CompletedPart], if precondition: Precondition?
    ) async throws(StoreError) -> StoredObject {
        try await pass(.completeUpload) { () async throws(StoreError) in
            try await base.completeUpload(upload, parts, if: precondition)
        }
    }

    func abortUpload(_ upload: MultipartUpload) async throws(StoreError) {
        try await pass(.abortUpload) { () async throws(StoreError) in try await base.abortUpload(upload) }
    }

    func listParts(_ upload: MultipartUpload) async throws(StoreError) -> [CompletedPart] {
        try await pass(.listParts) { () async throws(StoreError) in try await base.listParts(upload) }
    }
}
