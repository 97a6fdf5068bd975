import Glibc
import Synchronization

/// Makes the staging files of one mount.
package final class StagingArea: Sendable {
    let home: Home
    private let descriptors: DescriptorLimit
    let reclaim: @Sendable (Int64) -> Bool
    private let counter = Atomic<UInt64>(0)

    init(home: Home, descriptors: DescriptorLimit, reclaim: @escaping @Sendable (Int64) -> Bool) {
        self.home = home
        self.descriptors = descriptors
        self.reclaim = reclaim
    }

    /// Makes an empty staging file.
    ///
    /// A directory that could not be used before is tried again: space may have been made. One that somebody has removed
    /// is made again.
    ///
    /// - Throws: `.noSpace`, `.readOnly`, `.tooManyFiles` or `.inaccessible`.
    package func makeFile() throws(LocalStoreError) -> StagingFile {
        let instance = try home.instance()
        let path = nextPath(instance)
        do throws(FileCalls.Failure) {
            let descriptor = try open(path)
            let file = StagingFile(descriptor: descriptor, path: path, instance: instance, reclaim: reclaim)
            if descriptors.refusesWriting(descriptor) { throw FileCalls.Failure(code: EMFILE) }
            return file
        } catch {
            throw LocalStoreError(errno: error.code, "open", path)
        }
    }

    private func open(_ path: String) throws(FileCalls.Failure) -> CInt {
        let flags = O_RDWR | O_CREAT | O_EXCL
        do { return try FileCalls.open(path, flags) } catch {
            // Somebody has removed the directory.
            guard error.code == ENOENT, (try? home.makeDirectories()) != nil else { throw error }
            return try FileCalls.open(path, flags)
        }
    }

    /// Makes the journal of a staging file.
    ///
    /// - Parameter records: say everything.
    /// - Throws: `.noSpace`, `.readOnly` or `.inaccessible`.
    package func makeJournal(
        of file: StagingFile, _ records: [StagingRecord]
    ) throws(LocalStoreError) -> StagingJournal {
        try StagingJournal(at: file.path + StagingJournal.suffix, records, reclaim: reclaim)
    }

    /// A path that no staging file has had.
    func nextPath(_ instance: InstanceLock) -> String {
        "\(home.staging)/\(instance.name)-\(counter.add(1, ordering: .relaxed).newValue)"
    }

    /// Keeps a staging file's content as a conflict copy, `conflicts/<time>-<name>` in the bucket's directory.
    ///
    /// The file itself becomes the copy, so that it needs no space: who keeps writing to it writes to the copy.
    /// The bytes and the name are on the disk when this returns, unless the copy says otherwise.
    ///
    /// - Parameters:
    ///   - file: made by this area.
    ///   - name: for people, for example the last component of the object's key; what no file name holds is replaced.
    ///   - size: bytes of the content; what is beyond is cut off.
    /// - Throws: `.noSpace`, `.readOnly` or `.inaccessible`; the file is then still a staging file.
    package func keepConflictCopy(
        _ file: StagingFile, name: String, size: Int64
    ) throws(LocalStoreError) -> ConflictCopy {
        var trouble: LocalStoreError?
        do throws(LocalStoreError) {
            try file.truncate(to: size)
            try file.synchronize()
        } catch { trouble = error }
        let stem = "\(home.conflicts)/\(Self.stamp())-\(Self.fileName(name))"
        do {
            try FileCalls.makeDirectory(home.conflicts)
            for attempt in 0... {
                let path = attempt == 0 ? stem : "\(stem).\(attempt)"
                do {
                    try file.keep(as: path)
                } catch  where error.code == EEXIST {
                    continue
                }
                do { try FileCalls.synchronizeDirectory(home.conflicts) } catch {
                    trouble = trouble ?? LocalStoreError(errno: error.code, "fsync", home.conflicts)
                }
                return ConflictCopy(path: path, trouble: trouble)
            }
        } catch {
            throw LocalStoreError(errno: error.code, "rename", stem)
        }
        preconditionFailure("an endless loop ended")
    }

    /// The time now in UTC, sortable, as part of a file name.
    private static func stamp() -> String {
        var now = time(nil)
        var parts = tm()
        gmtime_r(&now, &parts)
        var buffer = [CChar](repeating: 0, count: 32)
        let count = strftime(&buffer, buffer.count, "%Y%m%dT%H%M%SZ", &parts)
        return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// A name without what no file name, or no terminal, should hold; short enough to have the time before it.
    private static func fileName(_ name: String) -> String {
        let safe = name.unicodeScalars.map { scalar -> Character in
            scalar == "/" || scalar.value < 32 || scalar.value == 127 ? "_" : Character(scalar)
        }
        var short = String(safe)
        while short.utf8.count > 200 { short.removeLast() }
        return short.isEmpty ? "object" : short
    }
}
