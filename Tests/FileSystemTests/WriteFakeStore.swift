import ObjectStore
import Synchronization

/// A bucket in memory that counts, fails and waits as a test wants.
final class WriteFakeStore: ObjectStore {
    enum Request: Hashable { case head, get, put, copy, delete, create, part, copyPart, complete, abort, list }

    struct Object {
        var bytes: [UInt8]
        var etag: ETag
        var attributes = ObjectAttributes()
    }

    struct Upload {
        var key: ObjectKey
        var attributes: ObjectAttributes
        var parts: [Int: (bytes: [UInt8], etag: ETag)] = [:]
    }

    struct State {
        var objects: [ObjectKey: Object] = [:]
        var uploads: [String: Upload] = [:]
        var counts: [Request: Int] = [:]
        var bytesFetched: Int64 = 0
        var bytesSent: Int64 = 0
        var nextTag = 1
        var capabilities = StoreCapabilities()
        /// Asked before each request.
        var fault: (@Sendable (Request) -> StoreError?)?
        /// What a request waits for before it begins.
        var gates: [Request: WriteGate] = [:]
    }

    let state = Mutex(State())

    init(minimumPart: Int64 = 5 << 20, maximumPart: Int64 = 5 << 30) {
        state.withLock {
            $0.capabilities.minimumPartSize = minimumPart
            $0.capabilities.maximumPartSize = maximumPart
        }
    }

    var capabilities: StoreCapabilities { state.withLock { $0.capabilities } }
    func count(_ request: Request) -> Int { state.withLock { $0.counts[request] ?? 0 } }
    var total: Int { state.withLock { $0.counts.values.reduce(0, +) } }
    var counts: [Request: Int] { state.withLock { $0.counts } }
    func forget() {
        state.withLock {
            $0.counts = [:]; $0.bytesFetched = 0; $0.bytesSent = 0
        }
    }
    func bytes(_ key: ObjectKey) -> [UInt8]? { state.withLock { $0.objects[key]?.bytes } }
    var openUploads: Int { state.withLock { $0.uploads.count } }
    func setFault(_ fault: (@Sendable (Request) -> StoreError?)?) { state.withLock { $0.fault = fault } }

    /// Fails every request after so many, but for the abort of an upload.
    func fail(after count: Int) {
        let calls = Mutex(0)
        setFault { request in
            guard request != .abort else { return nil }
            let number = calls.withLock { calls in
                calls += 1
                return calls
            }
            return number > count ? StoreError(.unavailable) : nil
        }
    }

    @discardableResult
    func store(_ key: ObjectKey, _ bytes: [UInt8], _ attributes: ObjectAttributes = ObjectAttributes()) -> ETag {
        state.withLock { state in
            let etag = state.makeTag()
            state.objects[key] = Object(bytes: bytes, etag: etag, attributes: attributes)
            return etag
        }
    }

    private func begin(_ request: Request) async throws(StoreError) {
        let (gate, fault) = state.withLock { state -> (WriteGate?, (@Sendable (Request) -> StoreError?)?) in
            state.counts[request, default: 0] += 1
            return (state.gates[request], state.fault)
        }
        if let gate { await gate.wait() }
        if let error = fault?(request) { throw error }
        // An abort must go through whatever happened to its caller.
        if Task.isCancelled { throw StoreError(.cancelled) }
    }

    private func read(_ body: any ByteSource) throws(StoreError) -> [UInt8] {
        var all = [UInt8](repeating: 0xEE, count: Int(body.count))
        var result: Result<Int, StoreError> = .success(0)
        var done = 0
        while done < all.count {
            let step = min(all.count - done, 65_537)
            all.withUnsafeMutableBytes { raw in
                let target = UnsafeMutableRawBufferPointer(rebasing: raw[done..<done + step])
                do throws(StoreError) {
                    result = .success(try body.read(at: Int64(done), into: target))
                } catch { result = .failure(error) }
            }
            let count = try result.get()
            if count == 0 { throw StoreError(.rejected, "short body") }
            done += count
        }
        state.withLock { $0.bytesSent += Int64(all.count) }
        return all
    }

    func list(_ request: ListRequest) async throws(StoreError) -> ListPage {
        try await begin(.list)
        return ListPage(objects: [], commonPrefixes: [], next: nil)
    }

