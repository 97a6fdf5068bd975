/// Which versions are on the disk whole and checked, so that their file may be read without asking the cache.
extension BlockIndex {
    /// How much of a version is there.
    enum Wholeness: Hashable, Sendable {
        /// Something is missing.
        case partial
        /// All is there, and so many bytes have not been checked since this mount began.
        case unverified(bytes: Int64)
        case verified
    }

    func wholeness(of version: BlockVersion) -> Wholeness {
        let count = version.blockCount
        guard count > 0, let slot = slot(of: version), versions[slot].liveCount == count,
            versions[slot].writingCount == 0
        else { return .partial }
        let missing = count - versions[slot].verifiedCount
        return missing == 0 ? .verified : .unverified(bytes: Int64(missing) * Int64(BlockCache.blockSize))
    }

    /// How many blocks of a version are not stored.
    func missingBlocks(of version: BlockVersion) -> Int {
        guard let slot = slot(of: version) else { return version.blockCount }
        return version.blockCount - versions[slot].liveCount + versions[slot].writingCount
    }

    /// A block of the version that is present and unchecked.
    func unverifiedBlock(of version: BlockVersion) -> Int64? {
        guard let slot = slot(of: version), versions[slot].verifiedCount < versions[slot].liveCount else { return nil }
        var next = versions[slot].blocks
        while let block = next {
            if case .present = blocks[block].state, !blocks[block].isVerified { return blocks[block].place.number }
            next = blocks[block].next
        }
        return nil
    }

    /// Notes that a block read back as it was written, from a file with that stamp.
    mutating func noteVerified(_ version: BlockVersion, _ number: Int64, file: Int64, crc: UInt32, stamp: FileStamp) {
        guard let slot = slot(of: version), versions[slot].file == file,
            let block = places[Place(version: slot, number: number)], blocks[block].state == .present(crc: crc)
        else { return }
        if let known = versions[slot].stamp, known != stamp {
            // A write of ours under way may be what changed it; an older stamp was taken before the newest change.
            guard stamp > known, versions[slot].writingCount == 0 else { return }
            distrust(slot)
        }
        versions[slot].stamp = stamp
        guard !blocks[block].isVerified else { return }
        blocks[block].isVerified = true
        versions[slot].verifiedCount += 1
    }

    /// Begins to keep a version that is whole and verified as it is.
    ///
    /// - Returns: its file, and the stamp that it must have.
    mutating func pin(_ version: BlockVersion) -> (file: Int64, stamp: FileStamp)? {
        guard wholeness(of: version) == .verified, let slot = slot(of: version), let stamp = versions[slot].stamp else {
            return nil
        }
        if versions[slot].pinCount == 0 {
            forEachPresent(slot) { $0.recency.remove($1) }
        }
        versions[slot].pinCount += 1
        touch(versions[slot].file)
        return (versions[slot].file, stamp)
    }

    /// Ends one `pin`; the blocks become the newest.
    ///
    /// A version that was dropped meanwhile is none of the index's any more.
    mutating func unpin(_ version: BlockVersion, file: Int64) {
        guard let slot = slot(of: version), versions[slot].file == file else { return }
        versions[slot].pinCount -= 1
        touch(file)
        if versions[slot].pinCount == 0 {
            forEachPresent(slot) { $0.recency.append($1) }
        }
    }

    /// Forgets that anything of a version was checked: somebody else has changed its file to what the stamp tells.
    mutating func distrust(_ version: BlockVersion, file: Int64) {
        guard let slot = slot(of: version), versions[slot].file == file else { return }
        distrust(slot)
        versions[slot].stamp = nil
    }

    private mutating func distrust(_ slot: Int32) {
        var next = versions[slot].blocks
        while let block = next {
            blocks[block].isVerified = false
            next = blocks[block].next
        }
        versions[slot].verifiedCount = 0
    }

    private mutating func forEachPresent(_ slot: Int32, _ body: (inout BlockIndex, Int32) -> Void) {
        var next = versions[slot].blocks
        while let block = next {
            next = blocks[block].next
            if case .present = blocks[block].state { body(&self, block) }
        }
    }
}
