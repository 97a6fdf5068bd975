import CChecksum
import CLinux
import Glibc

/// The files that hold clean blocks: one sparse file for each object version, a block at its own place in it.
struct BlockFiles: Sendable {
    let directory: String

    /// Whether the directory has not been removed.
    var isThere: Bool { access(directory, F_OK) == 0 }

    /// 256 directories, so that none becomes large.
    func path(_ file: Int64) -> String {
        "\(directory)/\((file & 0xff).hexadecimal(2))/\(file.hexadecimal(16))"
    }

    /// Reads one block into `space`, which it must fill.
    ///
    /// - Returns: the file's stamp before the bytes were read; nil if they are not there in full or their checksum differs.
    func read(_ file: Int64, _ number: Int64, into space: some BlockSpace, crc: UInt32) -> FileStamp? {
        guard let descriptor = try? FileCalls.open(path(file), O_RDONLY) else { return nil }
        defer { close(descriptor) }
        guard let stamp = FileStamp(descriptor) else { return nil }
        return space.withSpace { buffers in
            let count = try? FileCalls.readAll(descriptor, into: buffers, at: number * Int64(BlockCache.blockSize))
            guard count == space.count else { return nil }
            return Self.crc(buffers.map { UnsafeRawBufferPointer($0) }) == crc ? stamp : nil
        }
    }

    /// Writes one block, and the file and its directory if need be.
    ///
    /// - Parameter passesPages: past the page cache, where the file system and the place of the bytes in memory allow it.
    /// - Returns: the checksum, and the file's stamp after the write; nil if the disk did not take it all.
    func write(
        _ file: Int64, _ number: Int64, _ content: some BlockContent, passesPages: Bool = false
    ) -> (crc: UInt32, stamp: FileStamp?)? {
        content.withPieces { buffers in
            // First the checksum: what the processor has just read is written faster.
            let crc = Self.crc(buffers)
            if passesPages, Self.isAligned(buffers), let stamp = put(buffers, file, number, CInt(CLINUX_O_DIRECT)) {
                return (crc, stamp)
            }
            return put(buffers, file, number, 0).map { (crc, $0) }
        }
    }

    /// - Returns: nil if not all of it was taken; within, nil if the file cannot say what it is.
    private func put(_ buffers: [UnsafeRawBufferPointer], _ file: Int64, _ number: Int64, _ flag: CInt) -> FileStamp?? {
        let path = path(file)
        let flags = O_WRONLY | O_CREAT | flag
        var opened = try? FileCalls.open(path, flags)
        if opened == nil {
            try? FileCalls.makeDirectory("\(directory)/\((file & 0xff).hexadecimal(2))")
            opened = try? FileCalls.open(path, flags)
        }
        guard let descriptor = opened else { return nil }
        defer { close(descriptor) }
        do {
            try FileCalls.writeAll(descriptor, buffers, at: number * Int64(BlockCache.blockSize))
        } catch {
            return nil
        }
        return .some(FileStamp(descriptor))
    }

    /// open(2): What O_DIRECT wants of the addresses and lengths, on any disk with pages of 4 KiB.
    private static func isAligned(_ buffers: [UnsafeRawBufferPointer]) -> Bool {
        buffers.allSatisfy { UInt(bitPattern: $0.baseAddress) % alignment == 0 && UInt($0.count) % alignment == 0 }
    }

    private static let alignment: UInt = 4096

    private static func crc(_ buffers: [UnsafeRawBufferPointer]) -> UInt32 {
        buffers.reduce(0) { cchecksum_crc32c($0, $1.baseAddress, $1.count) }
    }

    /// Gives space back.
    ///
    /// What cannot be given back now is found by the next start.
    ///
    /// - Returns: the stamp of a file that stays.
    @discardableResult
    func perform(_ effect: BlockIndex.Effect) -> FileStamp? {
        switch effect {
        case .unlink(let file, _):
            unlink(path(file))
            return nil
        case .punch(_, let file, let number, let length):
            guard let descriptor = try? FileCalls.open(path(file), O_WRONLY) else { return nil }
            defer { close(descriptor) }
            let offset = number * Int64(BlockCache.blockSize)
            try? FileCalls.punchHole(descriptor, at: offset, length: Int64(length))
            return FileStamp(descriptor)
        }
    }

    /// The numbers of all files that are there.
    func all() -> [Int64] {
        var files: [Int64] = []
        for name in FileCalls.names(in: directory) {
            for file in FileCalls.names(in: "\(directory)/\(name)") {
                if file.utf8.count == 16, let number = Int64(file, radix: 16) { files.append(number) }
            }
        }
        return files
    }
}