    func head(_ key: ObjectKey) async throws(StoreError) -> ObjectMetadata {
        try await begin(.head)
        guard let object = state.withLock({ $0.objects[key] }) else { throw StoreError(.notFound) }
        return metadata(key, object)
    }

    private func metadata(_ key: ObjectKey, _ object: Object) -> ObjectMetadata {
        let info = ObjectInfo(
            key: key, size: Int64(object.bytes.count), etag: object.etag, lastModified: Timestamp(seconds: 0))
        return ObjectMetadata(info: info, attributes: object.attributes)
    }

    func get(
        _ key: ObjectKey, range: ByteRange?, ifMatches etag: ETag?, versionID: String?,
        onHead: (@Sendable (ObjectMetadata) -> Void)?, into sink: any ByteSink
    ) async throws(StoreError) -> ObjectMetadata {
        try await begin(.get)
        guard let object = state.withLock({ $0.objects[key] }) else { throw StoreError(.notFound) }
        if let etag, object.etag != etag { throw StoreError(.preconditionFailed) }
        let size = Int64(object.bytes.count)
        let wanted = range?.range ?? 0..<size
        guard wanted.lowerBound < size else { throw StoreError(.rangeUnsatisfiable) }
        let cut = wanted.clamped(to: 0..<size)
        var position = cut.lowerBound
        object.bytes.withUnsafeBytes { raw in
            while position < cut.upperBound {
                let end = min(cut.upperBound, position + 16_384)
                sink.receive(UnsafeRawBufferPointer(rebasing: raw[Int(position)..<Int(end)]), at: position)
                position = end
            }
        }
        state.withLock { $0.bytesFetched += Int64(cut.count) }
        return metadata(key, object)
    }

    func put(
        _ key: ObjectKey, _ body: any ByteSource, attributes: ObjectAttributes, if precondition: Precondition?
    ) async throws(StoreError) -> StoredObject {
        try await begin(.put)
        let bytes = try read(body)
        return try finish(key, bytes, attributes, precondition)
    }

    private func finish(
        _ key: ObjectKey, _ bytes: [UInt8], _ attributes: ObjectAttributes, _ precondition: Precondition?
    ) throws(StoreError) -> StoredObject {
        try state.withLock { (state) throws(StoreError) -> StoredObject in
            switch precondition {
            case .absent where state.objects[key] != nil: throw StoreError(.preconditionFailed)
            case .matches(let etag) where state.objects[key]?.etag != etag: throw StoreError(.preconditionFailed)
            default: break
            }
            let etag = state.makeTag()
            state.objects[key] = Object(bytes: bytes, etag: etag, attributes: attributes)
            return StoredObject(etag: etag)
        }
    }

    func copy(
        _ source: ObjectKey, to destination: ObjectKey, sourceMatches etag: ETag?, attributes: ObjectAttributes?
    ) async throws(StoreError) -> StoredObject {
        try await begin(.copy)
        guard let object = state.withLock({ $0.objects[source] }) else { throw StoreError(.notFound) }
        if let etag, object.etag != etag { throw StoreError(.preconditionFailed) }
        if Int64(object.bytes.count) > capabilities.maximumCopySize { throw StoreError(.tooLarge) }
        return try finish(destination, object.bytes, attributes ?? object.attributes, nil)
    }

    func delete(_ key: ObjectKey, ifMatches etag: ETag?) async throws(StoreError) {
        try await begin(.delete)
        state.withLock { $0.objects[key] = nil }
    }

    func delete(_ removals: [Removal]) async throws(StoreError) -> [(key: ObjectKey, error: StoreError)] {
        try await begin(.delete)
        state.withLock { state in for removal in removals { state.objects[removal.key] = nil } }
        return []
    }

    func createUpload(_ key: ObjectKey, attributes: ObjectAttributes) async throws(StoreError) -> MultipartUpload {
        try await begin(.create)
        let id = state.withLock { state -> String in
            let id = state.makeTag().value
            state.uploads[id] = Upload(key: key, attributes: attributes)
            return id
        }
        return MultipartUpload(key: key, id: id)
    }

