import ObjectStore

/// The attributes that are in memory, by last use, bounded.
struct AttributeTable {
    struct Entry: Hashable, Sendable {
        let key: ObjectKey
        let etag: ETag
        let lastModified: Timestamp?
        let attributes: ObjectAttributes
        /// Bytes of memory, roughly.
        let weight: Int

        init(key: ObjectKey, etag: ETag, lastModified: Timestamp?, attributes: ObjectAttributes) {
            self.key = key
            self.etag = etag
            self.lastModified = lastModified
            self.attributes = attributes
            let metadata = attributes.userMetadata.reduce(0) { $0 + $1.key.utf8.count + $1.value.utf8.count + 48 }
            weight = 256 + key.bytes.count + etag.value.utf8.count + metadata
        }
    }

    let maximumWeight: Int
    private(set) var weight = 0
    private var slots: [ObjectKey: Int32] = [:]
    private var entries = Slots<Entry>()
    private var recency = RecencyList()
    /// Directories whose rows are all in memory.
    private var complete: Set<ObjectKey> = []
    /// Objects that are being forgotten on disk, with how often: their rows must not come back.
    private var forgetting: [ObjectKey: Int] = [:]

    init(maximumWeight: Int) { self.maximumWeight = maximumWeight }

    var count: Int { entries.count }

    mutating func insert(_ entry: Entry) {
        drop(entry.key)
        let slot = entries.insert(entry)
        slots[entry.key] = slot
        recency.append(slot)
        weight += entry.weight
        while weight > maximumWeight, let oldest = recency.oldest {
            drop(entries[oldest].key)
            complete = []
        }
    }

    /// Takes in a row from disk, unless something newer is known.
    mutating func load(_ entry: Entry) {
        if slots[entry.key] == nil, forgetting[entry.key] == nil { insert(entry) }
    }

    mutating func find(_ key: ObjectKey) -> Entry? {
        guard let slot = slots[key] else { return nil }
        recency.touch(slot)
        return entries[slot]
    }

    mutating func forget(_ key: ObjectKey) {
        drop(key)
        forgetting[key, default: 0] += 1
    }

    /// Notes that the row of a forgotten object is gone.
    mutating func forgotten(_ key: ObjectKey) {
        guard let count = forgetting[key] else { return }
        forgetting[key] = count > 1 ? count - 1 : nil
    }

    func isComplete(_ directory: ObjectKey) -> Bool { complete.contains(directory) }

    /// Notes that all rows of a directory were loaded; void as soon as anything has to leave the memory.
    mutating func markComplete(_ directory: ObjectKey) {
        if complete.count >= 4096 { complete = [] }
        complete.insert(directory)
    }

    mutating func drop(_ key: ObjectKey) {
        guard let slot = slots.removeValue(forKey: key) else { return }
        weight -= entries[slot].weight
        recency.remove(slot)
        entries.remove(slot)
    }
}
