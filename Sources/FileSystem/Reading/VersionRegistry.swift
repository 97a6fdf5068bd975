import ObjectStore
import Synchronization

/// The versions that are open or have bytes in memory, so that all handles of one share its pieces.
///
/// A version without an ETag is never shared: nothing would tell it from another.
final class VersionRegistry: Sendable {
    private struct Entry {
        weak var version: ObjectVersion?
    }

    private struct Name: Hashable {
        let etag: ETag
        let versionID: String?
        let size: Int64
    }

    private struct State {
        var entries: [ObjectKey: [Name: Entry]] = [:]
        var count = 0
        /// When so many are known, those that have ended are looked for.
        var sweepAt = 64
    }

    /// Guards the table.
    ///
    /// No other lock is taken under it, not by a version that is freed there either: it has no pieces.
    private let state = Mutex(State())

    /// The version of that name, made now if there is none.
    func version(_ place: PieceTable.Place, size: Int64, make: () -> ObjectVersion) -> ObjectVersion {
        guard let name = Self.name(place, size) else { return make() }
        if let known = state.withLock({ $0.entries[place.key]?[name]?.version }) { return known }
        let made = make()
        return state.withLock { state in
            if let known = state.entries[place.key]?[name]?.version { return known }
            Self.insert(made, place.key, name, &state)
            return made
        }
    }

    /// The versions of an object, which are no longer found from now on.
    func removeAll(_ key: ObjectKey) -> [ObjectVersion] {
        state.withLock { state in
            guard let removed = state.entries.removeValue(forKey: key) else { return [] }
            state.count -= removed.count
            return removed.values.compactMap(\.version)
        }
    }

    /// Makes a version known under another name, because the object was renamed.
    func move(_ version: ObjectVersion, from old: PieceTable.Place, to new: PieceTable.Place) {
        state.withLock { state in
            if let name = Self.name(old, version.size), state.entries[old.key]?[name]?.version === version {
                state.entries[old.key]?[name] = nil
                if state.entries[old.key]?.isEmpty == true { state.entries[old.key] = nil }
                state.count -= 1
            }
            if let name = Self.name(new, version.size) { Self.insert(version, new.key, name, &state) }
        }
    }

    private static func name(_ place: PieceTable.Place, _ size: Int64) -> Name? {
        place.etag.map { Name(etag: $0, versionID: place.versionID, size: size) }
    }

    private static func insert(_ version: ObjectVersion, _ key: ObjectKey, _ name: Name, _ state: inout State) {
        if state.entries[key, default: [:]].updateValue(Entry(version: version), forKey: name) == nil {
            state.count += 1
        }
        guard state.count >= state.sweepAt else { return }
        state.count = 0
        for key in Array(state.entries.keys) {
            let living = state.entries[key]?.filter { $0.value.version != nil } ?? [:]
            state.entries[key] = living.isEmpty ? nil : living
            state.count += living.count
        }
        state.sweepAt = max(64, state.count * 2)
    }
}
