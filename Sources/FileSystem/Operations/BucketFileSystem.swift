package import FUSE
package import LocalStore
package import Logging
package import ObjectStore
import Synchronization
import SystemPackage

/// A bucket as a file system: each operation of the kernel, by the contract in `docs/semantics.md`.
///
/// What memory can answer is answered on the calling thread. Anything else goes on in a task that keeps the reply.
package final class BucketFileSystem: FileSystemOperations {
    let store: any ObjectStore
    let configuration: FileSystemConfiguration
    let local: LocalStore
    let log: Logger
    let namespace: Namespace
    let loader: DirectoryLoader
    let reader: ReadEngine
    let handles = HandleTable()
    let tree: TreeGate
    let pending = PendingUploads()
    /// Bytes of objects that are in memory on their way to the local disk, for all that is written.
    let fetchMemory: AsyncGate
    /// How what is written goes into the bucket.
    let writing: WriteConfiguration
    let notifier = Mutex<Notifier?>(nil)
    /// The errno by which the kernel refused to read files of the disk cache; 0 as long as it has not.
    let passthroughRefusal = Atomic<CInt>(0)

    /// How much of the memory limit the buffers of readers may take, and what is fetched for writers: the rest is for names
    /// and connections.
    private static let (eighthsForReading, eighthsForWriting): (Int64, Int64) = (5, 1)

    /// - Parameters:
    ///   - store: the bucket.
    ///   - local: where clean blocks, staged writes and learned attributes live.
    package init(store: any ObjectStore, configuration: FileSystemConfiguration, local: LocalStore, log: Logger) {
        self.store = store
        self.configuration = configuration
        self.local = local
        self.log = log
        namespace = Namespace(configuration: configuration, remembered: local.attributes)
        tree = TreeGate(namespace)
        let forWriting = configuration.memoryLimit / 8 * Self.eighthsForWriting
        fetchMemory = AsyncGate(width: forWriting)
        var writing = WriteConfiguration()
        writing.largestFetch = min(writing.largestFetch, forWriting)
        self.writing = writing
        loader = DirectoryLoader(namespace: namespace, store: store)
        reader = ReadEngine(
            store: store, cache: local.blocks.isEnabled ? local.blocks : nil,
            memoryLimit: configuration.memoryLimit / 8 * Self.eighthsForReading)
    }

    package func started(_ notifier: Notifier) {
        self.notifier.withLock { $0 = notifier }
        namespace.locked { [namespace] state in
            // Until `stopped`: the two refer to each other.
            state.forgetting.begin = { notifier.release { namespace.nextToForget() } }
        }
    }

    package func stopped() {
        notifier.withLock { $0 = nil }
        namespace.locked { state in state.forgetting.stop() }
    }

    /// Publishes what is dirty and removes what waits for its last close.
    ///
    /// Call after the kernel has let go.
    ///
    /// - Returns: the files that could not be published; their bytes are kept as conflict copies, or left to the next mount.
    @discardableResult
    package func shutdown() async -> [String] {
        pending.end()
        // A rename or removal whose caller was killed meanwhile is not left half done.
        tree.leave(await tree.enter(TreeGate.Claim(inodes: [], subtree: namespace.root)))
        // The kernel tells of a close after close(2) has returned, and of none any more once it has let go.
        for handle in handles.openFiles { _ = end(handle) }
        let open = namespace.locked { state in
            // And what a last close has begun to remove, or could not.
            state.inodes.values.filter { $0.isOpen || $0.contentIfUsed?.staged != nil }
                + state.pendingDeletes.values
        }
        let failures = await settle(open)
        // What the bucket did not take now is for the next mount.
        for inode in open { inode.contentIfUsed?.staged?.leave() }
        for key in namespace.locked({ state in Array(state.pendingDeletes.keys) }) {
            log.error("not removed", metadata: ["why": "\(key) was removed while open, and is in the bucket still"])
        }
        await settleUnsettled()
        await local.attributes.flush()
        return failures
    }

    /// Files that are settled at once when the mount ends.
    private static let parallelSettles = 8

    /// Ends what is left of some files, several at once.
    ///
    /// - Returns: what could not be published.
    private func settle(_ inodes: [Inode]) async -> [String] {
        await withTaskGroup(of: String?.self) { group in
            var failures: [String] = []
            for (index, inode) in inodes.enumerated() {
                if index >= Self.parallelSettles, let failure = await group.next() ?? nil { failures.append(failure) }
                group.addTask { await self.settle(inode) }
            }
            for await failure in group {
                if let failure { failures.append(failure) }
            }
            return failures
        }
    }

    /// Whether no file is open and what the last closes left is done.
    ///
    /// The kernel tells of a close after close(2) has returned: only then a file that was removed while open goes.
    package var isSettled: Bool {
        guard handles.openFiles.isEmpty else { return false }
        return namespace.locked { state in
            state.pendingDeletes.isEmpty && !state.inodes.values.contains { $0.contentIfUsed?.staged != nil }
        }
    }

    /// Runs the slow part of an operation; what it throws is the caller's errno.
    ///
    /// - Parameter isCancellable: an interrupt ends it. Only for what has no effect on the bucket until it is done.
    func run<Answer>(
        _ reply: Reply<Answer>, _ name: StaticString, isCancellable: Bool = false,
        _ body: @escaping @Sendable () async throws(FileSystemError) -> Void
    ) {
        // Begun on the kernel's thread: to wake another one takes as long as a store nearby takes to answer.
        let task = Task.immediate {
            do throws(FileSystemError) { try await body() } catch {
                self.note(error, name)
                reply.fail(error.errno)
            }
        }
        if isCancellable { reply.onInterrupt { task.cancel() } }
    }

    /// Logs a failure that is not everyday.
    func note(_ error: FileSystemError, _ name: StaticString) {
        guard !error.detail.isEmpty, error.errno != .interrupted, error.errno != .noSuchFileOrDirectory else { return }
        log.warning(
            "operation failed", metadata: ["operation": "\(name)", "errno": "\(error.errno)", "why": "\(error.detail)"])
    }

    /// The inode of an operation; the kernel never names one that it has forgotten.
    func inode<Answer>(_ id: InodeID, _ reply: Reply<Answer>) -> Inode? {
        if let inode = namespace.inode(id) { return inode }
        reply.fail(.staleNFSFileHandle)
        return nil
    }

    /// Waits until an operation may change an inode's object: no other one does, and no directory above is renamed.
    ///
    /// - Returns: for `leave`.
    func enter(_ inode: Inode) async -> Int {
        let turn = await tree.enter(TreeGate.Claim(inodes: [inode]))
        await inode.content.gate.enter()
        return turn
    }

    /// Lets the next operation change the inode's object.
    func leave(_ inode: Inode, _ turn: Int) {
        inode.content.gate.leave()
        tree.leave(turn)
    }

    /// Whether a change is refused because the mount is read-only; answers it then.
    func refusesChange<Answer>(_ reply: Reply<Answer>) -> Bool {
        guard configuration.readOnly else { return false }
        reply.fail(.readOnlyFileSystem)
        return true
    }

    /// Throws as the operations do.
    @discardableResult
    func storeCall<Value>(
        _ addressing: Addressing, _ body: () async throws(StoreError) -> Value
    ) async throws(FileSystemError) -> Value {
        do throws(StoreError) { return try await body() } catch { throw FileSystemError(error, addressing) }
    }
}
