import FileSystemTesting
import ObjectStore
import ObjectStoreTesting
import Testing

/// Tests that mount take turns, lest the machine's two cores starve one of them.
@Suite(.serialized) struct MountedTests {}

extension MemoryStore {
    /// A bucket with empty objects of these keys, or with their own keys as content.
    static func holding(_ keys: [ObjectKey], capabilities: StoreCapabilities = StoreCapabilities()) -> MemoryStore {
        let store = MemoryStore(capabilities: capabilities)
        for key in keys { store.plant(key, key.isDirectoryMarker ? [] : key.bytes) }
        return store
    }
}
