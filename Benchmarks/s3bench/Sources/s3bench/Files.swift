import Glibc
import S3
import Synchronization

/// A file, where downloads go and uploads come from.
final class File: BodySink {
    private let descriptor: Int32
    private let bytes = Atomic<Int64>(0)

    init(_ path: String, _ flags: Int32) throws {
        descriptor = open(path, flags | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw Failure("\(path): \(String(cString: strerror(errno)))") }
    }

    deinit { close(descriptor) }

    var size: Int64 { Int64(lseek(descriptor, 0, SEEK_END)) }
    /// How many bytes were written.
    var written: Int64 { bytes.load(ordering: .relaxed) }

    func receive(_ part: UnsafeRawBufferPointer, at offset: Int64) {
        let count = pwrite(descriptor, part.baseAddress, part.count, off_t(offset))
        bytes.wrappingAdd(Int64(max(count, 0)), ordering: .relaxed)
    }

    func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer) -> Int {
        pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset))
    }
}

/// A part of a file.
struct FileBody: RequestBody {
    let file: File
    let start: Int64
    let count: Int64

    func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let wanted = min(buffer.count, Int(count - offset))
        guard wanted > 0 else { return 0 }
        let got = file.read(at: start + offset, into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted]))
        guard got >= 0 else { throw Failure("read: \(String(cString: strerror(errno)))") }
        return got
    }
}

/// The parts of an upload, as they come back.
final class Parts: Sendable {
    let count: Int
    private let parts: Mutex<[UploadedPart?]>

    init(count: Int) {
        self.count = count
        parts = Mutex(Array(repeating: nil, count: count))
    }

    subscript(index: Int) -> UploadedPart? {
        get { parts.withLock { $0[index] } }
        set { parts.withLock { $0[index] = newValue } }
    }

    var all: [UploadedPart] { parts.withLock { $0.compactMap { $0 } } }
}
