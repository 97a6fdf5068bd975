import CLinux
import Glibc
import LocalStore
import ObjectStore
import Synchronization

extension StagedFile {
    /// Reads when every byte asked is here.
    ///
    /// - Returns: fewer bytes than asked at the end of the file, none behind it; nil when base bytes are missing.
    /// - Throws: `.invalid` or `.io`.
    func readLocal(offset: Int64, size: Int) throws(WriteError) -> [UInt8]? {
        guard offset >= 0, size >= 0 else { throw .invalid }
        let asked: Range<Int64>? = state.withLock { state in
            let range = clamp(offset, size, to: state.size)
            return state.missing.intersects(range) ? nil : range
        }
        guard let asked else { return nil }
        guard !asked.isEmpty else { return [] }
        var failure: LocalStoreError?
        let bytes = [UInt8](unsafeUninitializedCapacity: asked.count) { buffer, count in
            let raw = UnsafeMutableRawBufferPointer(buffer)
            do throws(LocalStoreError) {
                let read = try file.read(into: raw, at: asked.lowerBound)
                // The file was cut meanwhile: what was behind its new end is zero.
                for index in read..<raw.count { raw[index] = 0 }
                count = raw.count
            } catch {
                failure = error
                count = 0
            }
        }
        if let failure { throw WriteError(local: failure) }
        return bytes
    }

    /// Reads, fetching what is missing: one ranged GET (`If-Match`) for each gap of at most `largestFetch` bytes.
    ///
    /// Reads that go on where the last one ended fetch ahead.
    ///
    /// - Throws: `.invalid`, `.io`, `.noSpace`, `.store`, `.cancelled`; `.stale` when the base is gone.
    func read(offset: Int64, size: Int) async throws(WriteError) -> [UInt8] {
        while true {
            if let bytes = try readLocal(offset: offset, size: size) { return bytes }
            let range = state.withLock { clamp(offset, size, to: $0.size) }
            try await bring(range, ahead: true)
        }
    }

    /// Fetches everything that is missing, before its object is overwritten or removed.
    ///
    /// - Throws: as `read`.
    func makeWhole() async throws(WriteError) {
        try await bring(0..<Int64.max, ahead: false)
    }

    /// Where the next data or the next hole begins: lseek(2) with SEEK_DATA and SEEK_HOLE.
    ///
    /// Bytes of the base count as data.
    ///
    /// - Throws: `.noData` where there is none; `.invalid` for another whence.
    func seek(offset: Int64, whence: Int32) throws(WriteError) -> Int64 {
        let (size, missing) = state.withLock { ($0.size, $0.missing) }
        guard offset >= 0, offset < size else { throw .noData }
        switch whence {
        case Int32(CLINUX_SEEK_DATA):
            let fetched = try seekLocal(offset, whence) ?? .max
            let next = min(missing.next(from: offset) ?? .max, fetched)
            guard next < size else { throw .noData }
            return next
        case Int32(CLINUX_SEEK_HOLE):
            var position = offset
            while position < size {
                if let range = missing.range(containing: position) {
                    position = range.upperBound
                    continue
                }
                let hole = try seekLocal(position, whence) ?? size
                if hole >= size || missing.range(containing: hole) == nil { return min(hole, size) }
                position = hole
            }
            return size
        default:
            throw .invalid
        }
    }

    /// lseek(2): nil where the local file has no more of it.
    ///
    /// The offset that it moves is nobody's.
    private func seekLocal(_ offset: Int64, _ whence: Int32) throws(WriteError) -> Int64? {
        let position = lseek(file.descriptor, Int(offset), whence)
        if position >= 0 { return Int64(position) }
        guard errno == ENXIO else { throw WriteError(errno: errno) }
        return nil
    }

    private func clamp(_ offset: Int64, _ size: Int, to end: Int64) -> Range<Int64> {
        guard offset < end else { return offset..<offset }
        return offset..<offset + min(Int64(size), end - offset)
    }
}
