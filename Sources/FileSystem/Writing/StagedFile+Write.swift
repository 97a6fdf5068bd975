import CLinux
import Glibc
import LocalStore
import ObjectStore
import Synchronization

extension StagedFile {
    /// Writes, without ever waiting for the network.
    ///
    /// - Returns: false, with nothing done, while a publish reads the content: then use `writeWhenIdle`.
    /// - Throws: `.tooLarge`, `.invalid`, `.noSpace` or `.io`.
    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws(WriteError) -> Bool {
        try content.withLock { journal throws(WriteError) -> Bool in
            if state.withLock({ $0.publishing != nil }) { return false }
            try writeLocked(bytes, at: offset, &journal)
            return true
        }
    }

    /// Writes at the end, wherever it is at this moment (O_APPEND).
    ///
    /// - Returns: false, with nothing done, while a publish reads the content: then use `appendWhenIdle`.
    /// - Throws: as `write`.
    func append(_ bytes: UnsafeRawBufferPointer) throws(WriteError) -> Bool {
        try content.withLock { journal throws(WriteError) -> Bool in
            if state.withLock({ $0.publishing != nil }) { return false }
            try writeLocked(bytes, at: size, &journal)
            return true
        }
    }

    /// Writes after a publish that is under way has ended.
    ///
    /// - Throws: as `write`, and `.cancelled`.
    func writeWhenIdle(_ bytes: [UInt8], at offset: Int64) async throws(WriteError) {
        try await whenIdle { journal throws(WriteError) in
            try bytes.span.bytes.withUnsafeBytes { (bytes) throws(WriteError) in
                try writeLocked(bytes, at: offset, &journal)
            }
        }
    }

    /// Appends after a publish that is under way has ended.
    ///
    /// - Throws: as `write`, and `.cancelled`.
    func appendWhenIdle(_ bytes: [UInt8]) async throws(WriteError) {
        try await whenIdle { journal throws(WriteError) in
            try bytes.span.bytes.withUnsafeBytes { (bytes) throws(WriteError) in
                try writeLocked(bytes, at: size, &journal)
            }
        }
    }

    /// Makes the file longer, with zeros, or shorter.
    ///
    /// Fetches nothing.
    ///
    /// - Throws: `.tooLarge`, `.invalid`, `.noSpace`, `.io`, and `.cancelled` while it waits for a publish to end.
    func truncate(to size: Int64) async throws(WriteError) {
        guard size >= 0 else { throw .invalid }
        guard size <= maximumSize else { throw .tooLarge }
        try await whenIdle { journal throws(WriteError) in try resizeLocked(size, &journal) }
    }

    /// Changes how the file takes its space: fallocate(2).
    ///
    /// - Parameter mode: 0 or `KEEP_SIZE` (local space is reserved), `PUNCH_HOLE|KEEP_SIZE`, `ZERO_RANGE` with or
    ///   without `KEEP_SIZE`.
    /// - Throws: `.unsupported` for other modes; otherwise as `truncate`.
    func allocate(mode: Int32, offset: Int64, length: Int64) async throws(WriteError) {
        guard offset >= 0, length > 0 else { throw .invalid }
        let keep = mode & Int32(CLINUX_FALLOC_KEEP_SIZE) != 0
        let (end, overflow) = offset.addingReportingOverflow(length)
        if !keep, overflow || end > maximumSize { throw .tooLarge }
        switch mode & ~Int32(CLINUX_FALLOC_KEEP_SIZE) {
        case 0:
            guard !overflow else { throw .tooLarge }
            try await whenIdle { journal throws(WriteError) in
                try reserveLocked(offset: offset, length: length)
                if !keep, end > size { try resizeLocked(end, &journal) }
            }
        case Int32(CLINUX_FALLOC_PUNCH_HOLE) where keep:
            try await whenIdle { journal throws(WriteError) in
                try zeroLocked(from: offset, to: overflow ? .max : end, &journal)
            }
        case Int32(CLINUX_FALLOC_ZERO_RANGE):
            try await whenIdle { journal throws(WriteError) in
                if !keep, end > size { try resizeLocked(end, &journal) }
                try zeroLocked(from: offset, to: overflow ? .max : end, &journal)
            }
        default:
            throw .unsupported
        }
    }

