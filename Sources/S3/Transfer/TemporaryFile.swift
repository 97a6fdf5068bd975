import CLinux
import Glibc

/// A file that becomes another when it is whole (boto3: `NAME.XXXXXXXX` in the same folder).
struct TemporaryFile: Sendable {
    /// The name that the file is to have.
    let path: String
    /// The name that it has until then.
    let temporaryPath: String
    let descriptor: CInt

    /// open(2): Makes an empty file beside `path`.
    ///
    /// - Throws: `FileError`.
    static func make(for path: String) throws(FileError) -> TemporaryFile {
        let folder = path.lastIndex(of: "/").map { path[...$0] } ?? ""
        let name = path[folder.endIndex...]
        guard !name.isEmpty else { throw FileError(path, "open", EISDIR) }
        while true {
            let suffix = (0..<8).map { _ in "0123456789abcdef".randomElement() ?? "0" }
            let temporary = folder + Self.beginning(of: name) + "." + String(suffix)
            do throws(FileError) {
                let descriptor = try FileDescriptors.open(temporary, O_WRONLY | O_CREAT | O_EXCL)
                return TemporaryFile(path: path, temporaryPath: temporary, descriptor: descriptor)
            } catch {
                guard error.code == EEXIST else { throw FileError(path, "open", error.code) }
            }
        }
    }

    /// As much of a name as leaves room for the suffix, in whole characters: file systems know names of 255 bytes.
    private static func beginning(of name: Substring) -> Substring {
        var count = 0
        return Substring(
            name.unicodeScalars.prefix { scalar in
                count += UTF8.width(scalar)
                return count <= 246
            })
    }

    /// fallocate(2): Takes the room for all bytes, so that a full disk shows at once; ftruncate(2) in memory, where
    /// that would clear every page.
    ///
    /// - Throws: `FileError`.
    func reserve(_ size: Int64) throws(FileError) {
        guard size > 0 else { return }
        if clinux_is_in_memory(descriptor) == 0 {
            if clinux_fallocate(descriptor, 0, 0, size) == 0 { return }
            let code = errno
            guard code == EOPNOTSUPP || code == ENOSYS || code == EINVAL || code == EINTR else {
                throw FileError(path, "write", code)
            }
        }
        guard ftruncate(descriptor, Int(size)) == 0 else { throw FileError(path, "write", errno) }
    }

    /// rename(2): Gives the file its name, in the place of what had it.
    ///
    /// - Throws: `FileError`.
    func keep() throws(FileError) {
        guard close(descriptor) == 0 else {
            let code = errno
            unlink(temporaryPath)
            throw FileError(path, "close", code)
        }
        guard rename(temporaryPath, path) == 0 else {
            let code = errno
            unlink(temporaryPath)
            throw FileError(path, "rename", code)
        }
    }

    /// unlink(2): Removes it.
    func discard() {
        close(descriptor)
        unlink(temporaryPath)
    }
}
