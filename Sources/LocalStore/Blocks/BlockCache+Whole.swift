import Glibc
import Synchronization

/// Files of the cache that are handed out whole.
extension BlockCache {
    /// With so little unchecked, a file is checked while its open waits.
    private static let checkedAtOnce: Int64 = 4 << 20
    /// How long an open waits for the last blocks of a file that was just read.
    private static let storingPatience = Duration.milliseconds(500)
    /// The same for who asks whether a file is stored.
    private static let warmingPatience = Duration.seconds(10)

    /// The file of a version that is stored whole, every block of it checked since this mount began.
    ///
    /// Blocks that this mount wrote, or has read back, are checked already. A little that is not is checked before this
    /// returns; more is checked behind the reader, and nil is answered until that is done.
    /// What changed the file since, but by us, shows by its stamp, and all is checked again. Nil also when half of
    /// what files may have of the process's descriptors is taken.
    ///
    /// - Parameter waits: whether to wait, half a second at most, where all that is missing is about to be stored.
    package func wholeFile(_ version: BlockVersion, waits: Bool = false) async -> WholeBlockFile? {
        guard let means, isEnabled else { return nil }
        if waits, case let missing = state.withLock({ $0.missingBlocks(of: version) }), missing > 0,
            pending.count(of: version) >= missing
        {
            await pending.settle(version, atMost: Self.storingPatience)
        }
        switch state.withLock({ $0.wholeness(of: version) }) {
        case .partial: return nil
        case .verified: break
        case .unverified(let bytes) where bytes <= Self.checkedAtOnce:
            await withCheckedContinuation { continuation in
                let isQueued = means.threads.read { [self] in
                    while checkBlock(of: version) {}
                    continuation.resume()
                }
                if !isQueued { continuation.resume() }
            }
        case .unverified:
            checkBehind(version, means)
            return nil
        }
        if let file = openWhole(version, means) { return file }
        // Changed by somebody else: what is unchecked now is checked as above, next time.
        return nil
    }

    /// How many bytes of a version are not stored, once what waits to be stored is, or after a while.
    package func missingBytes(of version: BlockVersion) async -> Int64 {
        guard isEnabled else { return version.size }
        await pending.settle(version, atMost: Self.warmingPatience)
        let blocks = state.withLock { $0.missingBlocks(of: version) }
        return min(version.size, Int64(blocks) * Int64(Self.blockSize))
    }

    private func openWhole(_ version: BlockVersion, _ means: Means) -> WholeBlockFile? {
        guard let (file, stamp) = state.withLock({ $0.pin(version) }) else { return nil }
        guard let descriptor = try? FileCalls.open(means.files.path(file), O_RDONLY) else {
            state.withLock { $0.unpin(version, file: file) }
            return nil
        }
        let result = WholeBlockFile(descriptor) { [weak self] in
            self?.state.withLock { $0.unpin(version, file: file) }
        }
        if means.descriptors.refusesReading(descriptor) { return nil }
        let found = FileStamp(descriptor)
        guard found == stamp, found?.size == version.size else {
            // The size cannot be mended by checking blocks.
            if found == stamp { remove(version.key) } else { state.withLock { $0.distrust(version, file: file) } }
            return nil
        }
        return result
    }

    /// Reads one unchecked block back, which checks it.
    ///
    /// - Returns: whether there is more to do.
    private func checkBlock(of version: BlockVersion) -> Bool {
        guard let number = state.withLock({ $0.unverifiedBlock(of: version) }) else { return false }
        let isThere = readNow(version, number, into: BlockBuffer(count: version.blockLength(number)), isCounted: false)
        // A stamp that does not settle would never end.
        return isThere && state.withLock { $0.unverifiedBlock(of: version) } != number
    }

    /// Checks block after block, each when the threads have nothing else to do for a reader.
    private func checkBehind(_ version: BlockVersion, _ means: Means) {
        guard checking.withLock({ $0.insert(version).inserted }) else { return }
        checkNext(version, means)
    }

    private func checkNext(_ version: BlockVersion, _ means: Means) {
        let isQueued = means.threads.chore { [self] in
            if checkBlock(of: version) {
                checkNext(version, means)
            } else {
                checking.withLock { _ = $0.remove(version) }
            }
        }
        if !isQueued { checking.withLock { _ = $0.remove(version) } }
    }
}

/// A file that holds the bytes of one version and no others, and does not change as long as this is, but by `change`.
package final class WholeBlockFile: Sendable {
    /// Open for reading.
    package let descriptor: CInt
    /// Open for writing, once something was changed.
    private let writable = Mutex<CInt?>(nil)
    private let end: @Sendable () -> Void

    init(_ descriptor: CInt, end: @escaping @Sendable () -> Void) {
        self.descriptor = descriptor
        self.end = end
    }

    /// Changes the file.
    ///
    /// The cache must have dropped its version before: it is nobody's cache any more.
    ///
    /// - Parameter body: is given a descriptor to write to.
    /// - Returns: false when it cannot be opened for writing.
    package func change(_ body: (CInt) -> Void) -> Bool {
        writable.withLock { writable in
            // Another description of the same file, which has no name any more.
            if writable == nil { writable = try? FileCalls.reopen(descriptor, O_RDWR) }
            guard let writable else { return false }
            body(writable)
            return true
        }
    }

    deinit {
        if let writable = writable.withLock({ $0 }) { close(writable) }
        close(descriptor)
        end()
    }
}
