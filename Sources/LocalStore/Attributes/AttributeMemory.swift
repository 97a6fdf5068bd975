package import ObjectStore
import Synchronization

/// Learned attributes: what this host knows of object versions beyond the listing.
///
/// The disk holds them all, memory those of late use. Without an index on disk, memory is all there is.
package final class AttributeMemory: Sendable {
    private let index: Index?
    /// Guards what is in memory; comes before the index's queue in the lock order, after the namespace's locks.
    private let table: Mutex<AttributeTable>
    private let maximumRowsAtOnce: Int

    init(index: Index?, maximumWeight: Int = 32 << 20) {
        self.index = index
        table = Mutex(AttributeTable(maximumWeight: maximumWeight))
        // An entry weighs 256 bytes at least: more rows than these would push each other out.
        maximumRowsAtOnce = maximumWeight / 256
    }

    /// Remembers the attributes of a version: at once in memory, soon on disk.
    ///
    /// - Parameter lastModified: nil where the answer that taught them did not carry it.
    package func record(
        _ key: ObjectKey, etag: ETag, lastModified: Timestamp?, _ attributes: ObjectAttributes
    ) {
        let entry = AttributeTable.Entry(key: key, etag: etag, lastModified: lastModified, attributes: attributes)
        table.withLock { table in
            table.insert(entry)
            // Under the lock, so that rows are written in the order of the changes in memory.
            index?.submit { connection throws(SQLiteError) in try AttributeRows.store(entry, connection) }
        }
    }

    /// The attributes of a version, if they are in memory; never touches the disk.
    ///
    /// With `lastModified`, attributes learned at another second are not taken: a copy of an object onto itself changes
    /// its attributes and keeps its ETag. Seconds, since HEAD tells no more.
    package func known(_ key: ObjectKey, etag: ETag, lastModified: Timestamp? = nil) -> ObjectAttributes? {
        table.withLock { table in
            guard let entry = table.find(key), entry.etag == etag else { return nil }
            if let learned = entry.lastModified, let lastModified, learned.seconds != lastModified.seconds {
                return nil
            }
            return entry.attributes
        }
    }

    /// Brings what the disk knows of a directory to memory: its entries, or everything under it.
    ///
    /// Called off the fast path, before a listing is applied. Costs nothing when the directory is in memory already,
    /// and brings no more than memory may hold.
    ///
    /// - Parameter prefix: ends in `/`, or is empty.
    package func preload(under prefix: ObjectKey, recursively: Bool = false) async {
        guard index != nil, !table.withLock({ $0.isComplete(prefix) && !recursively }) else { return }
        await withCheckedContinuation { continuation in
            preload(under: prefix, recursively: recursively) { continuation.resume() }
        }
    }

    /// As the other `preload`, for who does not wait in a task.
    ///
    /// `completion` is called on the index's thread, or before this returns.
    package func preload(
        under prefix: ObjectKey, recursively: Bool = false, completion: @escaping @Sendable () -> Void
    ) {
        guard let index, !table.withLock({ $0.isComplete(prefix) && !recursively }) else { return completion() }
        let limit = maximumRowsAtOnce
        index.query(
            { [self] connection throws(SQLiteError) in
                let entries = try AttributeRows.rows(
                    under: prefix, recursively: recursively, limit: limit, connection)
                table.withLock { table in
                    if entries.count < limit { table.markComplete(prefix) }
                    for entry in entries { table.load(entry) }
                }
            }, completion: completion)
    }

    /// Forgets an object, in memory and on disk.
    package func forget(_ key: ObjectKey) {
        table.withLock { table in
            guard let index else { return table.drop(key) }
            table.forget(key)
            let isQueued = index.submit { connection throws(SQLiteError) in
                try AttributeRows.remove(key, connection)
            } completion: { [self] _ in
                self.table.withLock { $0.forgotten(key) }
            }
            if !isQueued { table.forgotten(key) }
        }
    }

    /// Returns when everything recorded so far is on disk, as far as it can be.
    package func flush() async {
        guard let index else { return }
        await withCheckedContinuation { continuation in
            index.flush { continuation.resume() }
        }
    }
}
