import FUSE
import LocalStore
import ObjectStore

/// Asks the bucket about names and applies the answers to the namespace: one listing of a directory at a time, shared
/// by all who want it.
final class DirectoryLoader: Sendable {
    let namespace: Namespace
    let store: any ObjectStore
    /// How many pages of a directory are fetched for names alone.
    private static let pagesForNames = 2
    /// HEADs under way at once for one listing (`--posix`).
    private static let parallelHeads = 32

    init(namespace: Namespace, store: any ObjectStore) {
        self.namespace = namespace
        self.store = store
    }

    /// The entries of a directory: known, arriving, or asked for from now on.
    ///
    /// One LIST for each 1,000 entries; in a walk, one for each 1,000 keys of all the directories walked.
    ///
    /// - Parameter isRead: whether a handle reads the directory, and leaves (`leave`) when it has; not when
    ///   a name is looked for.
    func entries(of directory: Inode, isRead: Bool = false) -> DirectoryFetch {
        namespace.locked { state in
            let fetch = entries(of: directory, isRead: isRead, &state)
            // Under the lock: a listing without readers may end at any moment.
            if isRead {
                fetch.enter()
                directory.directory?.readers += 1
            }
            return fetch
        }
    }

    /// Notes that a handle no longer reads what `entries` gave it.
    func leave(_ fetch: DirectoryFetch, of directory: Inode) {
        fetch.leave()
        namespace.locked { _ in directory.directory?.readers -= 1 }
    }

    func entries(of directory: Inode, isRead: Bool, _ state: inout Namespace.State) -> DirectoryFetch {
        if let fetch = directory.directory?.fetch { return fetch }
        if let until = directory.directory?.completeUntil, until > ContinuousClock.now {
            noteRead(directory, &state)
            if let snapshot = directory.directory?.snapshot { return snapshot }
            let snapshot = DirectoryFetch(entries: sortedChildren(of: directory))
            directory.directory?.snapshot = snapshot
            return snapshot
        }
        if directory.isDetached { return DirectoryFetch(entries: []) }
        if isRead, let fetch = swept(directory, &state) { return fetch }
        let fetch = DirectoryFetch()
        directory.directory?.fetch = fetch
        let moment = namespace.beginRequest(directory, &state)
        Task { await self.list(directory, into: fetch, moment: moment) }
        return fetch
    }

