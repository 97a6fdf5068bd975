import Glibc
package import ObjectStore
import Synchronization

/// A bucket in memory, complete and as strict as S3, for tests.
///
/// Where `capabilities` deny something it deviates as a real server behind a store does: a condition that is not honoured
/// costs a HEAD before the request, a key that is not kept is folded (empty components, backslashes) or refused with
/// `.rejected`.
package final class MemoryStore: ObjectStore {
    /// The requests that arrived, also those that failed.
    package let log: RequestLog
    private let clock: @Sendable () -> Timestamp
    /// Leaves out what it cannot do and says nothing, as no store may: for proving that the contract finds out.
    let isCareless: Bool
    let bucket: Mutex<MemoryBucket>

    /// The most bytes handed to a sink at once.
    static let deliverySize = 64 << 10

    /// - Parameter clock: the time that `lastModified` shows; only its whole seconds.
    package init(
        capabilities: StoreCapabilities = StoreCapabilities(),
        log: RequestLog = RequestLog(),
        isCareless: Bool = false,
        clock: @escaping @Sendable () -> Timestamp = MemoryStore.systemTime
    ) {
        self.log = log
        self.clock = clock
        self.isCareless = isCareless
        bucket = Mutex(MemoryBucket(capabilities: capabilities))
    }

    package var capabilities: StoreCapabilities { bucket.withLock { $0.capabilities } }

    /// Changes what the store can do, while it is used.
    package func setCapabilities(_ change: (inout StoreCapabilities) -> Void) {
        bucket.withLock { change(&$0.capabilities) }
    }

    /// The real-time clock.
    package static let systemTime: @Sendable () -> Timestamp = {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return Timestamp(seconds: Int64(now.tv_sec))
    }

    var now: Timestamp { Timestamp(seconds: clock().seconds) }

    /// Notes a request, and ends it where the caller gave up already.
    func receive(_ record: RequestRecord) throws(StoreError) {
        if Task.isCancelled { throw StoreError(.cancelled, "before the request") }
        log.append(record)
    }

    /// Whether a condition is looked at; where the server does not honour it, by a HEAD of our own.
    func checks(_ isConditional: Bool, _ key: ObjectKey, by capability: KeyPath<StoreCapabilities, Bool>) -> Bool {
        guard isConditional else { return false }
        if capabilities[keyPath: capability] { return true }
        if !isCareless { log.append(RequestRecord(.head, key)) }
        return !isCareless
    }

    /// Runs `body` on the bucket; a typed-throws `withLock`.
    func withBucket<Value: Sendable>(
        _ body: (inout MemoryBucket) throws(StoreError) -> Value
    ) throws(StoreError) -> Value {
        let result: Result<Value, StoreError> = bucket.withLock { bucket in
            do throws(StoreError) { return .success(try body(&bucket)) } catch { return .failure(error) }
        }
        return try result.get()
    }

    // MARK: Behind the server's back

    /// All keys, in the order of listings; no request.
    package var keys: [ObjectKey] { bucket.withLock { $0.keys } }

    /// An object's bytes; no request.
    package func bytes(of key: ObjectKey) -> [UInt8]? { bucket.withLock { $0.objects[key]?.bytes } }

    /// An object's metadata; no request.
    package func metadata(of key: ObjectKey) -> ObjectMetadata? {
        bucket.withLock { bucket in
            bucket.objects[key].map { ObjectMetadata(info: bucket.info(key, $0), attributes: $0.attributes) }
        }
    }

    /// Stores an object as another client would; no request is logged, and nothing is checked.
    @discardableResult
    package func plant(_ key: ObjectKey, _ bytes: [UInt8], attributes: ObjectAttributes = ObjectAttributes()) -> ETag {
        let object = makeObject(bytes, attributes, etag: Self.etag(of: bytes))
        bucket.withLock { try? $0.insert(object, at: key) }
        return object.etag
    }

    /// Removes an object as another client would; no request is logged.
    package func uproot(_ key: ObjectKey) { bucket.withLock { $0.remove(key) } }

    /// The uploads that were neither completed nor aborted.
    package var openUploads: [MultipartUpload] {
        bucket.withLock { $0.uploads.map { MultipartUpload(key: $0.value.key, id: $0.key) } }
    }

    // MARK: Objects

    func makeObject(_ bytes: [UInt8], _ attributes: ObjectAttributes, etag: ETag) -> MemoryBucket.Object {
        MemoryBucket.Object(
            bytes: bytes, etag: etag, lastModified: now, attributes: attributes, storageClass: "STANDARD")
    }

    /// A tag that depends on the bytes alone, as S3's does; different in each process.
    static func etag(of bytes: [UInt8]) -> ETag {
        var text = ""
        for salt in 0..<2 {
            var hasher = Hasher()
            hasher.combine(salt)
            bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
            text += Hexadecimal.text(UInt64(bitPattern: Int64(hasher.finalize())), digits: 16)
        }
        return ETag(text)
    }

    static func checkMetadata(_ attributes: ObjectAttributes) throws(StoreError) {
        let size = attributes.userMetadata.reduce(0) { $0 + $1.key.utf8.count + $1.value.utf8.count }
        if size > 2048 { throw StoreError(.metadataTooLarge, "\(size) bytes") }
    }

    /// All bytes of a body.
    static func read(_ body: any ByteSource) throws(StoreError) -> [UInt8] {
        if let memory = body as? MemorySource { return memory.bytes }
        var bytes = [UInt8](repeating: 0, count: Int(body.count))
        var offset = 0
        while offset < bytes.count {
            if Task.isCancelled { throw StoreError(.cancelled, "while the body was sent") }
            var failure: StoreError?
            let count = bytes.withUnsafeMutableBytes { all in
                do throws(StoreError) {
                    return try body.read(
                        at: Int64(offset),
                        into: UnsafeMutableRawBufferPointer(rebasing: all[offset..<min(all.count, offset + (1 << 20))]))
                } catch {
                    failure = error
                    return 0
                }
            }
            if let failure { throw failure }
            if count == 0 { throw StoreError(.rejected, "the body ended \(bytes.count - offset) bytes early") }
            offset += count
        }
        return bytes
    }
}