    // MARK: - With `content` held

    private func writeLocked(
        _ bytes: UnsafeRawBufferPointer, at offset: Int64, _ journal: inout StagingJournal?
    ) throws(WriteError) {
        guard offset >= 0 else { throw .invalid }
        guard !bytes.isEmpty else { return }
        let (end, overflow) = offset.addingReportingOverflow(Int64(bytes.count))
        guard !overflow, end <= maximumSize else { throw .tooLarge }
        try openJournal(&journal)
        do {
            try file.write(bytes, at: offset)
        } catch {
            // Part of it may be there. Missing bytes are still the base's; others may have changed, and must not be
            // copied.
            let (oldSize, spoiled) = state.withLock { state in
                let range = offset..<max(offset, min(end, state.size))
                let touched = state.unchanged.intersection(range).filter { !state.missing.contains($0) }
                let spoiled = touched.flatMap { state.missing.gaps(in: $0) }
                for range in spoiled { state.unchanged.remove(range) }
                if !touched.isEmpty {
                    state.isDirty = true
                    state.isAsLeft = false
                }
                return (state.size, spoiled)
            }
            // A record that fails leaves the journal behind, and the next change says everything anew.
            for range in spoiled { try? note(.spoiled(range), journal) }
            // What lies behind the end must be zero when the file grows; cutting a file needs no space.
            if end > oldSize { try? file.truncate(to: oldSize) }
            throw WriteError(local: error)
        }
        let isNews = state.withLock { state in
            state.size = max(state.size, end)
            state.isDirty = true
            state.isAsLeft = false
            return Self.noteWritten(offset..<end, &state)
        }
        if isNews { try note(.written(offset..<end), journal) }
    }

    /// - Returns: whether anything of the range was the base's.
    private static func noteWritten(_ range: Range<Int64>, _ state: inout State) -> Bool {
        guard state.missing.intersects(range) || state.unchanged.intersects(range) else { return false }
        state.missing.remove(range)
        state.unchanged.remove(range)
        return true
    }

    private func resizeLocked(_ newSize: Int64, _ journal: inout StagingJournal?) throws(WriteError) {
        let oldSize = size
        guard newSize != oldSize else { return }
        try openJournal(&journal)
        // Bytes behind a new end stop being the base's before they become zero.
        var isNews = false
        if newSize < oldSize {
            isNews = state.withLock { state in
                state.size = newSize
                state.isDirty = true
                state.isAsLeft = false
                return Self.noteWritten(newSize..<oldSize, &state)
            }
        }
        do {
            try file.truncate(to: newSize)
        } catch {
            throw WriteError(local: error)
        }
        // After the file is cut: its size tells by itself until it grows again.
        if isNews { try note(.cut(newSize), journal) }
        if newSize > oldSize {
            state.withLock { state in
                state.size = newSize
                state.isDirty = true
                state.isAsLeft = false
            }
        }
    }

    private func reserveLocked(offset: Int64, length: Int64) throws(WriteError) {
        let result = clinux_fallocate(file.descriptor, Int32(CLINUX_FALLOC_KEEP_SIZE), offset, length)
        guard result != 0 else { return }
        let error = WriteError(errno: errno)
        // A local file system without reservations: there is space or there is not, as for any write.
        guard error != .unsupported else { return }
        throw error
    }

    private func zeroLocked(
        from lower: Int64, to upper: Int64, _ journal: inout StagingJournal?
    ) throws(WriteError) {
        let range = lower..<max(lower, min(upper, size))
        guard !range.isEmpty else { return }
        try openJournal(&journal)
        do {
            try file.punchHole(range)
        } catch {
            throw WriteError(local: error)
        }
        let isNews = state.withLock { state in
            state.isDirty = true
            state.isAsLeft = false
            return Self.noteWritten(range, &state)
        }
        if isNews { try note(.written(range), journal) }
    }
}
