import LocalStore
import ObjectStore

/// The second half of a directory's rename: removes the old objects when all are copied, or the copies when they are not.
///
/// Never an object that another client has stored meanwhile, and never the last one that has the bytes.
struct RenameSettlement: Sendable {
    let store: any ObjectStore
    let rename: RenameLog

    /// What is still there.
    struct Remains: Sendable {
        /// What other clients have stored meanwhile.
        var others: [ObjectKey] = []
        /// Old objects whose copies are gone.
        var uncopied: [ObjectKey] = []
        /// What could not be removed.
        var failures: [(key: ObjectKey, error: StoreError)] = []
    }

    /// Removes the old objects that still are the versions that were copied.
    ///
    /// One DeleteObjects for each 1,000; where that honours no tags, one LIST for each 1,000 just before.
    ///
    /// - Parameter ready: awaited before the first one is removed.
    func removeSources(after ready: () async -> Void) async throws(StoreError) -> Remains {
        guard store.capabilities.batchDeleteIfMatches else { return try await removeListed(present: nil, after: ready) }
        await ready()
        let record = rename.record
        let copies = record.copies.values.filter { $0.stored != nil }
        guard copies.allSatisfy({ $0.source.etag != nil }) else {
            return try await removeListed(present: nil)
        }
        var remains = Remains()
        let removals = copies.map { Removal(record.source(of: $0), ifMatches: $0.source.etag) }
        let directories = emptied(by: removals.map(\.key), under: record.head.source, but: [])
        try await remove(removals + directories, &remains)
        return remains
    }

    /// Removes what of a finished copy is left, after the mount that made it has died, or could not.
    ///
    /// As `removeSources`, and one LIST for each 1,000 copies: what another client has removed from the new directory is
    /// kept in the old one.
    func finish() async throws(StoreError) -> Remains {
        let head = rename.head
        let present = Set(try await Self.list(head.target, in: store).map(\.key))
        let hasMarker = rename.record.copies.values.contains { $0.source.suffix.isEmpty && $0.stored != nil }
        if head.replaces, !hasMarker, present.contains(head.target) { try await takeOverMarker() }
        return try await removeListed(present: present)
    }

    /// The marker of a directory that takes another one's place comes last.
    private func takeOverMarker() async throws(StoreError) {
        do throws(StoreError) {
            let marker = try await store.head(rename.head.source)
            _ = try await DirectoryCopy(store: store, rename: rename).copyOne(marker.info)
        } catch {
            if error.reason != .notFound { throw error }
        }
    }

    /// Removes the old objects by a listing that tells which still are the versions that were copied.
    ///
    /// - Parameter present: the copies that are there; nil for all.
    private func removeListed(
        present: Set<ObjectKey>?, after ready: () async -> Void = {}
    ) async throws(StoreError) -> Remains {
        var remains = Remains()
        var (files, markers, keys): ([Removal], [Removal], [ObjectKey]) = ([], [], [])
        var copies: [ObjectKey: (number: Int, copy: RenameRecord.Copy)]?
        let head = rename.head
        var request = ListRequest(prefix: head.source)
        repeat {
            let page = try await store.list(request)
            if copies == nil {
                await ready()
                let record = rename.record
                copies = record.copies(by: record.source)
            }
            for object in page.objects {
                guard let copy = copies?[object.key]?.copy, copy.stored != nil, copy.source.isSame(as: object) else {
                    remains.others.append(object.key)
                    continue
                }
                if let present, !present.contains(head.target + copy.source.suffix) {
                    remains.uncopied.append(object.key)
                    continue
                }
                let removal = Removal(
                    object.key, ifMatches: store.capabilities.batchDeleteIfMatches ? object.etag : nil)
                object.key.isDirectoryMarker ? markers.append(removal) : files.append(removal)
                keys.append(object.key)
            }
            while files.count >= Self.batch {
                try await remove(Array(files.prefix(Self.batch)), &remains)
                files.removeFirst(Self.batch)
            }
            request.continuation = page.next
        } while request.continuation != nil
        let others = remains.others + remains.uncopied
        try await remove(files + markers + emptied(by: keys, under: head.source, but: others), &remains)
        return remains
    }

    /// What one DeleteObjects removes.
    static let batch = 1000

    /// The directories that a server which keeps some leaves empty behind.
    ///
    /// One that is not empty it does not remove.
    private func emptied(
        by keys: [ObjectKey], under prefix: ObjectKey, but others: [ObjectKey]
    ) -> [Removal] {
        guard !store.capabilities.prefixesVanish else { return [] }
        var found: Set<ObjectKey> = []
        for key in keys {
            var end = key.bytes.count - 1
            while end >= prefix.bytes.count {
                if key.bytes[end - 1] == UInt8(ascii: "/"), !found.insert(ObjectKey(key.bytes[..<end])).inserted {
                    break
                }
                end -= 1
            }
        }
        return found.subtracting(keys).subtracting(others).map { Removal($0) }
    }

    /// Removes objects, a marker after what is below it, as rm does it: some servers leave a directory behind otherwise.
    private func remove(_ removals: [Removal], _ remains: inout Remains) async throws(StoreError) {
        guard !removals.isEmpty else { return }
        for (key, error) in try await store.delete(removals.sorted { $0.key > $1.key }) {
            if error.reason == .preconditionFailed {
                remains.others.append(key)
            } else {
                remains.failures.append((key, error))
            }
        }
    }