    private func add(
        _ upload: MultipartUpload, _ number: Int, _ bytes: [UInt8]
    ) throws(StoreError) -> CompletedPart {
        guard Int64(bytes.count) <= capabilities.maximumPartSize else { throw StoreError(.tooLarge) }
        return try state.withLock { (state) throws(StoreError) -> CompletedPart in
            guard state.uploads[upload.id] != nil else { throw StoreError(.uploadMissing) }
            let etag = state.makeTag()
            state.uploads[upload.id]?.parts[number] = (bytes, etag)
            return CompletedPart(number: number, etag: etag)
        }
    }

    func uploadPart(
        _ upload: MultipartUpload, _ number: Int, _ body: any ByteSource
    ) async throws(StoreError) -> CompletedPart {
        try await begin(.part)
        return try add(upload, number, try read(body))
    }

    func copyPart(
        _ upload: MultipartUpload, _ number: Int, from source: ObjectKey, range: ByteRange, sourceMatches etag: ETag?
    ) async throws(StoreError) -> CompletedPart {
        try await begin(.copyPart)
        guard let object = state.withLock({ $0.objects[source] }) else { throw StoreError(.notFound) }
        if let etag, object.etag != etag { throw StoreError(.preconditionFailed) }
        guard Int64(object.bytes.count) > capabilities.minimumPartSize, range.upperBound <= object.bytes.count else {
            throw StoreError(.rejected, "InvalidRequest: the source is too small")
        }
        return try add(upload, number, Array(object.bytes[Int(range.lowerBound)..<Int(range.upperBound)]))
    }

    func completeUpload(
        _ upload: MultipartUpload, _ parts: [CompletedPart], if precondition: Precondition?
    ) async throws(StoreError) -> StoredObject {
        try await begin(.complete)
        guard let open = state.withLock({ $0.uploads[upload.id] }) else { throw StoreError(.uploadMissing) }
        var bytes: [UInt8] = []
        var last = 0
        for part in parts {
            guard part.number > last, part.number <= 10_000, let held = open.parts[part.number],
                held.etag == part.etag,
                part.number == parts.last?.number || Int64(held.bytes.count) >= capabilities.minimumPartSize
            else { throw StoreError(.uploadRejected, "part \(part.number)") }
            last = part.number
            bytes += held.bytes
        }
        let stored = try finish(upload.key, bytes, open.attributes, precondition)
        state.withLock { $0.uploads[upload.id] = nil }
        return stored
    }

    func abortUpload(_ upload: MultipartUpload) async throws(StoreError) {
        try await begin(.abort)
        state.withLock { $0.uploads[upload.id] = nil }
    }

    func listParts(_ upload: MultipartUpload) async throws(StoreError) -> [CompletedPart] { [] }
}

extension WriteFakeStore.State {
    mutating func makeTag() -> ETag {
        defer { nextTag += 1 }
        return ETag("tag\(nextTag)")
    }
}

/// Holds who comes until it is opened, and tells when someone is there.
final class WriteGate: Sendable {
    private struct State {
        var isOpen = false
        var waiting: [CheckedContinuation<Void, Never>] = []
        var observers: [CheckedContinuation<Void, Never>] = []
        var arrived = 0
    }
    private let state = Mutex(State())

    func wait() async {
        await withCheckedContinuation { continuation in
            let (goes, observers) = state.withLock { state -> (Bool, [CheckedContinuation<Void, Never>]) in
                state.arrived += 1
                let observers = state.observers
                state.observers = []
                if !state.isOpen { state.waiting.append(continuation) }
                return (state.isOpen, observers)
            }
            for observer in observers { observer.resume() }
            if goes { continuation.resume() }
        }
    }

    func arrival() async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state -> Bool in
                if state.arrived == 0 { state.observers.append(continuation) }
                return state.arrived > 0
            }
            if isThere { continuation.resume() }
        }
    }

    func open() {
        let waiting = state.withLock { state -> [CheckedContinuation<Void, Never>] in
            state.isOpen = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for one in waiting { one.resume() }
    }
}

/// SplitMix64: the same numbers for the same seed.
struct WriteRandom: RandomNumberGenerator {
    var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

extension [UInt8] {
    /// What fallocate(2) of these modes does to a file's bytes: reserving, keeping the size or not, punching, zeroing.
    mutating func allocate(mode: Int, offset: Int, length: Int) {
        if mode == 0 || mode == 16, count < offset + length {
            self += [UInt8](repeating: 0, count: offset + length - count)
        }
        if mode > 1, offset < count {
            for index in offset..<Swift.min(count, offset + length) { self[index] = 0 }
        }
    }
}
