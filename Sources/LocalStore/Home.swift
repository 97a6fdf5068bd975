import Glibc
import Synchronization

/// The directory of one bucket in the cache directory.
///
/// ```
/// <cache directory>/<bucket>-<hash>/locks/       who lives (InstanceLock)
///                                   staging/     what is written and not yet in the bucket, and its journals
///                                   removals/    what is to be removed from it at a last close
///                                   renames/     which directories are being renamed in it
///                                   conflicts/   what could not be put there; never removed by us
///                                   v1/          clean blocks and the index, in the format of that number
/// ```
final class Home: Sendable {
    let path: String
    var locks: String { path + "/locks" }
    var staging: String { path + "/staging" }
    var removals: String { path + "/removals" }
    var renames: String { path + "/renames" }
    var conflicts: String { path + "/conflicts" }
    /// What is kept in a format of ours; another format gets another directory.
    var data: String { path + "/v\(Self.format)" }
    var blocks: String { data + "/blocks" }
    var index: String { data + "/index.sqlite" }

    /// The number of the on-disk format.
    static let format: Int32 = 1

    /// Guards the making of the directories and of this mount's sign of life.
    private let own = Mutex<InstanceLock?>(nil)
    /// Whether there was no such directory when this began.
    private let isNew: Bool

    init(directory: String, bucketIdentity: String) {
        path = directory + "/" + Self.directoryName(bucketIdentity)
        isNew = access(path, F_OK) != 0
    }

    /// This mount's sign of life; the first call makes the directories, and a later one tries again what failed, or what
    /// somebody has removed.
    func instance() throws(LocalStoreError) -> InstanceLock {
        try own.withLock { own throws(LocalStoreError) in
            if let own, own.isInPlace { return own }
            try makeDirectories()
            let lock = try InstanceLock(in: locks)
            own = lock
            return lock
        }
    }

    /// Makes the directories that are not there.
    func makeDirectories() throws(LocalStoreError) {
        try make(path)
        try check()
        for directory in [locks, staging, data, blocks] { try make(directory) }
    }

    /// Whether the bucket's directory is this user's and nobody else may write in it: what is in it is believed, and
    /// written to.
    private func check() throws(LocalStoreError) {
        var status = stat()
        guard lstat(path, &status) == 0 else { throw LocalStoreError(errno: errno, "lstat", path) }
        let flaw: String
        if status.st_mode & S_IFMT == S_IFLNK {
            flaw = "it is a symbolic link"
        } else if status.st_uid != geteuid() {
            flaw = "it belongs to user \(status.st_uid), and this is user \(geteuid())"
        } else if status.st_mode & 0o022 != 0 {
            flaw = "others may write in it"
        } else {
            return
        }
        throw LocalStoreError(
            .inaccessible,
            "\(path): \(flaw); look at who has made it, remove it or make it yours (chown, chmod 700), or choose another"
                + " cache directory")
    }

    /// The names in a directory that begin with that of a mount that is dead.
    func leftByDead(in directory: String) -> [String] {
        // First the names, then who lives: see `living`.
        let names = FileCalls.names(in: directory)
        guard !names.isEmpty else { return [] }
        let living = InstanceLock.living(in: locks)
        return names.filter { name in name.split(separator: "-").first.map { !living.contains(String($0)) } ?? false }
    }

    /// Removes the staging files of mounts that are dead, but those with a journal: they hold what is not in the bucket.
    func removeLeftovers() {
        for name in leftByDead(in: staging) {
            let isJournal = name.hasSuffix(StagingJournal.suffix)
            let other =
                isJournal ? String(name.dropLast(StagingJournal.suffix.count)) : name + StagingJournal.suffix
            // Looked for now, since its mount may have made it after the names were read. One that takes both over gives
            // them other names meanwhile, the file first.
            if access("\(staging)/\(other)", F_OK) != 0 { unlink("\(staging)/\(name)") }
        }
    }

    /// Removes the directory again, if it is new and no other mount uses it.
    ///
    /// Call when the index is closed.
    func removeIfNew() {
        guard isNew, let instance = own.withLock({ $0 }) else { return }
        unlink("\(locks)/\(instance.name)")
        // Whoever lives in it has a file there.
        guard rmdir(locks) == 0 else { return }
        for suffix in ["", "-wal", "-shm"] { unlink(index + suffix) }
        for directory in [blocks, data, staging, path] { rmdir(directory) }
    }

    /// Makes a directory and those above it.
    private func make(_ directory: String) throws(LocalStoreError) {
        do {
            do {
                try FileCalls.makeDirectory(directory)
            } catch  where error.code == ENOENT {
                var parent = ""
                for part in directory.split(separator: "/") {
                    parent += "/" + part
                    try FileCalls.makeDirectory(parent)
                }
            }
        } catch {
            throw LocalStoreError(errno: error.code, "mkdir", directory)
        }
    }

    /// A name that people recognise, made unique by a hash (FNV-1a, 64 bits; the index checks the whole identity).
    static func directoryName(_ identity: String) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in identity.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        let readable = identity.utf8.map { byte -> Character in
            let scalar = Unicode.Scalar(byte)
            let isPlain = scalar.properties.isAlphabetic && byte < 128 || (48...57).contains(byte) || byte == 46
            return isPlain ? Character(scalar) : "-"
        }
        return String(readable.suffix(48)) + "-" + hash.hexadecimal(16)
    }
}
