import ObjectStore
import Synchronization

/// How the cache begins: with what earlier mounts left.
extension BlockCache {
    /// Brings what was found within the bounds and removes what nobody knows of, behind the mount that starts.
    ///
    /// - Parameters:
    ///   - unwanted: files that the index has forgotten already.
    ///   - locks: where the living mounts' signs are.
    func begin(unwanted: [Int64], locks: String) {
        guard let means else { return }
        _ = means.threads.chore { [self] in
            tidy()
            for file in unwanted { means.files.perform(.unlink(file: file, length: 0)) }
            sweep(locks: locks)
        }
    }

    /// Takes over what dead mounts of the bucket have left, so that somebody keeps it within the bounds.
    func inherit(_ means: Means) {
        guard isEnabled else { return }
        let dead = means.share.dead()
        guard !dead.isEmpty else { return }
        let rows = Mutex<[BlockRows.Left]>([])
        means.index.submit { connection throws(SQLiteError) in
            let left = try BlockRows.takeOver(from: dead, to: means.instance.name, connection)
            rows.withLock { $0 = left }
        } completion: { [self] isCommitted in
            // Else they are the dead ones' still, until the next time.
            if isCommitted { take(rows.withLock { $0 }, of: dead, means) }
        }
    }

    /// Takes in rows that are this mount's from now on.
    private func take(_ rows: [BlockRows.Left], of dead: [String], _ means: Means) {
        let (bytes, unwanted) = state.withLock { index in
            let before = index.used
            var (taken, refused): (Set<Int64>, Set<Int64>) = ([], [])
            for row in rows {
                if index.load(row) { taken.insert(row.file) } else { refused.insert(row.file) }
            }
            // Of a file that some blocks were taken of, those that cannot be read back are found damaged.
            return (index.used - before, refused.subtracting(taken))
        }
        means.share.add(bytes)
        means.share.bury(dead)
        guard !unwanted.isEmpty else { return }
        means.index.submit { connection throws(SQLiteError) in
            for file in unwanted { try BlockRows.remove(file, connection) }
        }
        _ = means.threads.chore { for file in unwanted { means.files.perform(.unlink(file: file, length: 0)) } }
    }

    /// Removes the files of dead mounts that no row names.
    private func sweep(locks: String) {
        guard let means else { return }
        // The files first, then who lives: who came to life between the two has made none of these files.
        let files = means.files.all()
        let living = InstanceLock.living(in: locks)
        let orphans = files.filter { !living.contains(InstanceLock.name(UInt32(truncatingIfNeeded: $0 >> 32))) }
        guard !orphans.isEmpty else { return }
        means.index.query(
            { connection throws(SQLiteError) in
                let known = try BlockRows.files(connection)
                let lost = orphans.filter { !known.contains($0) }
                _ = means.threads.chore {
                    for file in lost { means.files.perform(.unlink(file: file, length: 0)) }
                }
            }, completion: {})
    }
}
