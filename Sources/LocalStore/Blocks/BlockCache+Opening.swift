import ObjectStore

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
