import Glibc
import ObjectStoreTesting
import Synchronization

/// Threads that read versioned files until they are told to stop, and look at every byte.
///
/// Each opens a file, reads it from the beginning to the end, or places of it at random, and closes it: what one handle
/// gives must be of one version.
package final class Readers: Sendable {
    /// What the threads found.
    package struct Report: Sendable {
        /// Files that were read to their end.
        package var files = 0
        /// Calls of read(2) that gave bytes.
        package var reads = 0
        /// Handles that ended with ESTALE.
        package var stale = 0
        /// What should not have been; the first few.
        package var wrong: [String] = []
    }

    private let disk: Disk
    private let files: [(path: DiskPath, content: VersionedContent)]
    private let report = Mutex(Report())
    private let isEnding = Atomic<Bool>(false)
    private let ended: Semaphore = Semaphore()
    private let count: Int
    private static let sizes = [4 << 10, 64 << 10, 1 << 20]

    /// Starts the threads.
    package init(
        _ count: Int, on disk: Disk, _ files: [(path: DiskPath, content: VersionedContent)], seed: UInt64
    ) {
        self.disk = disk
        self.files = files
        self.count = count
        for number in 0..<count {
            PlainThread.start { [self] in
                var generator = SplitMix64(seed: seed &+ UInt64(number))
                while !isEnding.load(ordering: .relaxed) { readOne(&generator) }
                ended.signal()
            }
        }
    }

    /// What was found so far.
    package var soFar: Report { report.withLock { $0 } }

    /// Ends the threads and tells what they found.
    package func stop() -> Report {
        isEnding.store(true, ordering: .relaxed)
        for _ in 0..<count { ended.wait() }
        return soFar
    }

    private func readOne(_ generator: inout SplitMix64) {
        let (path, content) = files[Int(generator.next() % UInt64(files.count))]
        let file: OpenDescriptor
        switch disk.open(path, O_RDONLY) {
        case .success(let opened): file = opened
        case .failure(let error): return note(error, "open", path)
        }
        defer { _ = file.close() }
        let size = Self.sizes[Int(generator.next() % UInt64(Self.sizes.count))]
        let isSequential = generator.next() % 4 != 0
        var version: Int?
        var offset = 0
        for step in 0... {
            if !isSequential {
                guard step < 8 else { return }
                offset = Int(generator.next() % 4096) * VersionedContent.sector
            }
            let bytes: [UInt8]
            switch file.read(size, at: Int64(offset)) {
            case .success(let read): bytes = read
            case .failure(let error): return note(error, "read at \(offset)", path)
            }
            if bytes.isEmpty {
                if let version, offset < content.count(version) {
                    return note("\(path): version \(version) ends at \(offset), not \(content.count(version))")
                }
                if isSequential, version == nil { return note("\(path): an empty file") }
                if isSequential { return report.withLock { $0.files += 1 } }
                continue
            }
            let (found, wrong) = content.check(bytes, at: offset, known: version)
            if let wrong { return note("\(path), after version \(version.map { "\($0)" } ?? "-"): \(wrong)") }
            if let version, version != found {
                return note("\(path): version \(version), then \(found.map { "\($0)" } ?? "-") at \(offset)")
            }
            version = found
            report.withLock { $0.reads += 1 }
            offset += bytes.count
        }
    }

    private func note(_ error: CallError, _ call: String, _ path: DiskPath) {
        if error.errno == ESTALE { return report.withLock { $0.stale += 1 } }
        note("\(path): \(call): \(error)")
    }

    private func note(_ wrong: String) {
        report.withLock { if $0.wrong.count < 20 { $0.wrong.append(wrong) } }
    }
}
