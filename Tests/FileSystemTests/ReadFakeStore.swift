import FileSystem
import LocalStore
import ObjectStore
import ObjectStoreTesting
import Synchronization

/// A bucket in memory for readers: delivers in small chunks, waits, fails and changes as a test wants.
final class ReadFakeStore: ObjectStore {
    struct Request: Hashable {
        let key: ObjectKey
        let range: Range<Int64>
        let etag: ETag?
    }

    struct State {
        var objects: [ObjectKey: (bytes: [UInt8], etag: ETag)] = [:]
        var gets: [Request] = []
        var heads = 0
        var delivered: Int64 = 0
        var cancelled = 0
        var honoursIfMatch = true
        var answersTag = true
        /// Asked before each chunk, with the number of the GET and its offset in the object; may wait, and throw.
        var beforeChunk: (@Sendable (Int, Int64) async throws(StoreError) -> Void)?
        /// Asked before each GET is answered, with its number.
        var beforeHead: (@Sendable (Int) async throws(StoreError) -> Void)?
    }

    let state = Mutex(State())
    let chunk: Int

    init(chunk: Int = 16 << 10) { self.chunk = chunk }

    let capabilities = StoreCapabilities()

    var gets: [Request] { state.withLock { $0.gets } }
    var heads: Int { state.withLock { $0.heads } }
    var cancelled: Int { state.withLock { $0.cancelled } }
    var askedBytes: Int64 { gets.reduce(0) { $0 + $1.range.upperBound - $1.range.lowerBound } }

    @discardableResult
    func plant(_ key: ObjectKey, _ bytes: [UInt8], _ tag: String) -> ETag {
        state.withLock { $0.objects[key] = (bytes, ETag(tag)) }
        return ETag(tag)
    }

    func remove(_ key: ObjectKey) { state.withLock { $0.objects[key] = nil } }

    func onChunk(_ hook: (@Sendable (Int, Int64) async throws(StoreError) -> Void)?) {
        state.withLock { $0.beforeChunk = hook }
    }

    func onGet(_ hook: (@Sendable (Int) async throws(StoreError) -> Void)?) {
        state.withLock { $0.beforeHead = hook }
    }

    func head(_ key: ObjectKey) async throws(StoreError) -> ObjectMetadata {
        let object = state.withLock { state in
            state.heads += 1
            return state.objects[key]
        }
        guard let object else { throw StoreError(.notFound) }
        return metadata(key, object)
    }

    private func metadata(_ key: ObjectKey, _ object: (bytes: [UInt8], etag: ETag)) -> ObjectMetadata {
        let answersTag = state.withLock { $0.answersTag }
        let info = ObjectInfo(
            key: key, size: Int64(object.bytes.count), etag: answersTag ? object.etag : nil,
            lastModified: Timestamp(seconds: 1))
        return ObjectMetadata(info: info, attributes: ObjectAttributes())
    }

    func get(
        _ key: ObjectKey, range: ByteRange?, ifMatches etag: ETag?, versionID: String?,
        onHead: (@Sendable (ObjectMetadata) -> Void)?, into sink: any ByteSink
    ) async throws(StoreError) -> ObjectMetadata {
        do throws(StoreError) {
            return try await perform(key, range, etag, onHead, sink)
        } catch {
            if error.reason == .cancelled { state.withLock { $0.cancelled += 1 } }
            throw error
        }
    }

    private func perform(
        _ key: ObjectKey, _ range: ByteRange?, _ etag: ETag?,
        _ onHead: (@Sendable (ObjectMetadata) -> Void)?, _ sink: any ByteSink
    ) async throws(StoreError) -> ObjectMetadata {
        let asked = range?.range ?? 0..<Int64.max
        let (number, beforeHead) = state.withLock { state in
            state.gets.append(Request(key: key, range: asked, etag: etag))
            return (state.gets.count, state.beforeHead)
        }
        if let beforeHead { try await beforeHead(number) }
        let (object, honours, hook) = state.withLock { ($0.objects[key], $0.honoursIfMatch, $0.beforeChunk) }
        guard let object else { throw StoreError(.notFound) }
        if honours, let etag, etag != object.etag { throw StoreError(.preconditionFailed) }
        let size = Int64(object.bytes.count)
        guard asked.lowerBound < size else { throw StoreError(.rangeUnsatisfiable) }
        let metadata = metadata(key, object)
        onHead?(metadata)
        var offset = asked.lowerBound
        while offset < min(size, asked.upperBound) {
            if let hook { try await hook(number, offset) }
            if Task.isCancelled { throw StoreError(.cancelled) }
            let end = min(offset + Int64(chunk), asked.upperBound, size)
            object.bytes.withUnsafeBytes {
                sink.receive(UnsafeRawBufferPointer(rebasing: $0[Int(offset)..<Int(end)]), at: offset)
            }
            state.withLock { $0.delivered += end - offset }
            offset = end
        }
        return metadata
    }

    // MARK: What readers never ask