    /// - Parameter before: what the fetch holds already, of a listing under another key.
    func list(
        _ directory: Inode, into fetch: DirectoryFetch, moment: UInt64, after before: Set<InodeID> = []
    ) async {
        let prefix = namespace.locked { _ in directory.key }
        await namespace.remembered.preload(under: prefix)
        var shown = before
        var hasMarker = false
        var passing: Passing?
        var last: [Inode] = []
        namespace.locked { _ in directory.directory?.hiddenCount = 0 }
        do throws(StoreError) {
            var plan = ListingPlan(prefix: prefix.bytes, canDivide: store.capabilities.listsInByteOrder)
            var pages = PageRequests(store: store, prefix: prefix)
            pages.ask([plan.begin()])
            var pageCount = 0
            while let (ask, whole) = try await pages.next() {
                let page = plan.own(whole, of: ask)
                let start = plan.position(of: ask)
                let isCut =
                    page.objects.count < whole.objects.count || page.commonPrefixes.count < whole.commonPrefixes.count
                // The next pages are on their way while this one is applied.
                let asks = plan.arrived(page, of: ask, isCut: isCut, next: whole.next)
                pages.ask(asks)
                if shown.count >= namespace.configuration.entriesKept {
                    let begun = passing ?? namespace.locked { state in namespace.beginPassing(moment, &state) }
                    passing = begun
                    try await pass(page, after: start, of: directory, into: fetch, begun, &shown)
                    continue
                }
                let inodes = try await show(page, in: directory, moment: moment)
                hasMarker = hasMarker || page.objects.contains { $0.key == prefix }
                pageCount += 1
                let isNothing =
                    pageCount == 1 && page.objects.isEmpty && page.commonPrefixes.isEmpty && whole.next == nil
                if isNothing { try checkExists(directory, at: prefix) }
                let fresh = inodes.filter { shown.insert($0.id).inserted }
                // The last ones come with the end: who asks anew when he has them is not to find this listing under way.
                if pages.isEmpty { last = fresh } else { fetch.append(fresh) }
                guard pageCount == Self.pagesForNames, whole.next != nil else { continue }
                // Who only looks for names asks for them one by one from here on.
                let isUnread = namespace.locked { state in
                    directory.directory?.isLarge = true
                    if fetch.hasReaders { return false }
                    end(directory, fetch, &state)
                    return true
                }
                if isUnread { return fetch.finish(.failure(StoreError(.cancelled, "nobody reads the directory"))) }
            }
            let ours: [Inode]? = namespace.locked { [shown, passing, hasMarker] state in
                if let passing {
                    defer { end(directory, fetch, &state) }
                    return namespace.ours(in: directory, passing).filter { !shown.contains($0.id) }
                }
                guard directory.key == prefix else { return nil }
                defer { end(directory, fetch, &state) }
                return namespace.complete(directory, shown: shown, hasMarker: hasMarker, moment: moment, &state)
            }
            // Renamed meanwhile: what it has is under another key.
            fetch.append(last + (ours ?? []))
            if ours == nil { return await list(directory, into: fetch, moment: moment, after: shown) }
            fetch.finish(.success(()))
        } catch {
            namespace.locked { state in end(directory, fetch, &state) }
            fetch.finish(.failure(error))
        }
    }

    /// Applies a page.
    ///
    /// With `--posix` one HEAD for each object version that is not known yet.
    ///
    /// - Returns: what it shows.
    private func show(_ page: ListPage, in directory: Inode, moment: UInt64) async throws(StoreError) -> [Inode] {
        let inodes = namespace.locked { state in namespace.apply(page, to: directory, moment: moment, &state) }
        guard namespace.configuration.posix else { return inodes }
        return try await learn(inodes, in: directory, moment: moment)
    }

    /// Shows a page of a directory that is too large to be kept, when readers have come near it.
    ///
    /// - Throws: `.cancelled` when nobody reads any more.
    private func pass(
        _ page: ListPage, after start: [UInt8], of directory: Inode, into fetch: DirectoryFetch, _ passing: Passing,
        _ shown: inout Set<InodeID>
    ) async throws(StoreError) {
        var entries = try await show(page, in: directory, moment: passing.moment)
        entries = namespace.locked { _ in namespace.pass(entries, passing) }
        // What stands for several long keys comes with each page that has one of them.
        entries = entries.filter { !$0.isContinuation || shown.insert($0.id).inserted }
        fetch.pass(entries, after: start) { after throws(StoreError) in
            var request = ListRequest(
                prefix: self.namespace.locked { _ in directory.key }, delimiter: UInt8(ascii: "/"))
            request.startAfter = ObjectKey(after)
            let moment = self.namespace.locked { state in self.namespace.beginRequest(directory, &state) }
            defer { self.namespace.locked { state in self.namespace.endRequest(directory, &state) } }
            let page = try await self.store.list(request)
            let entries = try await self.show(page, in: directory, moment: moment)
            return self.namespace.locked { _ in
                self.namespace.pass(entries, passing).filter { after.lexicographicallyPrecedes($0.key.bytes) }
            }
        }
        guard try await fetch.hasRoom() else { throw StoreError(.cancelled, "nobody reads the directory any more") }
    }

