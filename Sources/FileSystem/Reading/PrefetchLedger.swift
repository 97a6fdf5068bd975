import Synchronization

/// Files that are fetched before they are opened: a bounded number of bytes, for a bounded time.
final class PrefetchLedger: Sendable {
    private struct Item {
        let version: ObjectVersion
        let began: ContinuousClock.Instant
    }

    /// How many bytes may wait for their opens.
    private static let limit: Int64 = 16 << 20
    /// What is not opened by then is not going to be.
    private static let lifetime = Duration.seconds(5)

    /// Guards the items, the oldest first.
    private let items = Mutex<[Item]>([])

    /// Whether a file of this size may be fetched now; notes it then.
    func admit(_ version: ObjectVersion) -> Bool {
        let now = ContinuousClock.now
        let (isAdmitted, expired) = items.withLock { items in
            let old = items.prefix { $0.began + Self.lifetime < now }
            let expired = old.map(\.version)
            items.removeFirst(old.count)
            items.removeAll { $0.version.wasOpened }
            let waiting = items.reduce(0) { $0 + $1.version.size }
            guard waiting + version.size <= Self.limit else { return (false, expired) }
            items.append(Item(version: version, began: now))
            return (true, expired)
        }
        for version in expired where !version.wasOpened { version.dropAll() }
        return isAdmitted
    }
}