    func list(_ request: ListRequest) async throws(StoreError) -> ListPage { throw StoreError(.unsupported) }
    func put(
        _ key: ObjectKey, _ body: any ByteSource, attributes: ObjectAttributes, if precondition: Precondition?
    ) async throws(StoreError) -> StoredObject { throw StoreError(.unsupported) }
    func copy(
        _ source: ObjectKey, to destination: ObjectKey, sourceMatches etag: ETag?, attributes: ObjectAttributes?
    ) async throws(StoreError) -> StoredObject { throw StoreError(.unsupported) }
    func delete(_ key: ObjectKey, ifMatches etag: ETag?) async throws(StoreError) { throw StoreError(.unsupported) }
    func delete(_ removals: [Removal]) async throws(StoreError) -> [(key: ObjectKey, error: StoreError)] {
        throw StoreError(.unsupported)
    }
    func createUpload(
        _ key: ObjectKey, attributes: ObjectAttributes
    ) async throws(StoreError) -> MultipartUpload { throw StoreError(.unsupported) }
    func uploadPart(
        _ upload: MultipartUpload, _ number: Int, _ body: any ByteSource
    ) async throws(StoreError) -> CompletedPart { throw StoreError(.unsupported) }
    func copyPart(
        _ upload: MultipartUpload, _ number: Int, from source: ObjectKey, range: ByteRange, sourceMatches etag: ETag?
    ) async throws(StoreError) -> CompletedPart { throw StoreError(.unsupported) }
    func completeUpload(
        _ upload: MultipartUpload, _ parts: [CompletedPart], if precondition: Precondition?
    ) async throws(StoreError) -> StoredObject { throw StoreError(.unsupported) }
    func abortUpload(_ upload: MultipartUpload) async throws(StoreError) { throw StoreError(.unsupported) }
    func listParts(_ upload: MultipartUpload) async throws(StoreError) -> [CompletedPart] {
        throw StoreError(.unsupported)
    }
}

/// Blocks of a disk that is a dictionary.
final class ReadFakeDisk: BlockStorage {
    struct Name: Hashable {
        let version: BlockVersion
        let index: Int64
    }
    let blocks = Mutex<[Name: [UInt8]]>([:])
    /// Blocks that are said to be there, and are not when they are read.
    let lost = Mutex<Set<Int64>>([])
    let reads = Mutex(0)

    func contains(_ version: BlockVersion, _ index: Int64) -> Bool {
        blocks.withLock { $0[Name(version: version, index: index)] != nil }
    }
    func hasAny(_ version: BlockVersion) -> Bool {
        blocks.withLock { $0.keys.contains { $0.version == version } }
    }
    func read(
        _ version: BlockVersion, _ index: Int64, into space: some BlockSpace,
        completion: @escaping @Sendable (Bool) -> Void
    ) {
        reads.withLock { $0 += 1 }
        let isLost = lost.withLock { $0.contains(index) }
        let bytes = isLost ? nil : blocks.withLock { $0[Name(version: version, index: index)] }
        Task {
            if let bytes {
                space.withSpace { buffers in
                    var rest = bytes[...]
                    for buffer in buffers {
                        buffer.copyBytes(from: rest.prefix(buffer.count))
                        rest = rest.dropFirst(buffer.count)
                    }
                }
            }
            completion(bytes != nil)
        }
    }
    func write(_ version: BlockVersion, _ index: Int64, _ content: some BlockContent) {
        let bytes = content.withPieces { buffers in buffers.flatMap { Array($0) } }
        blocks.withLock { $0[Name(version: version, index: index)] = bytes }
    }
    func remove(_ key: ObjectKey) {
        blocks.withLock { $0 = $0.filter { $0.key.version.key != key } }
    }
}

extension ObjectVersion {
    /// An open by a task.
    func opened() async throws(StoreError) -> ObjectMetadata {
        try await withCheckedContinuation { continuation in
            begin { continuation.resume(returning: $0) }
        }.get()
    }
}

extension ReadCursor {
    /// A read for a task.
    func bytes(_ offset: Int64, _ size: Int) async throws(StoreError) -> [UInt8] {
        try await withCheckedContinuation { continuation in
            read(offset: offset, size: size) { result in continuation.resume(returning: result.map { $0.bytes() }) }
        }.get()
    }
}

/// An outcome that a test waits for.
final class ReadOutcome: Sendable {
    private struct State {
        var results: [Result<[UInt8], StoreError>] = []
        var waiting: CheckedContinuation<Void, Never>?
    }
    private let state = Mutex(State())

    var completion: ReadCompletion {
        { [self] result in
            let waiting = state.withLock { state in
                state.results.append(result.map { $0.bytes() })
                defer { state.waiting = nil }
                return state.waiting
            }
            waiting?.resume()
        }
    }

    /// How often the completion was called.
    var count: Int { state.withLock { $0.results.count } }

    func value() async -> Result<[UInt8], StoreError> {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if !state.results.isEmpty { return true }
                state.waiting = continuation
                return false
            }
            if isThere { continuation.resume() }
        }
        return state.withLock { $0.results[0] }
    }
}

/// Waits until something is so, at most 20 seconds.
func readWait(until condition: () -> Bool) async -> Bool {
    let clock = ContinuousClock()
    let deadline = clock.now + .seconds(20)
    while !condition() {
        if clock.now > deadline { return false }
        try? await Task.sleep(for: .milliseconds(1))
    }
    return true
}
