import CLinux
import Glibc
package import ObjectStore

extension StagingArea {
    /// Takes over what mounts that are dead have left of files that were not in the bucket yet.
    ///
    /// Each file goes to one mount, whatever others begin at the same time.
    ///
    /// - Parameter isWanted: whether a key is one of this mount's; others are left.
    /// - Returns: the files, the oldest first, and what could not be taken over, for the log.
    package func takeOver(
        where isWanted: (ObjectKey) -> Bool
    ) -> (files: [LeftStaging], problems: [String]) {
        let names = home.leftByDead(in: home.staging).filter { $0.hasSuffix(StagingJournal.suffix) }
        guard !names.isEmpty, let instance = try? home.instance() else { return ([], []) }
        var files: [LeftStaging] = []
        var problems: [String] = []
        for name in names {
            do {
                let file = String(name.dropLast(StagingJournal.suffix.count))
                if let left = try takeOver("\(home.staging)/\(file)", instance, isWanted) { files.append(left) }
            } catch {
                problems.append(error.detail)
            }
        }
        return (files.sorted { $0.modified < $1.modified }, problems)
    }

    /// - Returns: nil where there is nothing to be had, or it is not wanted.
    private func takeOver(
        _ path: String, _ instance: InstanceLock, _ isWanted: (ObjectKey) -> Bool
    ) throws(LocalStoreError) -> LeftStaging? {
        let journalPath = path + StagingJournal.suffix
        let descriptor: CInt
        do { descriptor = try FileCalls.open(journalPath, O_RDWR) } catch {
            if error.code == ENOENT { return nil }
            throw LocalStoreError(errno: error.code, "open", journalPath)
        }
        var isTaken = false
        defer { if !isTaken { close(descriptor) } }
        // Another mount that has just begun may be doing the same: who has the lock takes the file, and it is under
        // another name when he lets go of that.
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0, Self.isAt(journalPath, descriptor) else { return nil }
        let content: StagingLog.Content
        do { content = StagingLog.read(try FileCalls.read(descriptor)) } catch {
            throw LocalStoreError(errno: error.code, "pread", journalPath)
        }
        let (records, end, isDamaged): ([StagingRecord], Int, Bool)
        switch content {
        case .records(let whole, let last): (records, end, isDamaged) = (whole, last, false)
        case .damaged(let good): (records, end, isDamaged) = (good, 0, true)
        case .foreign:
            throw LocalStoreError(
                .inaccessible,
                "\(journalPath): of another version of pail; mount with that one, or keep \(path) by hand")
        }
        guard let target = Self.target(of: records) else {
            if isDamaged {
                throw LocalStoreError(.inaccessible, "\(journalPath): damaged; what was written is in \(path)")
            }
            // It was begun and no more: nothing had been written.
            unlink(path)
            unlink(journalPath)
            return nil
        }
        guard isWanted(target.key) else { return nil }
        let ownPath = nextPath(instance)
        do throws(FileCalls.Failure) {
            let file = try Self.move(path, journalPath, to: ownPath)
            var status = stat()
            guard fstat(file, &status) == 0 else { throw FileCalls.Failure(code: errno) }
            // No half of a record is to stand before the next ones.
            if !isDamaged { try FileCalls.truncate(descriptor, to: Int64(end)) }
            isTaken = true
            return LeftStaging(
                file: StagingFile(descriptor: file, path: ownPath, instance: instance, reclaim: reclaim),
                journal: StagingJournal(
                    descriptor: descriptor, path: ownPath + StagingJournal.suffix, end: Int64(end), reclaim: reclaim),
                records: records, target: target, isDamaged: isDamaged,
                isFromOtherBoot: records.first != .boot(BootNumber.current), size: Int64(status.st_size),
                modified: Timestamp(
                    seconds: Int64(status.st_mtim.tv_sec), nanoseconds: Int32(status.st_mtim.tv_nsec)))
        } catch {
            // Its file is gone: then there is nothing that it could tell of.
            if error.code == ENOENT {
                unlink(journalPath)
                return nil
            }
            throw LocalStoreError(errno: error.code, "link", path)
        }
    }

    /// Gives a file and its journal another name, so that at any moment one name has both.
    ///
    /// - Returns: the file, open.
    private static func move(_ path: String, _ journalPath: String, to ownPath: String) throws(FileCalls.Failure)
        -> CInt
    {
        let file = try FileCalls.open(path, O_RDWR)
        guard link(path, ownPath) == 0 else {
            let code = errno
            close(file)
            throw FileCalls.Failure(code: code)
        }
        // Which nobody else uses, so that nothing is replaced.
        do { try FileCalls.rename(journalPath, ownPath + StagingJournal.suffix) } catch {
            unlink(ownPath)
            close(file)
            throw error
        }
        unlink(path)
        return file
    }

    private static func target(of records: [StagingRecord]) -> StagingTarget? {
        for record in records.reversed() {
            switch record {
            case .target(let target), .publishing(let target): return target
            default: continue
            }
        }
        return nil
    }

    /// Whether an open file still has this name.
    private static func isAt(_ path: String, _ descriptor: CInt) -> Bool {
        var (open, named) = (stat(), stat())
        return fstat(descriptor, &open) == 0 && stat(path, &named) == 0 && open.st_ino == named.st_ino
    }
}
