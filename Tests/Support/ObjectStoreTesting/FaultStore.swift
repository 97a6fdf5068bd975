package import ObjectStore
import Synchronization

/// A store in front of another one that fails, waits and loses answers as a test says.
///
/// The faults apply in the order in which they were added; each takes part in a request once.
package final class FaultStore: ObjectStore {
    /// What goes wrong.
    package enum Fault: Sendable {
        /// The request fails, and nothing happened.
        case fail(StoreError)
        /// The request is done, and its answer is lost: it fails afterwards.
        case loseAnswer(StoreError)
        /// The request waits at the gate before it is done.
        case hold(Gate)
        /// The request is done, and its answer waits at the gate.
        case holdAnswer(Gate)
        /// The request takes a while, in which others begin.
        case linger
        /// A GET delivers this many bytes and fails then.
        case breakBody(after: Int64, StoreError)
    }

    private struct Rule {
        var kinds: Set<RequestKind>
        var matches: @Sendable (ObjectKey) -> Bool
        var skip: Int
        var times: Int
        var fault: Fault
    }

    private let base: any ObjectStore
    private let rules = Mutex<[Rule]>([])
    /// The requests that arrived here, also those that went no further.
    package let log = RequestLog()

    package init(_ base: any ObjectStore) { self.base = base }

    package var capabilities: StoreCapabilities { base.capabilities }

    /// Adds a fault.
    ///
    /// - Parameters:
    ///   - kinds: the requests it applies to.
    ///   - key: the object's key, or the prefix of a listing; nil for any.
    ///   - skip: how many matching requests pass first.
    ///   - times: how many requests it applies to then.
    package func add(
        _ fault: Fault, to kinds: Set<RequestKind>, key: ObjectKey? = nil, skip: Int = 0, times: Int = 1
    ) {
        let rule = Rule(kinds: kinds, matches: { key == nil || key == $0 }, skip: skip, times: times, fault: fault)
        rules.withLock { $0.append(rule) }
    }

    /// Removes all faults; those that wait at a gate stay there.
    package func clear() { rules.withLock { $0 = [] } }

    private func faults(_ kind: RequestKind, _ key: ObjectKey) -> [Fault] {
        log.append(RequestRecord(kind, key))
        return rules.withLock { rules in
            var found: [Fault] = []
            for index in rules.indices where rules[index].kinds.contains(kind) && rules[index].matches(key) {
                if rules[index].skip > 0 {
                    rules[index].skip -= 1
                } else if rules[index].times > 0 {
                    rules[index].times -= 1
                    found.append(rules[index].fault)
                }
            }
            return found
        }
    }

    private func pass<Value: Sendable>(
        _ kind: RequestKind, _ key: ObjectKey, _ work: () async throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        let faults = faults(kind, key)
        for fault in faults {
            switch fault {
            case .fail(let error): throw error
            case .hold(let gate): try await gate.pass()
            case .linger: await Self.linger()
            case .loseAnswer, .holdAnswer, .breakBody: break
            }
        }
        let value = try await work()
        for fault in faults {
            switch fault {
            case .loseAnswer(let error): throw error
            case .holdAnswer(let gate): try await gate.pass()
            case .fail, .hold, .linger, .breakBody: break
            }
        }
        return value
    }

    /// Lets everybody else have their turn many times.
    private static func linger() async { for _ in 0..<200 { await Task.yield() } }

    /// The most bytes that GETs of a range were asked for at once.
    package var mostFetched: Int64 { fetching.withLock { $0.most } }
    private let fetching = Mutex((now: Int64(0), most: Int64(0)))

    package func list(_ request: ListRequest) async throws(StoreError) -> ListPage {
        try await pass(.list, request.prefix) { () async throws(StoreError) in try await base.list(request) }
    }

    package func head(_ key: ObjectKey) async throws(StoreError) -> ObjectMetadata {
        try await pass(.head, key) { () async throws(StoreError) in try await base.head(key) }
    }

    package func get(
        _ key: ObjectKey,
        range: ByteRange?,
        ifMatches etag: ETag?,
        versionID: String?,
        onHead: (@Sendable (ObjectMetadata) -> Void)?,
        into sink: any ByteSink
    ) async throws(StoreError) -> ObjectMetadata {
        let faults = faults(.get, key)
        let size = Int64(range?.range.count ?? 0)
        fetching.withLock { fetching in
            fetching.now += size
            fetching.most = max(fetching.most, fetching.now)
        }
        defer { fetching.withLock { $0.now -= size } }
        var target = sink
        var answer: [Gate] = []
        var lost: StoreError?
        for fault in faults {
            switch fault {
            case .fail(let error): throw error
            case .hold(let gate): try await gate.pass()
            case .linger: await Self.linger()
            case .holdAnswer(let gate): answer.append(gate)
            case .loseAnswer(let error): lost = error
            case .breakBody(let count, let error):
                target = CuttingSink(sink, limit: (range?.lowerBound ?? 0) + count)
                lost = error
            }
        }
        let metadata = try await base.get(
            key, range: range, ifMatches: etag, versionID: versionID, onHead: onHead, into: target)
        for gate in answer { try await gate.pass() }
        if let lost { throw lost }
        return metadata
    }

    package func put(
        _ key: ObjectKey, _ body: any ByteSource, attributes: ObjectAttributes, if precondition: Precondition?
    ) async throws(StoreError) -> StoredObject {
        try await pass(.put, key) { () async throws(StoreError) in
            try await base.put(key, body, attributes: attributes, if: precondition)
        }
    }

    package func copy(
        _ source: ObjectKey, to destination: ObjectKey, sourceMatches etag: ETag?, attributes: ObjectAttributes?
    ) async throws(StoreError) -> StoredObject {
        try await pass(.copy, destination) { () async throws(StoreError) in
            try await base.copy(source, to: destination, sourceMatches: etag, attributes: attributes)
        }
    }

    package func delete(_ key: ObjectKey, ifMatches etag: ETag?) async throws(StoreError) {
        try await pass(.delete, key) { () async throws(StoreError) in try await base.delete(key, ifMatches: etag) }
    }

    package func delete(_ removals: [Removal]) async throws(StoreError) -> [(key: ObjectKey, error: StoreError)] {
        // A fault of one key of the batch is that key's failure alone.
        var passing: [Removal] = []
        var failures: [(key: ObjectKey, error: StoreError)] = []
        for removal in removals {
            let wanted = faults(.deleteBatch, removal.key)
            var failure: StoreError?
            for fault in wanted {
                switch fault {
                case .fail(let error), .loseAnswer(let error), .breakBody(_, let error): failure = error
                case .hold(let gate), .holdAnswer(let gate): try await gate.pass()
                case .linger: await Self.linger()
                }
            }
            if let failure { failures.append((removal.key, failure)) } else { passing.append(removal) }
        }
        return failures + (try await base.delete(passing))
    }

    package func createUpload(
        _ key: ObjectKey, attributes: ObjectAttributes
    ) async throws(StoreError) -> MultipartUpload {
        try await pass(.createUpload, key) { () async throws(StoreError) in
            try await base.createUpload(key, attributes: attributes)
        }
    }

    package func uploadPart(
        _ upload: MultipartUpload, _ number: Int, _ body: any ByteSource
    ) async throws(StoreError) -> CompletedPart {
        try await pass(.uploadPart, upload.key) { () async throws(StoreError) in
            try await base.uploadPart(upload, number, body)
        }
    }

    package func copyPart(
        _ upload: MultipartUpload, _ number: Int, from source: ObjectKey, range: ByteRange, sourceMatches etag: ETag?
    ) async throws(StoreError) -> CompletedPart {
        try await pass(.copyPart, upload.key) { () async throws(StoreError) in
            try await base.copyPart(upload, number, from: source, range: range, sourceMatches: etag)
        }
    }

    package func completeUpload(
        _ upload: MultipartUpload, _ parts: [CompletedPart], if precondition: Precondition?
    ) async throws(StoreError) -> StoredObject {
        try await pass(.completeUpload, upload.key) { () async throws(StoreError) in
            try await base.completeUpload(upload, parts, if: precondition)
        }
    }

    package func abortUpload(_ upload: MultipartUpload) async throws(StoreError) {
        try await pass(.abortUpload, upload.key) { () async throws(StoreError) in try await base.abortUpload(upload) }
    }

    package func listParts(_ upload: MultipartUpload) async throws(StoreError) -> [CompletedPart] {
        try await pass(.listParts, upload.key) { () async throws(StoreError) in try await base.listParts(upload) }
    }
}

/// A sink that lets bytes through up to an offset of the object.
private struct CuttingSink: ByteSink {
    let base: any ByteSink
    let limit: Int64

    init(_ base: any ByteSink, limit: Int64) {
        self.base = base
        self.limit = limit
    }

    func receive(_ bytes: UnsafeRawBufferPointer, at offset: Int64) {
        let count = min(Int64(bytes.count), limit - offset)
        if count > 0 { base.receive(UnsafeRawBufferPointer(rebasing: bytes[..<Int(count)]), at: offset) }
    }
}
