import ObjectStore

/// How blocks and versions come and go.
extension BlockIndex {
    mutating func insert(_ version: BlockVersion, file: Int64) -> Int32 {
        let slot = versions.insert(Version(identity: version, file: file, nextOfKey: keys[version.key]))
        keys[version.key] = slot
        liveVersions += 1
        return slot
    }

    mutating func insert(_ place: Place, length: Int32, _ state: BlockState) -> Int32 {
        let next = versions[place.version].blocks
        let block = blocks.insert(Block(place: place, length: length, state: state, next: next, previous: nil))
        if let next { blocks[next].previous = block }
        versions[place.version].blocks = block
        versions[place.version].blockCount += 1
        versions[place.version].liveCount += 1
        places[place] = block
        used += Int64(length)
        liveBlocks += 1
        return block
    }

    /// Drops one block that is present or was being written; its version goes with the last one.
    mutating func discard(_ block: Int32) -> [Effect] {
        let (place, length) = (blocks[block].place, blocks[block].length)
        if case .present = blocks[block].state, versions[place.version].pinCount == 0 { recency.remove(block) }
        if blocks[block].isVerified {
            blocks[block].isVerified = false
            versions[place.version].verifiedCount -= 1
        }
        used -= Int64(length)
        liveBlocks -= 1
        versions[place.version].liveCount -= 1
        leaving += Int64(length)
        if versions[place.version].liveCount == 0 {
            let file = versions[place.version].file
            hide(place.version)
            free(block)
            return [.unlink(file: file, length: Int64(length))]
        }
        blocks[block].state = .leaving
        return [.punch(block: block, file: versions[place.version].file, number: place.number, length: length)]
    }

    /// Takes a version out of sight and drops its blocks; writes under way end later.
    mutating func retire(_ slot: Int32) -> [Effect] {
        hide(slot)
        let file = versions[slot].file
        var length: Int64 = 0
        var next = versions[slot].blocks
        while let block = next {
            next = blocks[block].next
            guard case .present = blocks[block].state else { continue }
            if versions[slot].pinCount == 0 { recency.remove(block) }
            length += Int64(blocks[block].length)
            liveBlocks -= 1
            versions[slot].liveCount -= 1
            // The last of them may free the version's slot, which is not looked at after that.
            free(block)
        }
        used -= length
        leaving += length
        return [.unlink(file: file, length: length)]
    }

    /// Notes that an effect was performed.
    ///
    /// - Parameter stamp: the file's, after it; nil when it was removed.
    mutating func finished(_ effect: Effect, stamp: FileStamp? = nil) {
        switch effect {
        case .punch(let block, _, _, let length):
            let slot = blocks[block].place.version
            if let stamp { versions[slot].stamp = max(stamp, versions[slot].stamp ?? stamp) }
            leaving -= Int64(length)
            free(block)
        case .unlink(_, let length):
            leaving -= length
        }
    }

    private mutating func hide(_ slot: Int32) {
        guard !versions[slot].isRetired else { return }
        versions[slot].isRetired = true
        liveVersions -= 1
        let (key, next) = (versions[slot].identity.key, versions[slot].nextOfKey)
        guard keys[key] != slot else {
            keys[key] = next
            return
        }
        var other = keys[key]
        while let candidate = other {
            if versions[candidate].nextOfKey == slot {
                versions[candidate].nextOfKey = next
                return
            }
            other = versions[candidate].nextOfKey
        }
    }

    private mutating func free(_ block: Int32) {
        let entry = blocks[block]
        if let next = entry.next { blocks[next].previous = entry.previous }
        if let previous = entry.previous {
            blocks[previous].next = entry.next
        } else {
            versions[entry.place.version].blocks = entry.next
        }
        places[entry.place] = nil
        blocks.remove(block)
        versions[entry.place.version].blockCount -= 1
        if versions[entry.place.version].blockCount == 0 {
            touched[versions[entry.place.version].file] = nil
            versions.remove(entry.place.version)
        }
    }
}
