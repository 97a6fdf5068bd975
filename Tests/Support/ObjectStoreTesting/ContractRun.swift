import ObjectStore
import Synchronization

/// One run of a check: its store, its keys, and what did not hold.
final class ContractRun: Sendable {
    let store: any ObjectStore
    let prefix: String
    private let recorded = Mutex<[String]>([])

    init(store: any ObjectStore, prefix: String) {
        self.store = store
        self.prefix = prefix
    }

    var failures: [String] { recorded.withLock { $0 } }
    var capabilities: StoreCapabilities { store.capabilities }

    func record(_ failure: String) { recorded.withLock { $0.append(failure) } }

    /// A key of this check.
    func key(_ name: String) -> ObjectKey { ObjectKey(prefix + name) }
    func key(_ name: [UInt8]) -> ObjectKey { ObjectKey(Array(prefix.utf8) + name) }

    // MARK: Expectations

    func expect(_ condition: Bool, _ message: @autoclosure () -> String, line: Int = #line) {
        if !condition { record("line \(line): \(message())") }
    }

    func expectEqual<Value: Equatable>(_ value: Value, _ wanted: Value, _ what: String, line: Int = #line) {
        if value != wanted { record("line \(line): \(what) is \(value), not \(wanted)") }
    }

    /// Expects `work` to fail with one of `reasons`.
    func expectError(
        _ reasons: StoreError.Reason..., of what: String, line: Int = #line, _ work: () async throws(StoreError) -> Void
    ) async {
        do throws(StoreError) {
            try await work()
            record("line \(line): \(what) succeeds instead of failing with \(reasons)")
        } catch {
            if !reasons.contains(error.reason) {
                record("line \(line): \(what) fails with \(error), not with \(reasons)")
            }
        }
    }

    // MARK: Shorthand

    @discardableResult
    func put(
        _ key: ObjectKey, _ bytes: [UInt8], _ attributes: ObjectAttributes = ObjectAttributes(),
        if precondition: Precondition? = nil
    ) async throws(StoreError) -> StoredObject {
        try await store.put(key, MemorySource(bytes), attributes: attributes, if: precondition)
    }

    func get(
        _ key: ObjectKey, _ range: Range<Int64>? = nil, ifMatches etag: ETag? = nil
    ) async throws(StoreError) -> (bytes: [UInt8], metadata: ObjectMetadata) {
        let sink = MemorySink()
        let heads = Mutex<[ObjectMetadata]>([])
        let metadata = try await store.get(
            key, range: range.map { ByteRange($0) }, ifMatches: etag, versionID: nil,
            onHead: { head in
                if sink.start != nil { self.record("the head of \(key) came after its bytes") }
                heads.withLock { $0.append(head) }
            }, into: sink)
        let seen = heads.withLock { $0 }
        expect(seen.count == 1, "onHead of \(key) was called \(seen.count) times")
        expect(seen.first == metadata, "the head of \(key) differs from what get returns")
        expect(!sink.hasGap, "bytes of \(key) came out of order")
        if let start = sink.start { expectEqual(start, range?.lowerBound ?? 0, "the first offset of \(key)") }
        return (sink.bytes, metadata)
    }

    /// Every page of a listing; `pages` counts them.
    func list(
        _ prefix: ObjectKey, delimiter: UInt8? = nil, startAfter: ObjectKey? = nil, maxKeys: Int = 1000
    ) async throws(StoreError) -> (objects: [ObjectInfo], prefixes: [ObjectKey], pages: Int) {
        var request = ListRequest(prefix: prefix, delimiter: delimiter, startAfter: startAfter, maxKeys: maxKeys)
        var result: (objects: [ObjectInfo], prefixes: [ObjectKey], pages: Int) = ([], [], 0)
        repeat {
            let page = try await store.list(request)
            result.objects += page.objects
            result.prefixes += page.commonPrefixes
            result.pages += 1
            let count = page.objects.count + page.commonPrefixes.count
            expect(count <= maxKeys, "a page has \(count) entries of at most \(maxKeys)")
            expect(page.next == nil || count > 0, "a page that is not the last is empty")
            request.continuation = page.next
        } while request.continuation != nil && result.pages < 5000
        return result
    }

    /// Puts small objects, several at a time.
    func putAll(_ keys: [ObjectKey]) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            var rest = keys[...]
            for key in rest.prefix(16) { group.addTask { _ = try await self.put(key, []) } }
            rest = rest.dropFirst(16)
            while try await group.next() != nil {
                if let key = rest.popFirst() { group.addTask { _ = try await self.put(key, []) } }
            }
        }
    }

    /// Removes every object of this check.
    func removeAll() async throws(StoreError) {
        let keys = try await list(ObjectKey(prefix)).objects.map(\.key)
        if !keys.isEmpty {
            // Longest first: servers that keep a tree hold on to a directory while there is something in it.
            _ = try await store.delete(keys.sorted { $0.bytes.count > $1.bytes.count })
        }
    }
}