    /// A directory without a single key is none any more, unless we have something in it, or it is the root.
    ///
    /// - Parameter prefix: where there was none.
    private func checkExists(_ directory: Inode, at prefix: ObjectKey) throws(StoreError) {
        let isGone = namespace.locked { state in
            guard directory.key == prefix else { return false }
            let isOurs =
                directory.directory?.children.values.contains { !$0.isPublished || $0.isOpen || $0.isKept } ?? false
            guard directory.parent != nil, directory.directory?.hasMarker != true, !isOurs else { return false }
            namespace.detach(directory, isOurs: false, &state)
            return true
        }
        if isGone { throw StoreError(.notFound, "the directory is gone") }
    }

    private func end(_ directory: Inode, _ fetch: DirectoryFetch, _ state: inout Namespace.State) {
        if directory.directory?.fetch === fetch { directory.directory?.fetch = nil }
        namespace.endRequest(directory, &state)
    }

    /// Asks for the stored attributes of what is not known yet, many at once.
    ///
    /// One HEAD for each such version.
    private func learn(_ inodes: [Inode], in directory: Inode, moment: UInt64) async throws(StoreError) -> [Inode] {
        let unknown = namespace.locked { _ in
            inodes.filter { !$0.isContinuation && $0.attributes == nil && $0.isPublished && !$0.isOpen }
        }
        guard !unknown.isEmpty else { return inodes }
        await withTaskGroup(of: Void.self) { group in
            for (index, inode) in unknown.enumerated() {
                if index >= Self.parallelHeads { await group.next() }
                group.addTask { _ = try? await self.confirm(inode) }
            }
        }
        return namespace.locked { state in
            inodes.compactMap { inode in
                inode.isDetached && !inode.isForgotten ? directory.directory?.children[inode.name] : inode
            }
        }
    }

    /// Asks for an object's metadata and takes it over.
    ///
    /// One HEAD.
    ///
    /// - Returns: the inode that has the name now: another one when the object is of another kind than was known.
    /// - Throws: `.notFound` after taking the inode out of the tree.
    @discardableResult
    func confirm(_ inode: Inode) async throws(StoreError) -> Inode {
        let (key, moment) = namespace.locked { state in (inode.key, state.beginRequest()) }
        if key.bytes.isEmpty {
            // The bucket itself has no object.
            namespace.locked { _ in inode.attributes = ObjectAttributes() }
            return inode
        }
        do throws(StoreError) {
            let metadata = try await store.head(key)
            return namespace.locked { state in
                // That a directory has a marker only a listing tells: there are servers that answer for any prefix.
                namespace.learn(inode, metadata, moment: moment, &state)
                if inode.answeredAt <= moment { inode.expiry = namespace.nextExpiry }
                return replaceIfOtherKind(inode, &state)
            }
        } catch {
            guard error.reason == .notFound else { throw error }
            if inode.isDirectory {
                // No marker: an implicit directory, with nothing stored.
                namespace.locked { _ in
                    inode.directory?.hasMarker = false
                    inode.attributes = ObjectAttributes()
                }
                return inode
            }
            namespace.locked { state in
                if !inode.isNewer(than: moment), inode.isPublished, !inode.isWritten {
                    namespace.lose(inode, moment, &state)
                }
            }
            throw error
        }
    }

    /// An object that turns out to be of another kind gets another inode.
    ///
    /// Call with the namespace locked.
    private func replaceIfOtherKind(_ inode: Inode, _ state: inout Namespace.State) -> Inode {
        guard let kind = inode.stored.mode?.kind, kind != 0, kind != inode.kind, kind != FileMode.directory,
            !inode.isDirectory, !inode.isDetached, let parent = inode.parent
        else { return inode }
        namespace.detach(inode, isOurs: false, &state)
        let other = namespace.insert(inode.name, keyPart: inode.keyPart, kind: kind, in: parent, &state)
        other.etag = inode.etag
        other.versionID = inode.versionID
        other.size = inode.size
        other.lastModified = inode.lastModified
        other.attributes = inode.attributes
        other.stored = inode.stored
        return other
    }
}
