import FUSE
import LocalStore
import ObjectStore

extension DirectoryLoader {
    /// The entries of a directory from a sweep that is coming to it, or that its reading begins.
    ///
    /// Call with the namespace locked.
    ///
    /// - Returns: nil when the directory has to be listed by itself.
    func swept(_ directory: Inode, _ state: inout Namespace.State) -> DirectoryFetch? {
        // Stored attributes are asked for file by file, so a sweep would save little.
        guard !namespace.configuration.posix, !isUnderContinuation(directory) else { return nil }
        let trace = noteVisit(directory)
        let now = ContinuousClock.now
        state.sweeps.removeAll {
            $0.isOver || (!$0.isFetching && $0.lastUse + namespace.configuration.metadataTTL < now)
        }
        let prefix = directory.key.bytes
        let coming = state.sweeps.first {
            $0.root !== directory && prefix.starts(with: $0.rootPrefix) && $0.isComing(prefix)
        }
        guard let sweep = coming ?? trace.flatMap({ begin(at: directory, patience: $0, &state) }) else { return nil }
        let fetch = DirectoryFetch()
        directory.directory?.fetch = fetch
        sweep.waiting[directory.id] = (directory, fetch)
        sweep.lastUse = now
        pump(sweep, &state)
        return fetch
    }

    /// Notes that a directory that is known completely is read, so that a sweep that made it so may go on.
    ///
    /// Call with the namespace locked.
    func noteRead(_ directory: Inode, _ state: inout Namespace.State) {
        guard !state.sweeps.isEmpty else { return }
        for sweep in state.sweeps where sweep.read(directory.id) { pump(sweep, &state) }
    }

    private func noteVisit(_ directory: Inode) -> Int? {
        guard let parent = directory.parent, parent.directory?.completeUntil != nil else { return nil }
        return parent.directory?.walk.visit(directory.id, timeToLive: namespace.configuration.metadataTTL)
    }

    private func begin(at directory: Inode, patience: Int, _ state: inout Namespace.State) -> SubtreeSweep? {
        guard let parent = directory.parent, !isUnderContinuation(parent) else { return nil }
        let sweep = SubtreeSweep(
            root: parent, first: directory, patience: patience,
            order: store.capabilities.listsInByteOrder ? .bytes : .components)
        state.sweeps.append(sweep)
        return sweep
    }

    private func isUnderContinuation(_ directory: Inode) -> Bool {
        var inode: Inode? = directory
        while let current = inode {
            if current.isContinuation { return true }
            inode = current.parent
        }
        return false
    }

    /// Asks for the next page if it is wanted and not on its way.
    ///
    /// Call with the namespace locked.
    private func pump(_ sweep: SubtreeSweep, _ state: inout Namespace.State) {
        guard sweep.wantsPage, !sweep.isFetching else { return }
        sweep.isFetching = true
        Task { await self.fetchPages(of: sweep) }
    }

    private func fetchPages(of sweep: SubtreeSweep) async {
        while true {
            let asked: (request: ListRequest, moment: UInt64)? = namespace.locked { state in
                guard sweep.wantsPage else {
                    sweep.isFetching = false
                    return nil
                }
                return (sweep.request, namespace.beginSweepRequest(&state))
            }
            guard let asked else { return }
            let page: ListPage?
            do throws(StoreError) {
                await namespace.remembered.preload(under: ObjectKey(sweep.rootPrefix), recursively: true)
                page = try await store.list(asked.request)
            } catch {
                // Whoever waits asks for himself, and gets the error as his own.
                page = nil
            }
            let (answers, leftovers) = namespace.locked { state in
                defer { namespace.endSweepRequest(&state) }
                return settle(sweep, page, asked.moment, &state)
            }
            for answer in answers {
                answer.fetch.append(answer.entries)
                answer.fetch.finish(.success(()))
            }
            for leftover in leftovers {
                Task { await self.list(leftover.directory, into: leftover.fetch, moment: leftover.moment) }
            }
        }
    }

    private typealias Answer = (fetch: DirectoryFetch, entries: [Inode])
    private typealias Leftover = (directory: Inode, fetch: DirectoryFetch, moment: UInt64)

    /// Applies a page and decides who is answered, and who must ask for himself.
    ///
    /// Call with the namespace locked.
    private func settle(
        _ sweep: SubtreeSweep, _ page: ListPage?, _ moment: UInt64, _ state: inout Namespace.State
    ) -> ([Answer], [Leftover]) {
        var answers: [Answer] = []
        if let page {
            for directory in namespace.apply(page, to: sweep, moment: moment, &state) {
                guard let waiter = sweep.waiting.removeValue(forKey: directory.id) else {
                    sweep.note(directory)
                    continue
                }
                directory.directory?.fetch = nil
                answers.append((waiter.fetch, sortedChildren(of: directory)))
            }
            sweep.pageApplied(answered: !answers.isEmpty)
            sweep.request.startAfter = nil
            sweep.request.continuation = page.next
        }
        if page?.next == nil {
            sweep.isOver = true
        } else if sweep.isHopeless {
            sweep.isOver = true
            sweep.root.directory?.walk.disappointed()
        }
        let passed = sweep.waiting.values.filter { waiter in
            sweep.isOver || waiter.directory.isDetached || !sweep.isComing(waiter.directory.key.bytes)
        }
        let leftovers = passed.map { waiter -> Leftover in
            sweep.waiting[waiter.directory.id] = nil
            return (waiter.directory, waiter.fetch, namespace.beginRequest(waiter.directory, &state))
        }
        return (answers, leftovers)
    }

    /// The entries of a directory in the order of their names.
    ///
    /// Call with the namespace locked.
    func sortedChildren(of directory: Inode) -> [Inode] {
        let children = directory.directory?.children.values.map { $0 } ?? []
        return children.sorted { $0.name.bytes.lexicographicallyPrecedes($1.name.bytes) }
    }
}
