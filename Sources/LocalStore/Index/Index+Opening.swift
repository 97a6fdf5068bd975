import CSQLite
import Glibc

/// How the index begins, also after damage.
extension Index {
    /// What opening came to.
    struct Opened {
        /// Nil when there can be no index: the mount then learns nothing for the next one.
        var connection: SQLiteConnection?
        var warning: String?
    }

    /// Opens the index and has `load` read it; a damaged file is set aside, once, and begun anew.
    static func open(
        _ path: String, identity: String, load: (SQLiteConnection) throws(SQLiteError) -> Void
    ) -> Opened {
        var warning: String?
        for isLastAttempt in [false, true] {
            do {
                let connection = try IndexSchema.open(path, identity: identity)
                try load(connection)
                return Opened(connection: connection, warning: warning)
            } catch {
                guard error.isDamage, !isLastAttempt else {
                    warning = "\(path): \(error.message); the local cache is not used until this is put right"
                    break
                }
                let aside = path + ".damaged"
                guard rename(path, aside) == 0 else {
                    warning = "\(path): \(error.message), and it cannot be moved out of the way; remove it"
                    break
                }
                for suffix in ["-wal", "-shm"] { unlink(path + suffix) }
                warning = "\(path): \(error.message); it was moved to \(aside), and the local cache begins anew"
            }
        }
        return Opened(connection: nil, warning: warning)
    }
}
