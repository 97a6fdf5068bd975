import CFUSE
import CLinux
import Glibc
import Synchronization
import SystemPackage

/// The number under which the kernel knows a file of the local disk that it may read by itself.
package struct BackingID: RawRepresentable, Hashable, Sendable {
    package let rawValue: Int32
    package init(rawValue: Int32) { self.rawValue = rawValue }
}

/// FUSE passthrough, which the kernel has since 6.9 and libfuse since 3.17: said here around a libfuse that does not
/// know of it, in the words of linux/fuse.h.
///
/// libfuse reads and writes the session's descriptor through functions of ours. They see the one INIT request and its
/// answer, and add to the answer what it lacks; everything else passes.
final class PassthroughNegotiation: Sendable {
    private enum Stage {
        static let waiting = 0
        static let offered = 1
        static let over = 2
        static let granted = 3
    }

    private let stage = Atomic(Stage.waiting)
    /// Whether the kernel can map files that it does not cache.
    private let mapsUncached = Atomic(false)
    /// The INIT request's number, once `stage` is `offered`.
    private let unique = Atomic<UInt64>(0)

    /// Whether kernel and session have agreed; the kernel may still refuse a file, and does so without CAP_SYS_ADMIN.
    var isGranted: Bool { stage.load(ordering: .acquiring) == Stage.granted }

    /// Whether files may be opened with `OpenedFile.directIO` and still be mapped, with MAP_SHARED too.
    var isDirectGranted: Bool { isGranted && mapsUncached.load(ordering: .relaxed) }

    /// Puts itself between libfuse and the descriptor of a session that has just been mounted.
    static func install(on session: OpaquePointer) {
        var io = fuse_custom_io()
        io.read = { descriptor, buffer, length, userdata in
            let count = Glibc.read(descriptor, buffer, length)
            if let userdata, let buffer, count > 0 {
                SessionCore.of(userdata).passthrough.received(UnsafeRawBufferPointer(start: buffer, count: count))
            }
            return count
        }
        io.writev = { descriptor, vector, count, userdata in
            if let userdata, let vector {
                SessionCore.of(userdata).passthrough.answers(UnsafeBufferPointer(start: vector, count: Int(count)))
            }
            return Glibc.writev(descriptor, vector, count)
        }
        // It fails for want of memory only, and then nothing has changed.
        _ = fuse_session_custom_io(session, &io, fuse_session_fd(session))
    }

    // MARK: INIT

    private static let initOpcode: UInt32 = 26
    /// FUSE_INIT_EXT: `flags2` has a meaning.
    private static let initExtended: UInt32 = 1 << 30
    /// FUSE_PASSTHROUGH, in `flags2`.
    private static let initPassthrough: UInt32 = 1 << 5
    /// FUSE_DIRECT_IO_ALLOW_MMAP, in `flags2`.
    private static let initDirectMapping: UInt32 = 1 << 4

    /// Looks at a request: fuse_in_header (40 bytes: length, opcode, unique...), then fuse_init_in.
    private func received(_ request: UnsafeRawBufferPointer) {
        guard stage.load(ordering: .relaxed) == Stage.waiting, request.count >= 8,
            request.loadUnaligned(fromByteOffset: 4, as: UInt32.self) == Self.initOpcode
        else { return }
        guard request.count >= 60,
            request.loadUnaligned(fromByteOffset: 52, as: UInt32.self) & Self.initExtended != 0,
            request.loadUnaligned(fromByteOffset: 56, as: UInt32.self) & Self.initPassthrough != 0
        else { return stage.store(Stage.over, ordering: .relaxed) }
        let flags = request.loadUnaligned(fromByteOffset: 56, as: UInt32.self)
        mapsUncached.store(flags & Self.initDirectMapping != 0, ordering: .relaxed)
        unique.store(request.loadUnaligned(fromByteOffset: 8, as: UInt64.self), ordering: .relaxed)
        stage.store(Stage.offered, ordering: .releasing)
    }

    /// Looks at an answer: fuse_out_header (16 bytes: length, error, unique), then fuse_init_out.
    private func answers(_ pieces: UnsafeBufferPointer<iovec>) {
        guard stage.load(ordering: .acquiring) == Stage.offered, pieces.count == 2, let header = pieces[0].iov_base,
            let answer = pieces[1].iov_base, pieces[0].iov_len >= 16,
            header.loadUnaligned(fromByteOffset: 8, as: UInt64.self) == unique.load(ordering: .relaxed)
        else { return }
        // A version that has no `flags2` to answer with, or a failure.
        guard pieces[1].iov_len >= 40, header.loadUnaligned(fromByteOffset: 4, as: Int32.self) == 0 else {
            return stage.store(Stage.over, ordering: .relaxed)
        }
        func add(_ bits: UInt32, at offset: Int) {
            let value = answer.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
            answer.storeBytes(of: value | bits, toByteOffset: offset, as: UInt32.self)
        }
        add(Self.initExtended, at: 12)
        add(Self.initPassthrough | (mapsUncached.load(ordering: .relaxed) ? Self.initDirectMapping : 0), at: 32)
        // max_stack_depth: files of ordinary disks. With 2, those of an overlay, but no overlay could lie on this mount.
        add(1, at: 36)
        stage.store(Stage.granted, ordering: .releasing)
    }

    // MARK: Opening

    /// FOPEN_DIRECT_IO, FOPEN_NOFLUSH and FOPEN_PASSTHROUGH: the flags that go together.
    static func openFlags(_ file: OpenedFile) -> UInt32 {
        1 << 7 | (file.directIO ? 1 << 0 : 0) | (file.noFlush ? 1 << 5 : 0)
    }

    static func openBacking(_ descriptor: CInt, on device: CInt) -> Result<BackingID, Errno> {
        var number: CInt = -1
        repeat { number = clinux_fuse_backing_open(device, descriptor) } while number < 0 && errno == EINTR
        return number < 0 ? .failure(Errno(rawValue: errno)) : .success(BackingID(rawValue: number))
    }

    static func closeBacking(_ backing: BackingID, on device: CInt) {
        _ = clinux_fuse_backing_close(device, backing.rawValue)
    }
}