    /// Removes copies that a rename has made which was not done.
    ///
    /// - Parameter checksSources: whether an old object may be missing because its copy took its place after all.
    /// - Returns: nil when nothing was touched because of that.
    func rollBack(checksSources: Bool) async throws(StoreError) -> Remains? {
        var remains = Remains()
        let record = rename.record
        let open = try await abortUploads(of: record)
        let targets = try await Self.list(record.head.target, in: store)
        guard !targets.isEmpty else { return remains }
        let listed = try await Self.list(record.head.source, in: store)
        let sources = Dictionary(listed.map { ($0.key, $0) }) { $1 }
        let copies = record.copies(by: record.target)
        var removals: [Removal] = []
        for target in targets where !(record.head.replaces && target.key == record.head.target) {
            let suffix = target.key.bytes.dropFirst(record.head.target.bytes.count)
            let source = sources[record.head.source + suffix]
            var isOurs = false
            if let (number, copy) = copies[target.key] {
                if let stored = copy.stored {
                    isOurs = Self.isSame(target, as: stored, copy.source.size)
                    // The old one went after its copy was confirmed: by another client, or as the end of this rename,
                    // of which the journal has lost the word.
                    if isOurs, source == nil, checksSources { return nil }
                } else if source != nil, !open.contains(number) {
                    isOurs = try await mayBeOurs(target, copy.source, copy.upload)
                }
            } else if !rename.isWhole, let source {
                let version = RenameRecord.Version(
                    suffix: Array(suffix), size: source.size, etag: source.etag, lastModified: source.lastModified)
                isOurs = try await mayBeOurs(target, version, nil)
            }
            if isOurs {
                let tag = store.capabilities.batchDeleteIfMatches ? target.etag : nil
                removals.append(Removal(target.key, ifMatches: tag))
            } else {
                remains.others.append(target.key)
            }
        }
        let directories = emptied(by: removals.map(\.key), under: record.head.target, but: remains.others)
        let kept = record.head.replaces ? record.head.target : nil
        try await remove(removals + directories.filter { $0.key != kept }, &remains)
        return remains
    }

    /// Whether an object is a copy that the server has confirmed, and not the same bytes stored again.
    private static func isSame(_ info: ObjectInfo, as stored: RenameRecord.Stored, _ size: Int64) -> Bool {
        guard info.etag == stored.etag, info.size == size else { return false }
        guard let time = stored.lastModified else { return true }
        // Servers round it differently in different answers.
        return info.lastModified.seconds <= time.seconds + 2
    }

    /// Whether an object is a copy that no answer has come for: made of the same bytes, and while the rename was on its way.
    private func mayBeOurs(
        _ info: ObjectInfo, _ source: RenameRecord.Version, _ upload: RenameRecord.Upload?
    ) async throws(StoreError) -> Bool {
        guard info.size == source.size else { return false }
        // A copy of many parts whose upload is gone was completed, or aborted by us.
        if let upload { return info.etag?.value.hasSuffix("-\(upload.parts)") ?? false }
        let begun = rename.head.begun.seconds
        guard info.lastModified.seconds >= begun - Self.clockDifference else { return false }
        if let ended = rename.ended, info.lastModified.seconds > ended.seconds + Self.clockDifference { return false }
        if info.etag == source.etag { return true }
        // A copy may have another tag, where the original has many parts or its tag does not depend on the bytes.
        return try await hasSameBytes(info, source)
    }

    /// By how much this host's clock and the server's may differ, in seconds: more, and it refuses our signatures.
    private static let clockDifference: Int64 = 15 * 60
    /// The largest object whose bytes are compared, and how many at once.
    private static let (largestCompared, compared): (Int64, Int64) = (64 << 20, 4 << 20)

    private func hasSameBytes(_ info: ObjectInfo, _ source: RenameRecord.Version) async throws(StoreError) -> Bool {
        guard info.size <= Self.largestCompared else { return false }
        let key = rename.head.source + source.suffix
        do throws(StoreError) {
            for start in stride(from: 0, to: info.size, by: Int64.Stride(Self.compared)) {
                let range = start..<min(info.size, start + Self.compared)
                let (left, right) = (MemorySink(range), MemorySink(range))
                for (key, tag, sink) in [(key, source.etag, left), (info.key, info.etag, right)] {
                    _ = try await store.get(
                        key, range: ByteRange(range), ifMatches: tag, versionID: nil, onHead: nil, into: sink)
                }
                guard let bytes = left.take(), bytes == right.take() else { return false }
            }
        } catch {
            if error.reason == .preconditionFailed || error.reason == .notFound { return false }
            throw error
        }
        return true
    }

    /// Ends the multipart uploads that have made no object.
    ///
    /// - Returns: the copies that had one, which therefore are not there.
    private func abortUploads(of record: RenameRecord) async throws(StoreError) -> Set<Int> {
        var open: Set<Int> = []
        for (number, copy) in record.copies where copy.stored == nil {
            guard let id = copy.upload?.id else { continue }
            let upload = MultipartUpload(key: record.target(of: copy), id: id)
            do throws(StoreError) {
                // First whether it is open: some servers abort what is not there without a word. Where that may not be asked,
                // what they leave unsaid keeps a copy too many.
                do throws(StoreError) { _ = try await store.listParts(upload) } catch {
                    if error.reason != .accessDenied { throw error }
                }
                try await store.abortUpload(upload)
                open.insert(number)
            } catch {
                if error.reason != .uploadMissing { throw error }
            }
        }
        return open
    }

    /// All objects under a prefix.
    static func list(_ prefix: ObjectKey, in store: any ObjectStore) async throws(StoreError) -> [ObjectInfo] {
        var objects: [ObjectInfo] = []
        var request = ListRequest(prefix: prefix)
        repeat {
            let page = try await store.list(request)
            objects += page.objects
            request.continuation = page.next
        } while request.continuation != nil
        return objects
    }
}
